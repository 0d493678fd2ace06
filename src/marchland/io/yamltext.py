"""YAML as plain text with line numbers: mappings, lists and scalars, and nothing cleverer.

Scalars stay text until somebody who knows what they must be reads them, so that a group ``NO``
is not made a ``false``, nor a name ``1e3`` a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import yaml

from marchland.errors import Problem
from marchland.io.reading.signs import plain, seen, steers, unseen_in, unseen_told
from marchland.language import say

Scalar = str | None
Value = Scalar | list["Scalar"] | dict[str, "Value"]

_MARK = re.compile(r"[\[\]{}]")
_CLEVER = re.compile(r"[&*!]")
"""What anchors, aliases and tags begin with."""
_DISPUTED = re.compile(
    r"""[^\n -~\xa0-\u2027\u202a-\ud7ff]|[?\\]|(?<![\w.)] )(?<![\w.)])[&*!|>@`%]"""
    r"""|^---|^\.\.\.|-\ +-\ |^\ {41}""",
    re.MULTILINE,
)
"""What the reader in C may read and the one in Python refuses, and what may be nested too deep."""
_IN_C: Any = getattr(yaml, "CSafeLoader", None)
_NULL = "tag:yaml.org,2002:null"
_DEEPEST = 6
_BRACKETS = 20


@dataclass
class Document:
    """A YAML file: its values, the line of each key, and what is wrong with its form."""

    values: dict[str, Value] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def refused(self) -> int:
        """How many of the problems keep it from being used: the others say how it was read."""
        return sum(not problem.warning for problem in self.problems)


def parse(text: str, name: str) -> Document:
    """Read a YAML mapping of text, lists of text, and mappings."""
    document = Document()
    if unseen := unseen_in(text):
        document.problems.append(Problem(name, unseen_told([unseen]), warning=True))
        text = seen(text)
    if deepest(text) > _BRACKETS:
        document.problems.append(Problem(name, say("has brackets nested too deep, at most 20")))
        return document
    try:
        root = _composed(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"{name}:{mark.line + 1}" if mark else name
        document.problems.append(
            Problem(
                where,
                say(
                    "is not YAML ({problem}), look at the spaces and colons here and on the "
                    "line before",
                    problem=say(str(error.problem)),
                ),
            )
        )
        return document
    except RecursionError:
        document.problems.append(Problem(name, say("is nested too deep, take out levels")))
        return document
    except yaml.YAMLError as error:
        told = " ".join(str(error).split())
        document.problems.append(Problem(name, say("is not YAML ({told})", told=told[:200])))
        return document
    if isinstance(root, yaml.MappingNode):
        document.values = dict(_pairs(root, "", name, document))
    else:
        document.problems.append(Problem(name, say("must be a list of 'key: value' lines")))
    return document


def deepest(text: str) -> int:
    """Return how deep brackets are nested, those in quotation marks and comments counted too.

    A parser of YAML needs minutes for some ten thousand, so this is looked at before.
    """
    depth = most = 0
    for mark in _MARK.findall(text):
        depth = max(0, depth + (1 if mark in "[{" else -1))
        most = max(most, depth)
    return most


def _composed(text: str) -> yaml.Node | None:
    """Return what stands in a text, as the reader in Python has it.

    The one in C takes a tenth of the time; it is asked where both agree, and errors are never its.
    """
    if _IN_C is not None and not _DISPUTED.search(text):
        with suppress(yaml.YAMLError):
            return yaml.compose(text, Loader=_IN_C)
    _refuse_cleverness(text)
    return yaml.compose(text, Loader=yaml.SafeLoader)


def _refuse_cleverness(text: str) -> None:
    """Refuse anchors, aliases and tags: a small file could stand for an endless one."""
    if not _CLEVER.search(text):
        return
    for token in yaml.scan(text, Loader=yaml.SafeLoader):
        if isinstance(token, yaml.AnchorToken | yaml.AliasToken | yaml.TagToken):
            raise yaml.MarkedYAMLError(
                problem=say("anchors, aliases and tags are not read here"),
                problem_mark=token.start_mark,
            )


def _pairs(
    node: yaml.MappingNode, path: str, name: str, document: Document
) -> Iterator[tuple[str, Value]]:
    seen: dict[str, int] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            document.problems.append(
                Problem(f"{name}:{line}", say("has a key that is no plain word"))
            )
            continue
        key = _scalar(key_node, f"{path}{key_node.value}", name, document)
        if key in seen:
            document.problems.append(
                Problem(
                    f"{name}:{line}",
                    say(
                        "'{path}{key}' stands already on line {line}, keep one",
                        path=path,
                        key=key,
                        line=seen[key],
                    ),
                )
            )
            continue
        seen[key] = line
        document.lines[f"{path}{key}"] = line
        yield key, _value(value_node, f"{path}{key}", name, document)


def _value(node: yaml.Node, path: str, name: str, document: Document) -> Value:
    if isinstance(node, yaml.MappingNode):
        if path.count(".") >= _DEEPEST:
            line = node.start_mark.line + 1
            document.problems.append(
                Problem(
                    f"{name}:{line}",
                    say("'{path}' is nested too deep, take out a level", path=path),
                )
            )
            return None
        return dict(_pairs(node, f"{path}.", name, document))
    if isinstance(node, yaml.SequenceNode):
        return list(_items(node, path, name, document))
    return None if node.tag == _NULL else _scalar(node, path, name, document)


def _scalar(node: yaml.Node, path: str, name: str, document: Document) -> str:
    """Return a text; signs that its escapes stand for are read as if they stood there."""
    where, text = f"{name}:{node.start_mark.line + 1}", str(node.value)
    if steers(text):
        document.problems.append(
            Problem(where, say("'{path}' holds a control character, take it out", path=path))
        )
    if unseen := unseen_in(text):
        document.problems.append(Problem(where, unseen_told([unseen]), warning=True))
    return plain(text)


def _items(node: yaml.SequenceNode, path: str, name: str, document: Document) -> Iterator[Scalar]:
    for item in node.value:
        if isinstance(item, yaml.ScalarNode):
            yield _scalar(item, path, name, document)
        else:
            line = item.start_mark.line + 1
            document.problems.append(
                Problem(f"{name}:{line}", say("'{path}' must be a list of plain words", path=path))
            )


def dump(values: Mapping[str, object]) -> str:
    """Return the YAML text of plain values."""
    return str(
        yaml.safe_dump(
            dict(values), sort_keys=False, allow_unicode=True, width=100, default_flow_style=None
        )
    )
