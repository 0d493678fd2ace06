"""Make the gallery: report, what-ifs and a forecast of each built-in scenario.

`python tools/gallery.py site/gallery` writes a folder for each, beside the page that leads to them
(`docs/gallery.md`). With Chromium and the extra `browser`, `--pictures docs/img` also takes a
picture of each report.
"""

from __future__ import annotations

import argparse
import shutil
from datetime import timedelta
from pathlib import Path

from marchland.cli import main
from marchland.io.catalogue import Entry, catalogue
from marchland.io.read import read

MEMBERS = 100


def make(entry: Entry, folder: Path, members: int) -> None:
    """Write the three pages of a scenario into a folder."""
    crisis = read(entry.name)
    halfway = crisis.start + timedelta(days=crisis.days // 2)
    few, whole = ["--members", str(members), "--seed", "1"], folder.with_name(f".{entry.name}")
    for verb, more, page in (
        ("run", [], "report.html"),
        ("compare", [], "compare.html"),
        ("forecast", ["--as-of", str(halfway)], "forecast.html"),
    ):
        out = whole / verb
        if code := main([verb, entry.name, *few, *more, "--out", str(out)]):
            raise SystemExit(code)
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(out / page, folder / page)
    shutil.rmtree(whole)


def pictures(folder: Path, entries: tuple[Entry, ...], into: Path) -> None:
    """Take a picture of the top of each report."""
    from playwright.sync_api import sync_playwright

    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for one in entries:
            page = browser.new_page(viewport={"width": 1100, "height": 820})
            page.goto((folder / one.name / "report.html").resolve().as_uri())
            page.wait_for_selector(".js-plotly-plot .main-svg")
            page.wait_for_timeout(1000)
            page.screenshot(path=into / f"gallery-{one.name}.png")
        browser.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--members", type=int, default=MEMBERS)
    parser.add_argument("--pictures", type=Path)
    given = parser.parse_args()
    every = catalogue()
    for entry in every:
        make(entry, given.folder / entry.name, given.members)
    if given.pictures is not None:
        pictures(given.folder, every, given.pictures)
