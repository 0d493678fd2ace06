"""The language of what the command line writes and says."""

from __future__ import annotations

from pathlib import Path

import pytest

from marchland.cli import main
from marchland.io.skeleton import write_skeleton


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A crisis whose reports are to be in French."""
    made = write_skeleton(tmp_path_factory.mktemp("language") / "made-up", "corridor")
    manifest = made / "scenario.yaml"
    lines = [one for one in manifest.read_text("utf-8").splitlines() if "language:" not in one]
    manifest.write_text("\n".join([*lines, "language: fr"]), "utf-8")
    return made


@pytest.mark.compiled
@pytest.mark.parametrize(("asked", "written"), [([], "fr"), (["--lang", "en"], "en")])
def test_a_report_is_in_the_language_of_its_scenario_unless_another_is_asked_for(
    asked: list[str], written: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    call = ["run", str(folder), *asked, "--members", "2", "--sources", "0", "--out", str(out)]
    assert main(call) == 0
    assert f'<html lang="{written}"' in (out / "report.html").read_text("utf-8")
    assert ": 2 runs, " in capsys.readouterr().out, "the terminal speaks as the computer does"


def test_argparse_speaks_too(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--lang", "fr", "run", "--members", "beaucoup"])
    said = capsys.readouterr().err.replace("\u00a0", " ")
    assert said.startswith("utilisation : marchland run")
    assert "argument --members : vaut 'beaucoup', doit être un nombre entier" in said
    with pytest.raises(SystemExit):
        main(["run", "--members", "beaucoup"])
    assert "usage: marchland run" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["check", "--help", "--lang", "fr"])
    assert "arguments positionnels" in capsys.readouterr().out
