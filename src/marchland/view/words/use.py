"""What is said of the use of every result."""

from __future__ import annotations

from marchland.language import mark

RESPONSIBLE_USE = mark(
    "This is made to help protect people: to prepare shelter, food, care and "
    "access where they will be needed. It counts people and never names them. "
    "It shows neither where nor when a border may be crossed: crossings are "
    "shown by border and month only. It must not be used to stop, push back or "
    "find people on the move, nor as evidence about any person."
)
