"""What a page holds packed: the library that draws, and the data of its pictures.

Both are compressed as text between tags, and the page unpacks them by itself (``unpack.js``): no
browser needs more than plain JavaScript, and nothing is fetched. A list that several pictures have
in common, as their days or the outlines of countries, is there once.
"""

from __future__ import annotations

import json
import re
import zlib
from base64 import b64encode
from functools import cache
from importlib.resources import files
from typing import Any, Final

SHARED: Final = 24
"""Values from which on a list is kept once for all pictures that have it."""
_DEEP: Final = frozenset({dict, list})
_HEAD, _FOOT = 10, 8  # of a gzip file with no name in it (RFC 1952)
_PICTURE = re.compile(r'<script type="application/json" data-for="([^"]+)">(.*?)</script>', re.S)


def packed(body: str) -> tuple[str, str]:
    """Return the body of a page without the data of its pictures, and the scripts that hold it.

    Parameters
    ----------
    body
        HTML with pictures as :func:`marchland.view.page.html.figure` writes them.

    Returns
    -------
        The body, and HTML that holds Plotly and the pictures, both compressed.
    """
    shared = _Shared()
    parts = _PICTURE.split(body)
    pictures = {
        name: shared.of(json.loads(text))
        for name, text in zip(parts[1::3], parts[2::3], strict=True)
    }
    text = json.dumps(
        {"shared": shared.lists, "pictures": pictures}, ensure_ascii=False, separators=(",", ":")
    ).encode()
    held = _held("pictures", _deflated(text), len(text))
    return "".join(parts[::3]), _library() + held


class _Shared:
    """Lists of several pictures, each once; in its place stands ``{"shared": index}``."""

    def __init__(self) -> None:
        self.lists: list[list[Any]] = []
        self._index: dict[str, int] = {}

    def of(self, value: dict[str, Any] | list[Any]) -> Any:
        """Return plain data with every long list replaced by where it is kept."""
        if isinstance(value, dict):
            return {k: self.of(one) if type(one) in _DEEP else one for k, one in value.items()}
        if len(value) < SHARED or not _DEEP.isdisjoint(map(type, value)):
            return [self.of(one) if type(one) in _DEEP else one for one in value]
        index = self._index.setdefault(repr(value), len(self.lists))
        if index == len(self.lists):
            self.lists.append(value)
        return {"shared": index}


@cache
def _library() -> str:
    """Return Plotly's bundle of charts on two axes: all that a picture of ours is made of."""
    kept = files("marchland.view").joinpath("data", "plotly.js.gz").read_bytes()
    return _held("plotly", kept[_HEAD:-_FOOT], int.from_bytes(kept[-4:], "little"))


def _deflated(text: bytes) -> bytes:
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return squeeze.compress(text) + squeeze.flush()


def _held(name: str, deflated: bytes, size: int) -> str:
    text = b64encode(deflated).decode("ascii")
    return f'<script type="text/plain" data-packed="{name}" data-size="{size}">{text}</script>\n'
