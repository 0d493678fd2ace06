"""What the documents say is so: code runs, commands are real, links lead somewhere."""

from __future__ import annotations

import argparse
import re
import shlex
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
import yaml

from marchland.cli import _parser

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
TUTORIALS = sorted(DOCS.glob("tutorials/*.md"))
RUN = re.compile(r"<!-- run -->\n```python\n(.*?)```", re.DOTALL)
PYTHON = re.compile(r"```python\n(.*?)```", re.DOTALL)
SHELL = re.compile(r"```sh\n(.*?)```", re.DOTALL)
INLINE = re.compile(r"`(marchland [^`\n]+)`")
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


def found(pattern: re.Pattern[str]) -> list[object]:
    """Every match in every page, named by page and line."""
    return [
        pytest.param(page, match[1], id=f"{page.relative_to(ROOT)}:{line_of(text, match)}")
        for page in PAGES
        for text in [page.read_text("utf-8")]
        for match in pattern.finditer(text)
    ]


def line_of(text: str, match: re.Match[str]) -> int:
    return text.count("\n", 0, match.start()) + 1


def calls(block: str) -> Iterator[list[str]]:
    """The arguments of each call of marchland in a block of shell."""
    for line in block.splitlines():
        for command in line.split("&&"):
            words = shlex.split(command, comments=True)
            if words and Path(words[0]).name == "marchland":
                yield words[1:]


def verbs() -> dict[str, argparse.ArgumentParser]:
    """The parser of each verb of the command line."""
    (action,) = [a for a in _parser()._actions if isinstance(a, argparse._SubParsersAction)]
    return dict(action.choices)


def fixed_lines(path: Path, start: str) -> list[str]:
    return [line for line in path.read_text("utf-8").splitlines() if line.startswith(start)]


@pytest.mark.compiled
@pytest.mark.parametrize(("page", "code"), found(RUN))
def test_code_marked_to_run_runs(
    page: Path, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    exec(compile(code, str(page), "exec"), {"__name__": "__main__"})


@pytest.mark.parametrize(("page", "code"), found(PYTHON))
def test_all_code_is_python(page: Path, code: str) -> None:
    compile(code, str(page), "exec")


@pytest.mark.compiled
@pytest.mark.parametrize("page", TUTORIALS, ids=lambda page: page.stem)
def test_tutorials_run_from_top_to_bottom(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {"__name__": "__main__"}
    for code in PYTHON.findall(page.read_text("utf-8")):
        exec(compile(code, str(page), "exec"), names)


@pytest.mark.skipif(not (ROOT / "tools").exists(), reason="not a checkout")
@pytest.mark.parametrize("page", TUTORIALS, ids=lambda page: page.stem)
def test_notebooks_say_what_their_pages_say(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    made = import_module("notebooks").notebook(page.read_text("utf-8"))
    assert page.with_suffix(".ipynb").read_text("utf-8") == made, "run: make notebooks"


@pytest.mark.parametrize(("page", "block"), found(SHELL))
def test_commands_are_what_the_command_line_takes(
    page: Path, block: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in calls(block):
        try:
            _parser().parse_args(words)
        except SystemExit:
            pytest.fail(f"{page}: marchland {shlex.join(words)}\n{capsys.readouterr().err}")


@pytest.mark.parametrize(("page", "command"), found(INLINE))
def test_commands_in_the_text_name_real_verbs_and_options(page: Path, command: str) -> None:
    verb, *rest = command.split()[1:]
    if verb.startswith("-"):
        assert verb in _parser()._option_string_actions, f"{page}: {command}"
        return
    assert verb in verbs(), f"{page}: {command}"
    options = {word.split("=")[0] for word in rest if word.startswith("--")}
    assert options <= verbs()[verb]._option_string_actions.keys(), f"{page}: {command}"


@pytest.mark.parametrize(("page", "target"), found(LINK))
def test_links_lead_somewhere(page: Path, target: str) -> None:
    assert (page.parent / target).exists()


def test_the_table_of_formats_is_what_the_code_declares(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    formats = import_module("formats")
    text = (DOCS / "how-to" / "files.md").read_text("utf-8")
    assert formats.page(text) == text, "run: make dictionary"


def test_every_page_of_the_site_can_be_reached() -> None:
    nav = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))["nav"]
    listed = set(re.findall(r"[\w/.-]+\.md", str(nav)))
    there = {page.relative_to(DOCS).as_posix() for page in PAGES if page.is_relative_to(DOCS)}
    assert listed <= there
    assert {page for page in there - listed if not page.startswith("decisions/")} == set()


@pytest.mark.compiled
@pytest.mark.skipif(not (ROOT / "tools").exists(), reason="not a checkout")
def test_the_data_dictionary_is_what_the_code_declares(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    dictionary = import_module("dictionary")
    made = dictionary.page(dictionary.runs_for_page())
    assert (DOCS / "data-dictionary.md").read_text("utf-8") == made, "run: make dictionary"


def test_every_decision_is_listed() -> None:
    listed = set(LINK.findall((DOCS / "decisions" / "index.md").read_text("utf-8")))
    written = {page.name for page in (DOCS / "decisions").glob("[0-9]*.md")}
    assert listed == written
    assert len({name[:4] for name in written}) == len(written)


@pytest.mark.skipif(not (ROOT / ".ci" / "run").exists(), reason="not a checkout")
def test_continuous_integration_calls_the_command_of_the_readme() -> None:
    pattern = re.search(r"grep -m 1 -E '([^']+)' README\.md", (ROOT / ".ci/run").read_text("utf-8"))
    assert pattern
    lines = (ROOT / "README.md").read_text("utf-8").splitlines()
    assert len([line for line in lines if re.search(pattern[1], line)]) == 1


def test_readme_and_start_page_run_the_same_command() -> None:
    assert fixed_lines(DOCS / "index.md", "python3 -m venv") == [
        line
        for line in fixed_lines(ROOT / "README.md", "python3 -m venv")
        if "marchland run" in line
    ]


def test_the_citation_names_this_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    ours = project["license"].split(" AND ")[0]  # what else is named is of what the wheel carries
    assert (citation["version"], citation["license"]) == (project["version"], ours)


def test_the_reference_has_every_public_name() -> None:
    import marchland

    told = re.findall(r"^::: marchland\.(\w+)$", (DOCS / "reference/api.md").read_text(), re.M)
    assert sorted(told) == sorted(marchland.__all__)
