"""Texts for people: in plain words of the field, and written nowhere below the pages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import marchland

PACKAGE = Path(marchland.__file__).parent
QUAINT = re.compile(
    r"\b(?:is|are|as|all) told\b|\b(?:stands?|held|set) beside\b|\bmiddle of the\b|\bmembers say\b|"
    r"\bgone on with\b|\bdug up\b|\bnought\b|(?<!erson-)\bnights stranded\b|\bis odd\b|"
    r"\bwhat protects\b|\bmember by member\b",
    re.IGNORECASE,
)
"""What nobody in the field would say; the table of words has what to say instead."""


def texts(path: Path) -> Iterator[str]:
    """Yield the texts of a module that are no docstrings."""
    tree = ast.parse(path.read_text("utf-8"))
    said = {
        id(part.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        for part in node.body
        if isinstance(part, ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.value


@pytest.mark.parametrize("room", ["view", "cli"])
def test_no_text_that_people_read_is_quaint(room: str) -> None:
    found = [
        f"{path.relative_to(PACKAGE)}: {text[:80]}"
        for path in sorted((PACKAGE / room).rglob("*.py"))
        for text in texts(path)
        if QUAINT.search(text)
    ]
    assert found == []


@pytest.mark.parametrize("room", ["model", "kernels", "engine", "gas", "study"])
def test_no_text_for_the_screen_is_written_below_the_pages(room: str) -> None:
    found = [
        f"{path.relative_to(PACKAGE)}: {node.name}"
        for path in sorted((PACKAGE / room).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
        and re.search(r"^in_words$|(?<!bounds)_in_words$|as_markdown", node.name)
    ]
    assert found == []


def test_the_sections_of_the_report_read_findings_and_no_dataset() -> None:
    asked = re.compile(r"\bds\[|\.(?:sum|mean|median|quantile|sel)\(")
    kept = {"people.py"}  # the legend of the map counts people in what the map draws
    found = [
        path.name
        for path in sorted((PACKAGE / "view" / "report").glob("*.py"))
        if path.name not in kept and asked.search(path.read_text("utf-8"))
    ]
    assert found == []
