"""The verb ``serve``: the planner's page, on this machine."""

from __future__ import annotations

import argparse
import secrets
from importlib.util import find_spec

from marchland.cli.browser import shown
from marchland.cli.compiling import compile_first
from marchland.cli.parse import Verbs, add_members, add_seed, natural, positive, verb
from marchland.errors import RequestError
from marchland.language import say

_HIGHEST_PORT = 65535


def add(verbs: Verbs) -> None:
    """Add the verb ``serve``."""
    parser = verb(verbs, "serve", _serve, say("open the planner's page in a browser"))
    parser.add_argument(
        "scenarios",
        nargs="*",
        metavar="SCENARIO",
        help=say("built-in names or folders to offer; the built-in ones are offered too"),
    )
    add_members(parser, 100)
    add_seed(parser, 1)
    parser.add_argument(
        "--memory",
        type=positive,
        default=512,
        metavar="MB",
        help=say(
            "memory for runs that are kept, so that they need not be made again (default: 512)"
        ),
    )
    parser.add_argument(
        "--port", type=natural, default=8050, help=say("port (default: 8050; 0: any)")
    )
    parser.add_argument(
        "--host",
        default="127.0.0.1",
        help=say(
            "address to bind to (default: 127.0.0.1, this machine alone; others ask for a token)"
        ),
    )

    parser.add_argument(
        "--no-browser", action="store_true", help=say("open no browser, say the address alone")
    )


def _serve(options: argparse.Namespace) -> int:
    for name in ("dash", "flask"):
        if find_spec(name) is None:
            raise RequestError(
                say("the app needs the package '{name}': pip install 'marchland[app]'", name=name)
            )
    if options.port > _HIGHEST_PORT:
        raise RequestError(
            say(
                "--port is {port}, must be {most} or less",
                port=str(options.port),
                most=str(_HIGHEST_PORT),
            )
        )
    compile_first()
    from marchland.view.app.begun import begin

    memory = options.memory * 2**20
    begun = begin(options.scenarios, options.members, options.seed, memory, ahead=True)
    from marchland.view.app.guard import is_loopback  # Dash is imported while the first runs
    from marchland.view.app.server import make_app
    from marchland.view.app.serving import serving

    token = "" if is_loopback(options.host) else secrets.token_urlsafe(24)
    app = make_app(
        options.scenarios,
        members=options.members,
        seed=options.seed,
        host=options.host,
        token=token,
        memory=memory,
        language=getattr(options, "lang", ""),
        begun=begun,
    )
    server = serving(app.server, options.host, options.port)
    query = f"?token={token}" if token else ""
    print(
        say(
            "Marchland is at http://{host}:{port}/{query} (stop it with Ctrl+C)",
            host=options.host,
            port=str(server.port),
            query=query,
        ),
        flush=True,
    )
    if not options.no_browser:
        shown(f"http://{options.host}:{server.port}/{query}")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print(say("stopped"))
    return 0
