"""Every text has its place in the catalogues, and every translation says the same things."""

import re
import string
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from marchland.language import FOLDER, languages, say, say_in, speaking

ROOT = Path(__file__).parents[2]
LANGUAGES = sorted(path.name for path in FOLDER.iterdir() if path.is_dir())


def messages(language: str) -> list[tuple[str, Message]]:
    """Return the messages of a language with the name of their catalogue."""
    found = []
    for path in sorted((FOLDER / language).glob("*.po")):
        with path.open("rb") as file:
            found += [(path.name, one) for one in read_po(file, locale=language) if one.id]
    return found


def fields(template: str) -> set[str]:
    """Return the names that a template puts values into, with those within formats."""
    if "{" not in template:
        return set()
    parts = [(name, spec or "") for _, name, spec, _ in string.Formatter().parse(template) if name]
    return {name for name, _ in parts} | {one for _, spec in parts for one in fields(spec)}


def forms(message: Message) -> list[tuple[str, str]]:
    """Return each translated form beside the English one it stands for."""
    if isinstance(message.id, tuple):
        one, many = message.id
        return [(many if n else one, text) for n, text in enumerate(message.string or ())]
    return [(str(message.id), str(message.string))]


def test_the_catalogues_have_the_texts_of_the_code() -> None:
    """`make catalogues` was called after the last change."""
    call = [sys.executable, str(ROOT / "tools" / "catalogues.py"), "--check"]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"call `make catalogues`; behind are\n{done.stdout}{done.stderr}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language: str) -> None:
    missing = [
        f"{name}: {text}"
        for name, one in messages(language)
        for text, said in forms(one)
        if not said.strip() and text.strip()
    ]
    assert not missing, "\n".join(missing[:50])


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_name_the_same_values(language: str) -> None:
    """A translation can be filled, and leaves no value out (a plural may leave out its number)."""
    wrong = [
        f"{name}: {text!r} -> {said!r}"
        for name, one in messages(language)
        for text, said in forms(one)
        if said and fields(text) - {"n"} != fields(said) - {"n"}
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_has_one_translation(language: str) -> None:
    """Catalogues are compiled into one: the same text cannot be said in two ways."""
    seen: dict[object, tuple[str, object]] = {}
    twice = []
    for name, one in messages(language):
        key = (one.context, one.id if isinstance(one.id, str) else one.id[0])
        first = seen.setdefault(key, (name, one.string))
        if first[1] != one.string:
            twice.append(f"{name} and {first[0]}: {one.id!r}")
    assert not twice, "\n".join(twice)


@pytest.mark.parametrize("language", LANGUAGES)
def test_edges_and_line_breaks_are_kept(language: str) -> None:
    """A text that begins or ends with a space or a line break does so in every language."""
    edges = re.compile(r"\A(\s*).*?(\s*)\Z", re.S)
    wrong = [
        f"{name}: {text!r} -> {said!r}"
        for name, one in messages(language)
        for text, said in forms(one)
        if said and edges.match(text).groups() != edges.match(said).groups()  # type: ignore[union-attr]
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_compiled_is_what_was_translated(language: str) -> None:
    assert language in languages(), "call `make catalogues`"
    with speaking(language):
        for name, one in messages(language):
            if isinstance(one.id, str) and one.string:
                said = say_in(one.context, one.id) if one.context else say(one.id)
                assert said == one.string, f"{name} is behind: call `make catalogues`"
