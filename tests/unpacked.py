"""What a page holds packed, as text and as data: what nobody may read may not be there either."""

from __future__ import annotations

import json
import re
import zlib
from base64 import b64decode
from typing import Any

_PACKED = re.compile(
    r'<script type="text/plain" data-packed="([a-z]+)" data-size="\d+">(.*?)</script>'
)


def held(page: str) -> dict[str, str]:
    """Return the texts that a page holds packed, by name."""
    return {
        name: zlib.decompress(b64decode(text), -zlib.MAX_WBITS).decode("utf-8")
        for name, text in _PACKED.findall(page)
    }


def unpacked(page: str) -> str:
    """Return a page with the data of its pictures as text in its body, and no script."""
    plain = re.sub(r"(?s)<script>.*?</script>", "", _PACKED.sub("", page))
    return plain.replace("</main>", f"{held(page)['pictures']}</main>")


def pictures(page: str) -> dict[str, dict[str, Any]]:
    """Return the pictures of a page by name, every list in its place."""
    found = json.loads(held(page)["pictures"])

    def whole(part: Any) -> Any:
        if isinstance(part, list):
            return [whole(one) for one in part]
        if not isinstance(part, dict):
            return part
        if set(part) == {"shared"}:
            return whole(found["shared"][part["shared"]])
        return {key: whole(one) for key, one in part.items()}

    return {name: whole(picture) for name, picture in found["pictures"].items()}
