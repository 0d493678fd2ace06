"""The desk: pages that take seconds to make, one at a time; who waits sees their place."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from html import escape
from threading import Event, Lock

from flask import Response

from marchland.errors import MarchlandError
from marchland.language import kept_speaking, say, spoken
from marchland.view.app.guard import refusal
from marchland.view.app.lanes import Lane, give_back
from marchland.view.page import shell
from marchland.view.words import app as words

KEPT_BYTES = 64 * 2**20
"""Bytes of pages that are kept; what was asked for longest ago is forgotten first."""
PATIENCE = 2.5
"""Seconds that an answer waits for its page before it shows a place in the queue instead."""
SILENCE = 10.0
"""Seconds after which a page that nobody asks for any more is dropped; who waits asks
each second."""
MOST_WAITING = 20
"""Pages that may wait for their turn."""
AGAIN = {"Refresh": "1", "Cache-Control": "no-store"}


@dataclass(eq=False)
class _Order:
    """A page on its way: what it says in the end, and when somebody asked for it last."""

    make: Callable[[], str]
    asked: float = 0.0
    text: str = ""
    error: Exception | None = None
    dropped: bool = False
    done: Event = field(default_factory=Event)

    @property
    def left(self) -> bool:
        """Whether nobody waits for it any more."""
        return time.monotonic() - self.asked > SILENCE

    def fill(self) -> None:
        """Make the page, unless nobody waits for it."""
        try:
            self.dropped = self.left
            if not self.dropped:
                self.text = self.make()
        except Exception as error:  # who asked hears of it, in a thread of their own
            self.error = error
        finally:
            self.done.set()


class Desk:
    """Makes pages in turn, and keeps those that were made."""

    def __init__(self) -> None:
        self._orders: OrderedDict[Hashable, _Order] = OrderedDict()
        self._lane: Lane[_Order] = Lane("pages", 1)
        self._lock = Lock()

    def page(self, key: Hashable, make: Callable[[], str]) -> Response:
        """Answer with a page, or with the place in the queue where it takes long.

        Parameters
        ----------
        key
            All that the page depends on, but the language spoken.
        make
            What makes it; what it raises of our own errors is the answer, with code 400.
        """
        key = (spoken(), key)
        order = self._order(key, kept_speaking(make))
        if order is None:
            return Response(say(words.TOO_MANY), 503, {"Retry-After": "60"}, mimetype="text/plain")
        order.done.wait(PATIENCE)
        order.asked = time.monotonic()
        if not order.done.is_set() or order.dropped:
            return waiting(self._lane.before(order, lambda other: not other.left))
        with self._lock:
            self._forget()
        if order.error is None:
            return Response(order.text, mimetype="text/html")
        with self._lock:
            self._orders.pop(key, None)
        if isinstance(order.error, MarchlandError):
            return refusal(order.error)
        raise order.error

    def _order(self, key: Hashable, make: Callable[[], str]) -> _Order | None:
        """Return the order of a page, put in the queue if it is new; None where too many wait."""
        with self._lock:
            order = self._orders.get(key)
            if order is None or order.dropped:
                if len(self._lane) >= MOST_WAITING:
                    return None
                order = self._orders[key] = _Order(make, time.monotonic())
                self._lane.put(order, order.fill)
            self._orders.move_to_end(key)
            order.asked = time.monotonic()
        return order

    def _forget(self) -> None:
        """Forget the pages asked for longest ago, until the rest has room."""
        done = [key for key, order in self._orders.items() if order.done.is_set()]
        held = sum(len(self._orders[key].text) for key in done)
        for key in done[:-1]:
            if held <= KEPT_BYTES and not self._orders[key].dropped:
                continue
            held -= len(self._orders.pop(key).text)
            give_back()


def waiting(before: int) -> Response:
    """Answer with a page that asks again by itself, and says how many works come before."""
    body = (
        f'<main><h1>{say(words.PAGE_COMES)}</h1><p role="status">{words.parted(before)}</p>'
        f'<p><progress aria-label="{escape(say("Progress"))}"></progress></p></main>'
    )
    text = shell.filled(shell.HEAD, say(words.PAGE_COMES), body, "", shell.look("base.css"))
    return Response(text, 202, AGAIN, mimetype="text/html")
