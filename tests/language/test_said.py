"""No sentence escapes translation: what has two words and is no docstring goes through `say`."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import marchland
from unsaid import ENGLISH, SAID, UNSAID

ROOT = Path(marchland.__file__).parent
TWO_WORDS = re.compile(r"[A-Za-z]{2,}[,;:.]? +[A-Za-z]{2,}")
MARKUP = re.compile(r"<[^<>]*>")
ALOUD = re.compile(r"""(?:aria-label|title|alt|placeholder)="([^"]*)\"""")
"""Attributes that are read to people; all else between angles is not."""
SAYS = {"say", "say_n", "say_in", "mark"}
BUGS = {"ValueError", "TypeError", "AssertionError", "RuntimeError", "AttributeError", "KeyError",
        "NotImplementedError", "LookupError", "IndexError"}  # fmt: skip
"""What these say is for whoever mends the code."""
BLOCKS = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def unsaid(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield line and text of each literal that people might read and nobody translates."""
    if isinstance(tree, ast.Call) and _name(tree.func) in SAYS | BUGS | {"re.compile"}:
        if tree.args and isinstance(tree.args[0], ast.JoinedStr) and _name(tree.func) in SAYS:
            yield tree.lineno, "an f-string cannot be looked up: name its values"
        for node in tree.keywords:  # values may hold texts, too
            yield from unsaid(node)
        return
    if isinstance(tree, ast.JoinedStr):
        own = "".join(str(v.value) if isinstance(v, ast.Constant) else "x" for v in tree.values)
        if _read(own):
            yield tree.lineno, own
        for value in tree.values:
            if isinstance(value, ast.FormattedValue):
                yield from unsaid(value)
        return
    if isinstance(tree, ast.Constant):
        if isinstance(tree.value, str) and _read(tree.value):
            yield tree.lineno, tree.value
        return
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
            continue  # a docstring
        yield from unsaid(child)


def _read(text: str) -> bool:
    """Whether a text has words for people, in it or in an attribute that is read to them."""
    plain = MARKUP.sub(" ", text)
    return any(map(TWO_WORDS.search, [plain, *ALOUD.findall(text)]))


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_name(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def test_no_sentence_escapes_translation() -> None:
    found = []
    for path in sorted(ROOT.rglob("*.py")):
        place = path.relative_to(ROOT).as_posix()
        if not place.startswith(SAID) or place in ENGLISH:
            continue
        for line, text in unsaid(ast.parse(path.read_text("utf-8"))):
            if text not in UNSAID.get(place, {}):
                found.append(f"{place}:{line}  {text!r}")
    assert not found, "say it, or name it in tests/unsaid.py:\n" + "\n".join(found)


def test_what_is_let_off_is_there() -> None:
    """Nothing stays on the list that the code no longer has."""
    gone = []
    for place, texts in UNSAID.items():
        held = {text for _, text in unsaid(ast.parse((ROOT / place).read_text("utf-8")))}
        gone += [f"{place}: {text!r}" for text in texts if text not in held]
    assert not gone, "\n".join(gone)
