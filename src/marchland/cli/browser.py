"""Pages in the user's own browser, where there is a screen to show them on."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def has_screen() -> bool:
    """Whether a page that is opened from here would be seen."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def shown(page: Path | str) -> bool:
    """Open a file or an address in the browser; whether that could be done."""
    import webbrowser  # each verb reads this file

    address = page.resolve().as_uri() if isinstance(page, Path) else page
    try:
        return has_screen() and webbrowser.open(address)
    except webbrowser.Error:
        return False
