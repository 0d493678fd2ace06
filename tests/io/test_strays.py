"""No file of a scenario folder is passed over without a word, and none is read from outside."""

from __future__ import annotations

from pathlib import Path

import pytest

from io_broken import FILES, PLACES, TIMELINE, found, told, written
from marchland.errors import ScenarioError
from marchland.io.read import read

NEARLY = ("timelines.csv", "Timeline.csv", "timeline.CSV", "timeline.csv.txt", "timeline.tsv")


@pytest.mark.parametrize("name", [*NEARLY, "time_line.csv"])
def test_a_table_whose_name_is_nearly_right_is_refused(tmp_path: Path, name: str) -> None:
    folder = written(tmp_path, timeline=None)
    (folder / name).write_text(TIMELINE)
    with pytest.raises(ScenarioError, match=r"call it timeline\.csv if that is meant"):
        read(folder)


def test_a_table_beside_the_right_one_is_told(tmp_path: Path) -> None:
    folder = written(tmp_path)
    (folder / "timelines.csv").write_text(TIMELINE)
    assert told(folder) == ["timelines.csv  is not read; timeline.csv beside it is"]


def test_other_files_are_listed(tmp_path: Path) -> None:
    folder = written(tmp_path)
    (folder / "camps.geojson").write_text("{}")
    (folder / ".hidden").write_text("x")
    (folder / "out").mkdir()
    for name in ("a.csv", "b.csv"):
        (folder / "out" / name).write_text("x,y\n1,2\n")
    (folder / "gas").mkdir()
    (folder / "gas" / "notes.md").write_text("x")
    assert told(folder) == [
        "camps.geojson  is not read",
        "gas/notes.md  is not read",
        "out/  its 2 files are not read",
    ]
    assert all(problem.warning for problem in found(folder))


def test_links_to_nothing_and_out_of_the_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere.csv").write_text(FILES["places.csv"])
    folder = written(tmp_path / "crisis", places=None, timeline=None)
    (folder / "places.csv").symlink_to(tmp_path / "elsewhere.csv")
    (folder / "timeline.csv").symlink_to(tmp_path / "nothing.csv")
    (folder / "README.md").symlink_to("/etc/hostname")
    lines = told(folder)
    assert "places.csv  is a link that leads out of the folder, put the file itself here" in lines
    assert "README.md  is a link that leads out of the folder, put the file itself here" in lines
    assert "timeline.csv  is a link to what is not there, put the file itself here" in lines
    with pytest.raises(ScenarioError):
        read(folder)


def test_a_link_within_the_folder_is_read(tmp_path: Path) -> None:
    folder = written(tmp_path, places=None)
    (folder / "stored").mkdir()
    (folder / "stored" / "places.csv").write_text(PLACES)
    (folder / "places.csv").symlink_to("stored/places.csv")
    assert told(folder) == ["stored/  its file is not read"]


def test_what_cannot_be_looked_at_is_no_crash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = written(tmp_path)
    (folder / "shut").mkdir()
    (folder / "link").symlink_to("shut")

    def shut(path: Path, *_: object, **__: object) -> bool:
        raise PermissionError(13, "Permission denied", str(path))

    seen, listed = Path.exists, Path.iterdir
    monkeypatch.setattr(Path, "exists", lambda p: shut(p) if p.name == "link" else seen(p))
    monkeypatch.setattr(Path, "iterdir", lambda p: shut(p) if p.name == "shut" else listed(p))
    assert any(line.startswith("link ") for line in told(folder))
