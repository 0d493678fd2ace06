"""Write each tutorial as a notebook beside its page: `python tools/notebooks.py`."""

from __future__ import annotations

import json
import re
from pathlib import Path

TUTORIALS = Path(__file__).parents[1] / "docs" / "tutorials"
_CODE = re.compile(r"```python\n(.*?)```", re.DOTALL)


def notebook(text: str) -> str:
    """Return a page as a notebook: text and code in turn, nothing run yet."""
    cells = []
    for i, part in enumerate(_CODE.split(text)):
        if source := part.strip():
            cells.append(_code(source, len(cells)) if i % 2 else _text(source, len(cells)))
    metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    whole = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def _text(source: str, number: int) -> dict[str, object]:
    return {
        "cell_type": "markdown",
        "id": f"cell-{number}",
        "metadata": {},
        "source": source.splitlines(keepends=True),
    }


def _code(source: str, number: int) -> dict[str, object]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": f"cell-{number}",
        "metadata": {},
        "outputs": [],
        "source": source.splitlines(keepends=True),
    }


if __name__ == "__main__":
    for page in sorted(TUTORIALS.glob("*.md")):
        page.with_suffix(".ipynb").write_text(notebook(page.read_text("utf-8")), "utf-8")
