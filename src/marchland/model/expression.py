"""Expressions: a small language in which a scenario says when something is so. No code is run.

``attempts(BLR>POL, 7 days) > 500 and people(strips) > 2 * crowd`` compares the mean of attempts
over seven days with a number, and people at places of a tag with a parameter.

================= ==========================================================================
``+ - * /``       arithmetic on numbers, parameters and quantities
``< <= > >= ==``  comparisons of two numbers
``and or not``    of comparisons
``quantity(...)`` what the members of an ensemble count; see :data:`QUANTITIES`
================= ==========================================================================
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from marchland.language import mark, say
from marchland.model.near import hint

QUANTITIES: Mapping[str, str] = {
    "attempts": mark(
        "events a day at a border, or at all: failed tries, and people found behind it"
    ),
    "turned_back": mark(
        "events a day at a border, or at all: failed tries, and people pushed back"
    ),
    "people": mark("people at a place, a country or a tag, or at all places, at day's end"),
    "stranded": mark("people with no way on at day's end, everywhere"),
    "waiting": mark("people who wait for a seat or for room at day's end, everywhere"),
    "travelling": mark("people on the way at day's end"),
    "entered": mark("people displaced in a day"),
}
_COMPARISONS = mark("'{sign}' stands between two comparisons, and one of its sides is none")
_NUMBERS = mark("'{sign}' stands between numbers, and one of its sides is none")
"""What an expression can ask of each member, with its meaning; none tells of a crossing that
succeeded."""

Sort = Literal["number", "truth"]
_LONGEST, _DEEPEST, _MOST_DAYS = 500, 30, 366
_TOKEN = re.compile(
    r"\s*(?:(?P<quantity>(?!(?:and|or|not)\b)[a-z_]+)\s*\((?P<of>[^()]*)\)"
    r"|(?P<number>\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)|(?P<name>[A-Za-z_]\w*)"
    r"|(?P<sign><=|>=|==|[-+*/()<>]))",
    re.ASCII,
)
_DAYS = re.compile(r"(\d{1,4})(?:\s+days?)?", re.ASCII)
_OF: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "and": operator.and_,
    "or": operator.or_,
}
_LEVELS = (("or",), ("and",), ("<", "<=", ">", ">=", "=="), ("+", "-"), ("*", "/"))
"""Operators by how loosely they bind, the loosest first."""


@dataclass(frozen=True)
class Quantity:
    """A quantity of a member: the mean a day over some days, of the last one by default."""

    what: str
    where: str = ""
    days: int = 1

    def __str__(self) -> str:
        days = f"{self.days} days" if self.days > 1 else ""
        return f"{self.what}({', '.join(part for part in (self.where, days) if part)})"


@dataclass(frozen=True)
class Node:
    """A part of an expression: an operator with its parts, or a leaf.

    Parameters
    ----------
    sort
        Whether it is a number or a truth.
    sign
        Operator, ``not``, ``neg``, or blank for a leaf.
    parts
        What the operator works on.
    leaf
        A number, the name of a parameter, or a quantity.
    """

    sort: Sort
    sign: str = ""
    parts: tuple[Node, ...] = ()
    leaf: float | str | Quantity = 0.0


@dataclass(frozen=True)
class Expression:
    """An expression as it was written, and what it says."""

    text: str
    root: Node

    @classmethod
    def of(cls, text: str) -> Expression:
        """Read an expression that is true or false.

        Raises
        ------
        ValueError
            With what is wrong and where.
        """
        text = " ".join(text.split())
        if len(text) > _LONGEST:
            raise ValueError(
                say(
                    "has {number} letters, must have {most} or fewer",
                    number=len(text),
                    most=_LONGEST,
                )
            )
        reader = _Reader(text)
        root = reader.level(0, 0)
        if reader.at < len(reader.tokens):
            raise ValueError(
                say("has '{token}' where it should end", token=reader.tokens[reader.at][1])
            )
        if root.sort != "truth":
            raise ValueError(
                say("'{text}' is a number; compare it, for instance '{text} > 100'", text=text)
            )
        return cls(text, root)

    def leaves(self) -> Iterator[float | str | Quantity]:
        """Yield each number, parameter and quantity."""
        yield from _leaves(self.root)

    def value(self, leaf: Callable[[float | str | Quantity], Any]) -> Any:
        """Return what the expression says, given what each leaf is (numbers or arrays alike)."""
        return _value(self.root, leaf)

    def __str__(self) -> str:
        return self.text


def _leaves(node: Node) -> Iterator[float | str | Quantity]:
    if not node.sign:
        yield node.leaf
    for part in node.parts:
        yield from _leaves(part)


def _value(node: Node, leaf: Callable[[float | str | Quantity], Any]) -> Any:
    if not node.sign:
        return leaf(node.leaf)
    parts = [_value(part, leaf) for part in node.parts]
    if node.sign == "neg":
        return -parts[0]
    if node.sign == "not":
        return ~parts[0]
    return _OF[node.sign](*parts)


class _Reader:
    """Reads an expression from the loosest operator to the leaves."""

    def __init__(self, text: str) -> None:
        self.tokens: list[tuple[str, str, str]] = []
        self.at = at = 0
        while at < len(text):
            found = _TOKEN.match(text, at)
            if not found or found.end() == at:
                raise ValueError(
                    say("has '{token}', which is not read here", token=text[at:].strip()[:12])
                )
            kind = found.lastgroup if found["quantity"] is None else "quantity"
            token = found["quantity"] or found[str(kind)]
            self.tokens.append((str(kind), token, found["of"] or ""))
            at = found.end()

    def level(self, level: int, depth: int) -> Node:
        """Read operators of a level, and what binds more tightly."""
        if depth > _DEEPEST:
            raise ValueError(say("has too many parentheses in each other"))
        if level == len(_LEVELS):
            return self._unary(depth)
        left = self.level(level + 1, depth)
        while self._next() in _LEVELS[level]:
            sign = self._take()
            left = _joined(sign, left, self.level(level + 1, depth))
        return left

    def _unary(self, depth: int) -> Node:
        sign = self._next()
        if sign in ("-", "not"):
            self._take()
            inner = self._unary(depth + 1) if sign == "-" else self.level(2, depth + 1)
            wanted: Sort = "number" if sign == "-" else "truth"
            _expect(inner, wanted, sign)
            return Node(wanted, "neg" if sign == "-" else "not", (inner,))
        return self._leaf(depth)

    def _leaf(self, depth: int) -> Node:
        if self.at >= len(self.tokens):
            raise ValueError(say("ends where a number, a parameter or a quantity should stand"))
        kind, token, of = self.tokens[self.at]
        self.at += 1
        if kind == "quantity":
            return Node("number", leaf=_quantity(token, of))
        if kind == "number":
            return Node("number", leaf=float(token))
        if kind == "name" and token not in ("and", "or", "not"):
            if token in QUANTITIES:
                raise ValueError(say("'{token}' needs parentheses: {token}()", token=token))
            return Node("number", leaf=token)
        if token == "(":
            inner = self.level(0, depth + 1)
            if self._take() != ")":
                raise ValueError(say("has a '(' that is not closed"))
            return inner
        raise ValueError(
            say("has '{token}' where a number, a parameter or a quantity should stand", token=token)
        )

    def _next(self) -> str:
        if self.at >= len(self.tokens):
            return ""
        kind, token, _ = self.tokens[self.at]
        return token if kind in ("sign", "name") else ""

    def _take(self) -> str:
        token = self._next()
        self.at += 1
        return token


def _joined(sign: str, left: Node, right: Node) -> Node:
    wanted: Sort = "truth" if sign in ("and", "or") else "number"
    for part in (left, right):
        _expect(part, wanted, sign)
    return Node("number" if sign in "+-*/" else "truth", sign, (left, right))


def _expect(part: Node, wanted: Sort, sign: str) -> None:
    if part.sort != wanted:
        words = _COMPARISONS if wanted == "truth" else _NUMBERS
        raise ValueError(say(words, sign=sign))


def _quantity(name: str, of: str) -> Quantity:
    if name not in QUANTITIES:
        raise ValueError(
            say(
                "'{name}' is no quantity{hint}; known are {names}",
                name=name,
                hint=hint(name, QUANTITIES),
                names=", ".join(QUANTITIES),
            )
        )
    parts = [part.strip() for part in of.split(",")] if of.strip() else []
    days = 1
    if parts and (found := _DAYS.fullmatch(parts[-1])):
        days = int(found[1])
        parts.pop()
        if not 1 <= days <= _MOST_DAYS:
            raise ValueError(
                say(
                    "{name} is of {days} days, must be of 1 to {most}",
                    name=name,
                    days=days,
                    most=_MOST_DAYS,
                )
            )
    if len(parts) > 1:
        raise ValueError(
            say("{name}({of}) must name one place and a number of days at most", name=name, of=of)
        )
    return Quantity(name, parts[0] if parts else "", days)
