"""Take the README's picture of the report: run belarus-2021, then ``python tools/picture.py``.

Needs the extra ``browser`` and a Chromium on the machine. The picture shows the top of
``out/belarus-2021/report.html``, as it is.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

PICTURE = Path(__file__).parents[1] / "docs" / "img" / "report.png"
WIDTH, HEIGHT = 1280, 1660
"""Of the part shown, in pixels: the first screen and the map."""


def main(report: str) -> None:
    """Open a report and keep its top as a picture."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto(Path(report).resolve().as_uri())
        page.wait_for_selector("#people-map .scatterlayer")
        page.wait_for_timeout(500)
        PICTURE.parent.mkdir(exist_ok=True)
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "out/belarus-2021/report.html")
