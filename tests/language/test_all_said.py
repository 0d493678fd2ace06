"""Under a made-up language that marks every text, nothing that people read is left unmarked."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from typing import Any

import pytest

import marchland as ml
from every_page import PAGES
from marchland.cli import main
from marchland.gas.options import PARAMETERS, SOURCES
from marchland.io.read import built_in
from marchland.io.skeleton import write_skeleton
from marchland.model.parameters import DEFAULTS
from marchland.model.scenario import Scenario
from marchland.view.words.crisis import describe
from marked import CODE, marking, of_page, of_tree, outside, own_texts

pytestmark = pytest.mark.compiled

STANDARDS = Path(ml.__file__).parent / "study" / "measures" / "data" / "standards.csv"
_COMPONENTS = {"chance", "parameters", "place_effect", *SOURCES}
_IN_DASH = ("children", "label", "labels", "title", "aria-label", "placeholder", "options")
_IN_PICTURES = ("name", "text", "hovertext", "hovertemplate")


def of_model() -> Iterator[str]:
    """Yield names and sources that the model itself brings, the same in every language."""
    for declared in (DEFAULTS, PARAMETERS):
        yield from declared
        yield from own_texts([one.source for one in declared.values()])
    yield from _COMPONENTS
    with STANDARDS.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            yield from (row["name"], f"{row['name']}:{row['setting']}", row["source"])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A crisis that says of itself what it says in English."""
    return write_skeleton(tmp_path_factory.mktemp("said") / "made-up", "corridor")


@pytest.fixture(scope="module", autouse=True)
def spoken(folder: Path) -> Iterator[None]:
    """Speak the language of marks, and no English."""
    with marking():
        yield


@pytest.fixture(scope="module")
def crisis(folder: Path) -> Scenario:
    return ml.read(folder)


@pytest.fixture(scope="module")
def own(crisis: Scenario, folder: Path) -> list[str]:
    """What needs no marks on any page of the crisis."""
    return [*of_model(), *own_texts(crisis), str(folder)]


def test_marks_find_what_nobody_said() -> None:
    assert outside(["⟦a ⟦b⟧⟧ Adré, 12 km", "⟦a⟧ and ⟦b⟧"], ["Adré"]) == ["and  in  ⟦a⟧ and ⟦b⟧"]


def check(texts: Iterable[str], known: Iterable[str]) -> None:
    left = outside(texts, known)
    assert not left, "say it, or it is the scenario's own:\n" + "\n".join(left)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_a_verb_writes(name: str, crisis: Scenario) -> None:
    if name == "gas":
        pytest.importorskip("scipy", reason="the extra 'gas' is not installed")
    made = PAGES[name](crisis)
    assert '<html lang="xx" dir="rtl">' in made.page
    known = [*of_model(), *own_texts(made.of)]
    check(of_page(made.page), known)
    check([made.words], known)


def shown(planner: Any) -> list[dict[str, Any]]:
    """Return what each part of a page of the app shows, but the command."""
    return [{what: value} for (part, what), value in planner.held.items() if part != "command"]


def test_the_app_in_two_languages_at_once(folder: Path, crisis: Scenario, own: list[str]) -> None:
    pytest.importorskip("dash", reason="the extra 'app' is not installed")
    from chromium import served
    from marchland.view.app.server import make_app
    from planner import Planner

    known = [*own, "made-up", *built_in(), "English", "français", "marchland run"]
    search = f"?scenario=made-up&lever={next(iter(crisis.levers))}"
    with served(make_app([str(folder)], members=2)) as address:
        marked, english = Planner(address, language=CODE), Planner(address, language="en")
        check(of_tree(json.loads(marked.get("_dash-layout")), _IN_DASH), known)
        with ThreadPoolExecutor() as at_once:
            list(at_once.map(lambda one: one.what_if(search), (marked, english)))
    check(of_tree(shown(marked), _IN_DASH), known)
    pictures = [one["figure"] for one in shown(marked) if "figure" in one]
    check(of_tree(pictures, _IN_PICTURES), known)
    assert not [one for one in of_tree(shown(english), (*_IN_DASH, *_IN_PICTURES)) if "⟦" in one]
    assert english.held["status", "children"] == "2 runs without levers, 2 with"


def test_what_is_said_of_a_crisis(crisis: Scenario, own: list[str]) -> None:
    check([describe(crisis)], own)


def told(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> str:
    """Return what a command says, in the language of marks."""
    monkeypatch.setitem(os.environ, "LANGUAGE", CODE)
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said), suppress(SystemExit):
        main(arguments)
    return said.getvalue()


def test_the_help_of_every_verb(monkeypatch: pytest.MonkeyPatch) -> None:
    verbs = re.findall(r"^    ([a-z-]+)", told(monkeypatch, "--help"), re.MULTILINE)
    assert len(verbs) > 20
    for verb in ([], *([one] for one in verbs)):
        text = told(monkeypatch, *verb, "--help")
        assert text.startswith("⟦usage: ⟧")
        body = text.partition("\n\n")[2]
        plain = re.sub(r"--?[\w-]+( [\w@.,:/-]+)?|\{[^}]*\}|\b[A-Z@,.]{2,}\w*", " ", body)
        check([plain], verbs)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["check", "no-such-folder"],
        ["show", "belarus-2021", "--nonsense"],
        ["run", "belarus-2021", "--members", "many"],
        ["run", "belarus-2021", "--days", "9999"],
        ["forecast", "belarus-2021", "--as-of", "soon"],
        ["nonsense"],
    ],
)
def test_what_a_command_answers(monkeypatch: pytest.MonkeyPatch, arguments: list[str]) -> None:
    text = re.sub(r"(?s)^⟦usage: ⟧.*?\n(?=⟦)|^\w+Error:", "", told(monkeypatch, *arguments))
    check([text], [*built_in(), "marchland"])
