"""Write the table of formats in docs/how-to/files.md from what the code declares.

python tools/formats.py
"""

from __future__ import annotations

from pathlib import Path

from marchland.io.formats.aged import AGED
from marchland.io.formats.registry import FORMATS
from marchland.io.imports.made import MEANT

PAGE = Path(__file__).parents[1] / "docs" / "how-to" / "files.md"
BEGIN, END = "<!-- formats -->\n", "<!-- end of formats -->\n"


def table() -> str:
    """Return the table of formats in Markdown."""
    rows = [
        f"| {one.publisher} | {one.title} | {', '.join(one.required)} | "
        f"{' or '.join(MEANT[one.gives])} | {one.licence} | "
        f"{'may be passed on' if one.ships else 'read only'} |"
        for one in (*FORMATS, *AGED)
    ]
    head = (
        "| publisher | format | must have | becomes | terms | rows |\n|---|---|---|---|---|---|\n"
    )
    return head + "\n".join(rows) + "\n"


def page(text: str) -> str:
    """Return the page with its table made anew."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return before + BEGIN + table() + END + after


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text("utf-8")), "utf-8")
