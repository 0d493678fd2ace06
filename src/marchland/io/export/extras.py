"""Libraries of an extra, asked for when they are needed."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from marchland.errors import RequestError
from marchland.language import say


def needed(module: str, extra: str) -> Any:
    """Return a module of an extra.

    Raises
    ------
    RequestError
        Where it is not installed, with the command that installs it.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        raise RequestError(
            say(
                "this needs {module}, which is not installed: pip install 'marchland[{extra}]'",
                module=module.split(".", maxsplit=1)[0],
                extra=extra,
            )
        ) from error
