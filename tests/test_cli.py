"""The command line: what it prints, and what it exits with."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from io_broken import DISPLACED, MANIFEST, OBSERVATIONS, PLACES, ROUTES, TIMELINE, written
from marchland.cli import main
from marchland.io.read import built_in

BROKEN = {
    "missing": ({"places": None, "timeline": TIMELINE.replace("2021", "21")}, 3),
    "encodings": ({"places": PLACES.encode("utf-16"), "routes": b"id\xff,origin\n"}, 2),
    "two readings": ({"places": PLACES.replace("500", '"5,500"'),
                      "observations": OBSERVATIONS.replace("300", "3.500")}, 2),
    "duplicates": ({"places": PLACES.replace("Grodno,", "Minsk,"),
                    "routes": ROUTES.replace("m2", "m1")}, 6),
    "near names": ({"routes": ROUTES.replace("Minsk,Grodno", "Minsk,Grodna"),
                    "displaced": DISPLACED.replace("Minsk", "Minks").replace("SYR", "SYY")}, 3),
    "lengths and loops": ({"routes": ROUTES.replace("280", "-280")
                           .replace("Grodno,Bruzgi", "Grodno,Grodno")}, 2),
    "dates": ({"timeline": TIMELINE.replace("06-10", "13-01").replace("2021-06-20", "20.06.21st"),
               "displaced": DISPLACED.replace("2021-06-30", "10/06/2021")}, 3),
    "gates": ({"routes": ROUTES.replace("crossing,no,through", "crossing,yes,1.5")}, 2),
    "manifest": ({"scenario": MANIFEST.replace("days: 60", "days: many\nend: 2021-07-01")
                  .replace("title", "titel").replace("low: 0.1, ", "")}, 4),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_check_lists_each_problem_of_a_broken_folder(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed, number = BROKEN[case]
    folder = written(tmp_path, **changed)  # type: ignore[arg-type]
    assert main(["check", str(folder)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert re.match(r"ScenarioError: \d problem", err), err
    assert sum(line.startswith("  ") for line in err.splitlines()) == number


def test_new_check_and_show_go_together(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "mine"
    assert main(["new", str(folder)]) == 0
    assert f"wrote {folder}" in capsys.readouterr().out
    assert main(["check", str(folder)]) == 0
    out = capsys.readouterr().out
    assert "README.md:3  is unfinished" in out
    assert out.endswith("\n\nno problems, 1 warning (see above)\n")
    (folder / "README.md").write_text("# Mine\n")
    assert main(["check", str(folder)]) == 0
    out = capsys.readouterr().out
    assert out.endswith("\n\nno problems\n")
    assert main(["show", str(folder)]) == 0
    assert capsys.readouterr().out.strip() + "\n\nno problems\n" == out
    assert main(["new", str(folder)]) == 2
    assert "is there already and stays as it is" in capsys.readouterr().err


def test_check_shows_what_is_odd(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = written(tmp_path, places=PLACES.replace(",", ";"))
    assert main(["check", str(folder)]) == 0
    assert "places.csv  has semicolons between its cells" in capsys.readouterr().out


def test_letters_that_the_terminal_has_not_are_shown_as_marks(tmp_path: Path) -> None:
    """As on Windows with the output piped, and with LC_ALL=C."""
    for encoding in ("cp1252", "ascii"):
        done = subprocess.run(
            [sys.executable, "-m", "marchland", "show", "belarus-2021"],
            capture_output=True,
            env={**os.environ, "PYTHONIOENCODING": encoding},
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, b"")
        assert b"Ku?nica" in done.stdout


def test_new_refuses_names_that_are_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", str(tmp_path / "my crisis!")]) == 2
    assert "cannot be a scenario's name" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_names_that_are_nowhere_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    for verb in ("check", "show", "run"):
        assert main([verb, "no-such-crisis"]) == 2
        told = capsys.readouterr().err
        assert told.startswith("RequestError: 'no-such-crisis' is neither a folder nor a built-in")
        assert "Traceback" not in told


def test_a_file_in_place_of_a_folder_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x").write_text("")
    assert main(["check", str(tmp_path / "x")]) == 2
    assert "is a file; give the scenario's folder" in capsys.readouterr().err


def test_run_refuses_before_it_simulates(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = written(tmp_path / "crisis")
    taken = tmp_path / "taken"
    taken.mkdir()
    (taken / "mine.txt").write_text("mine")
    assert main(["run", str(folder), "--out", str(taken)]) == 2
    assert main(["run", str(folder), "--days", "61"]) == 2
    assert "--days is 61, the scenario has 60" in capsys.readouterr().err
    assert [path.name for path in taken.iterdir()] == ["mine.txt"]


def loaded(*arguments: str) -> set[str]:
    """Return the heavy libraries that a command imports."""
    code = (
        "import sys\nfrom marchland.cli import main\n"
        f"try:\n    main({list(arguments)!r})\nexcept SystemExit:\n    pass\n"
        "print(*sorted({name.split('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"numpy", "pandas", "xarray", "numba", "plotly", "scipy", "yaml", "tqdm", "h5netcdf"}
    return heavy & set(done.stderr.split())


def test_help_imports_nothing_heavy_and_check_little(tmp_path: Path) -> None:
    assert loaded("--help") == set()
    assert loaded("--version") == set()
    assert loaded("run", "--help") == set()
    assert loaded("check", str(written(tmp_path))) <= {"numpy", "yaml"}
    assert loaded("check", "belarus-2021") <= {"numpy", "yaml"}


def test_the_public_names_are_there() -> None:
    import marchland

    assert set(marchland.__all__) <= set(dir(marchland))
    assert marchland.read.__module__ == "marchland.io.read"
    with pytest.raises(AttributeError, match="no attribute 'reed'"):
        _ = marchland.reed


def test_scenarios_lists_what_is_built_in_in_a_sentence_each(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["scenarios"]) == 0
    told = capsys.readouterr().out.split("\n\n")
    assert [one.split(":")[0] for one in told] == list(built_in())
    for one in told:
        head, *sentence = one.splitlines()
        assert head.split(": ", 1)[1]
        about = " ".join(line.strip() for line in sentence)
        assert 40 < len(about) < 300 and about.endswith(".")


def test_run_without_a_name_says_what_is_built_in(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run"]) == 2
    told = capsys.readouterr().err
    assert all(name in told for name in built_in())
    assert "marchland scenarios" in told


def test_what_is_refused_comes_before_what_was_noticed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    routes = ROUTES.replace(",", ";").replace("280", "-280")
    assert main(["check", str(written(tmp_path, routes=routes))]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert lines[0].startswith("ScenarioError: 1 problem in ") and "-280" in lines[1]
    assert lines[2] == "noticed too" and "semicolons" in lines[3]
