"""Take what people read out of the code into the catalogues of translators, and compile these.

One catalogue for each folder of code and language: ``view/words`` is ``view.words.po``. What was
translated stays, what is new is empty, what is gone goes. ``--check`` changes nothing and says
which catalogues are behind.
"""

from __future__ import annotations

import argparse
import ast
import re
import runpy
import sys
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import TypeGuard

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
CODE = ROOT / "src" / "marchland"
LOCALE = CODE / "locale"
SAYS = {"say", "say_n", "say_in", "mark"}
"""What takes a text to be translated."""
WIDTH = 98
KEPT_TOGETHER = {"fr": re.compile(r"(?<=\S) (?=[:;!?%»](?:\W|$))|(?<=«) ")}
"""Spaces that no line may break at, by language; translators need not type them."""


def texts() -> dict[str, Catalog]:
    """Return the texts of each folder of code, by the name of its catalogue."""
    found: dict[str, Catalog] = {}
    for path in sorted(CODE.rglob("*.py")):
        place = path.relative_to(CODE)
        name = ".".join(place.parent.parts) or "root"
        for text, context in said(path):
            catalogue = found.setdefault(name, Catalog(charset="utf-8"))
            catalogue.add(text, "", [(place.as_posix(), None)], context=context)
    return found


def said(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """Yield the texts said in a module, in their order, with the context of those that have one.

    Babel's own reader passes over those within f-strings and deep within other calls.
    """
    calls = [one for one in ast.walk(ast.parse(path.read_text("utf-8"))) if _says(one)]
    for one in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        given = [ast.literal_eval(a) for a in one.args if isinstance(a, ast.Constant)]
        match one.func.id, given:
            case "say_n", [single, many, *_]:
                yield (single, many), None
            case "say_in", [context, text]:
                yield text, context
            case "say" | "mark", [text] if text:
                yield text, None


def _says(node: ast.AST) -> TypeGuard[ast.Call]:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAYS


def known_texts(language: str) -> dict[tuple[object, object], str | tuple[str, ...]]:
    """Return what is translated in any catalogue of a language, by context and text."""
    known: dict[tuple[object, object], str | tuple[str, ...]] = {}
    for path in sorted((LOCALE / language).glob("*.po")):
        with path.open("rb") as file:
            for one in read_po(file, locale=language):
                if one.id and "".join(one.string or ""):
                    known.setdefault((one.context, one.id), one.string)
    return known


def brought(
    name: str,
    template: Catalog,
    language: str,
    elsewhere: Mapping[tuple[object, object], str | tuple[str, ...]],
) -> bytes:
    """Return a catalogue brought up to the code, translations kept.

    What is new is taken from another catalogue that has it.
    """
    path = LOCALE / language / f"{name}.po"
    held = Catalog(locale=language, charset="utf-8")
    if path.exists():
        with path.open("rb") as file:
            held = read_po(file, locale=language)
    new = Catalog(locale=language, charset="utf-8", header_comment="")
    for message in template:
        if message.id:
            known = held.get(message.id, message.context)
            string = known.string if known and not known.fuzzy else ""
            if not "".join(string or ""):
                string = elsewhere.get((message.context, message.id), "")
            string = spaced(string, language)
            comments = {"user_comments": known.user_comments if known else ()}
            new.add(message.id, string, message.locations, context=message.context, **comments)
    written = BytesIO()
    write_po(written, new, width=WIDTH, omit_header=True, sort_by_file=True)
    head = f'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n'
    head += '"Content-Type: text/plain; charset=utf-8\\n"\n'
    head += f'"Plural-Forms: {new.plural_forms}\\n"\n\n'
    return head.encode() + written.getvalue()


def spaced(text: str | tuple[str, ...], language: str) -> str | tuple[str, ...]:
    """Return a translation, or each of its forms, with spaces that do not break."""
    if not isinstance(text, str):
        return tuple(str(spaced(one, language)) for one in text)
    pattern = KEPT_TOGETHER.get(language)
    return pattern.sub("\u00a0", text) if pattern else text


def main() -> int:
    """Bring every catalogue of every language up to the code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing, say what is behind")
    check = parser.parse_args().check
    behind = []
    found = texts()
    for folder in sorted(path for path in LOCALE.iterdir() if path.is_dir()):
        known = known_texts(folder.name)
        wanted = {folder / f"{n}.po": brought(n, t, folder.name, known) for n, t in found.items()}
        gone = set(folder.glob("*.po")) - set(wanted)
        behind += [*gone, *(p for p, t in wanted.items() if not p.exists() or p.read_bytes() != t)]
        if not check:
            for path in gone:
                path.unlink()
            for path, text in wanted.items():
                path.write_bytes(text)
    for path in behind:
        print(path.relative_to(ROOT))
    if check:
        return bool(behind)
    runpy.run_path(str(ROOT / "packaging" / "catalogues.py"))["compile_all"](LOCALE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
