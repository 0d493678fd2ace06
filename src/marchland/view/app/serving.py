"""Serving: connections that say nothing, or say it one letter at a time, are closed."""

from __future__ import annotations

import io
import socket
import time
from typing import Any

from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from marchland.errors import RequestError
from marchland.io.reasons import reason
from marchland.language import say
from marchland.view.app.guard import LARGEST

SILENCE = 20.0
"""Seconds without a word after which a connection is closed."""
LONGEST = 30.0
"""Seconds within which a whole request has to be there, from its first letter on."""
_WAITING = 256
"""Connections that the system keeps until they are taken."""
_PIECE = 2**16


class _Hurried(io.RawIOBase):
    """What comes over a connection, as long as it comes in time."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection, self._until = connection, 0.0

    def readable(self) -> bool:
        return True

    def readinto(self, room: Any) -> int:
        """Read what is there.

        Raises
        ------
        TimeoutError
            If nothing comes, or all too slowly.
        """
        left = self._until - time.monotonic() if self._until else SILENCE
        if left <= 0:
            raise TimeoutError
        self._connection.settimeout(min(left, SILENCE))
        got = self._connection.recv_into(room)
        self._connection.settimeout(SILENCE)
        self._until = self._until or time.monotonic() + LONGEST
        return got


class _Pieces(io.RawIOBase):
    """What goes over a connection, in pieces: each has its own time, so that slow networks do."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        with memoryview(data).cast("B") as view:
            for at in range(0, len(view), _PIECE):
                self._connection.sendall(view[at : at + _PIECE])
            return len(view)


class Handler(WSGIRequestHandler):  # type: ignore[misc, unused-ignore]
    """Answers one connection, and hangs up where a request does not come in time."""

    def setup(self) -> None:
        """Take a connection."""
        super().setup()
        self.connection.settimeout(SILENCE)
        self.rfile = io.BufferedReader(_Hurried(self.connection))
        self.wfile = _Pieces(self.connection)

    def make_environ(self) -> dict[str, Any]:
        """Return what is asked, with its whole body: it has to come in time too."""
        environ: dict[str, Any] = super().make_environ()
        length = environ.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and 0 < int(length) <= LARGEST:
            environ["wsgi.input"] = io.BytesIO(self.rfile.read(int(length)))
        else:  # what is longer, or of no length, is not read
            environ["wsgi.input"] = io.BytesIO()
        return environ

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Note what went wrong here alone: a page asks for dozens of things."""
        if str(code).startswith("5"):
            super().log_request(code, size)


def serving(app: Flask, host: str, port: int) -> BaseWSGIServer:
    """Return a server that answers at an address; port 0: any that is free.

    Raises
    ------
    RequestError
        If nobody can listen there.
    """
    with _listening(host, port) as listening:
        return make_server(
            host,
            listening.getsockname()[1],
            app,
            threaded=True,
            request_handler=Handler,
            fd=listening.fileno(),
        )


def _listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens, or say why there is none."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(_WAITING)
    except OSError as error:
        listening.close()
        raise RequestError(
            say(
                "cannot listen at {host}:{port} ({why})",
                host=host,
                port=str(port),
                why=reason(error),
            )
        ) from error
    return listening
