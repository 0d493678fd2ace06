"""Links in a scenario folder: nothing is read through one that leads out, in any reader."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from marchland.errors import ScenarioError
from marchland.io.read import built_in, check, find, read
from marchland.model.tables import TABLES
from marchland.study.forecast.sources import read_record

FLEE = Path(__file__).parents[1] / "flee_tiny"
NATIVE = find("belarus-2021")
SECRET = "SECRETA,SECRETB\nSECRET1,SECRET2\nSECRETKEY: SECRETVALUE\n"
FILES = [
    (base, one.relative_to(base).as_posix())
    for base in (NATIVE, FLEE)
    for one in sorted(base.rglob("*"))
    if one.is_file()
]


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "secret").write_text(SECRET)
    return folder


def refused(folder: Path) -> str:
    """Return what is said of a folder that is refused; no letter of what lies outside."""
    scenario, found = check(folder)
    told = "\n".join(map(str, found))
    assert scenario is None
    assert "is a link that leads out of the folder" in told
    assert "SECRET" not in told
    with pytest.raises(ScenarioError):
        read(folder)
    return told


def test_every_table_and_file_is_tried() -> None:
    assert "belarus-2021" in built_in()
    names = {name for base, name in FILES if base == NATIVE}
    assert {kind.FILE for kind in TABLES} - {"reviews.csv"} <= names


@pytest.mark.parametrize(("base", "name"), FILES)
def test_a_file_that_is_a_link_out_is_not_read(
    tmp_path: Path, outside: Path, base: Path, name: str
) -> None:
    folder = shutil.copytree(base, tmp_path / "copy")
    (folder / name).unlink()
    (folder / name).symlink_to(outside / "secret")
    assert name in refused(folder)


@pytest.mark.parametrize(
    ("base", "within"), [(NATIVE, "gas"), (FLEE, "input_csv"), (FLEE, "source_data")]
)
def test_a_folder_that_is_a_link_out_is_not_read(
    tmp_path: Path, outside: Path, base: Path, within: str
) -> None:
    folder = shutil.copytree(base, tmp_path / "copy")
    shutil.move(folder / within, outside / within)
    (folder / within).symlink_to(os.path.relpath(outside / within, folder))
    refused(folder)


@pytest.mark.parametrize("hidden", ["", "."])
def test_a_link_to_a_link_and_through_a_folder_is_followed_to_its_end(
    tmp_path: Path, outside: Path, hidden: str
) -> None:
    folder = shutil.copytree(NATIVE, tmp_path / "copy")
    card = folder / "README.md"
    card.unlink()
    (folder / f"{hidden}inner").symlink_to("../outside/secret")
    card.symlink_to(f"{hidden}inner")
    refused(folder)
    card.unlink()
    (folder / f"{hidden}sub").symlink_to("../outside")
    card.symlink_to(f"{hidden}sub/secret")
    refused(folder)


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    folder = shutil.copytree(NATIVE, tmp_path / "copy")
    (folder / "again").symlink_to(".")
    assert check(folder)[0] is not None
    (folder / "README.md").unlink()
    (folder / "README.md").symlink_to("other")
    (folder / "other").symlink_to("README.md")
    scenario, found = check(folder)
    assert scenario is None
    assert any("link to what is not there" in str(one) for one in found)


def test_links_within_the_folder_and_to_the_folder_are_read(tmp_path: Path) -> None:
    folder = shutil.copytree(NATIVE, tmp_path / "copy")
    (folder / "README.md").rename(folder / "card.md")
    (folder / "README.md").symlink_to("card.md")
    (tmp_path / "alias").symlink_to("copy")
    assert read(tmp_path / "alias").card == read(NATIVE).card


def test_counts_apart_and_records_to_forecast_are_read_through_no_link(
    tmp_path: Path, outside: Path
) -> None:
    folder = shutil.copytree(FLEE, tmp_path / "copy")
    counts = shutil.move(folder / "source_data", tmp_path / "counts")
    (Path(counts) / "one.csv").unlink()
    (Path(counts) / "one.csv").symlink_to(outside / "secret")
    for reader in (read, read_record):
        with pytest.raises(ScenarioError) as error:
            reader(folder, counts)
        assert "leads out" in str(error.value) and "SECRET" not in str(error.value)


def test_what_is_imported_into_is_read_through_no_link(tmp_path: Path, outside: Path) -> None:
    from marchland.io.imports.into import import_files

    folder = shutil.copytree(NATIVE, tmp_path / "copy")
    (folder / "observations.csv").unlink()
    (folder / "observations.csv").symlink_to(outside / "secret")
    counts = tmp_path / "counts.csv"
    counts.write_text("date,place,value\n2021-11-01,x,3\n")
    with pytest.raises(ScenarioError) as error:
        import_files([counts], folder)
    assert "leads out" in str(error.value) and "SECRET" not in str(error.value)
    assert (outside / "secret").read_text() == SECRET
