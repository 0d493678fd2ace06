"""A planner's page without a browser: the same calls in the same order, over HTTP."""

from __future__ import annotations

import json
import time
import urllib.request
from dataclasses import dataclass, field
from typing import Any

_CALL = "_dash-update-component"
_LONGEST = 300.0


@dataclass
class Planner:
    """One open page.

    Parameters
    ----------
    address
        Where the app is, with the last slash.
    held
        What each part of the page holds, by component and property.
    language
        What the browser asks for first; blank: nothing.
    """

    address: str
    held: dict[tuple[str, str], Any] = field(default_factory=dict)
    language: str = ""

    def __post_init__(self) -> None:
        self.get("")
        self._hold(json.loads(self.get("_dash-layout")))
        self.held["night", "data"] = False
        asked = json.loads(self.get("_dash-dependencies"))
        self._calls = [one for one in asked if not one["clientside_function"]]

    def get(self, path: str) -> bytes:
        """Ask for a page."""
        with self._asked(path) as answer:
            raw: bytes = answer.read()
        return raw

    def what_if(self, search: str, seconds: float = _LONGEST) -> str:
        """Ask for a crisis with its levers, look at all that is drawn until every run is there.

        Returns what the line above the pictures says in the end.
        """
        self.held["address", "search"] = search
        self.call("scenario", "address.search")
        self.call("wish", "scenario.data")
        self.held["wish", "data"] = (
            search  # the switches of a new page stand where the address has them
        )
        self.call("timeline", "wish.data")
        self.call("status", "wish.data")
        until = time.monotonic() + seconds
        drawn = None
        while True:
            token = self.held.get(("shown", "data"))
            if token != drawn:
                self.look()
                drawn = token
            if self.held.get(("clock", "disabled")) and drawn == self.held.get(("shown", "data")):
                return str(self.held["status", "children"])
            if time.monotonic() > until:
                raise TimeoutError(str(self.held.get(("status", "children"))))
            time.sleep(0.3)
            self.call("status", "clock.n_intervals")

    def look(self) -> None:
        """Ask for every picture of what is shown."""
        self.call("cards", "shown.data")
        self.call("map", "headed.data")
        for part in ("fans", "series", "harm"):
            self.call(part, "drawn.data")

    def take(self, button: str) -> Any:
        """Press one of the buttons that hand out a file."""
        self.held[button, "n_clicks"] = 1
        self.call("download", f"{button}.n_clicks")
        return self.held.get(("download", "data"))

    def leave(self) -> None:
        """Close the page."""
        page = self.held["page", "data"]
        asked = urllib.request.Request(f"{self.address}left/{page}", b"", method="POST")
        urllib.request.urlopen(asked, timeout=30).close()

    def call(self, first: str, changed: str) -> None:
        """Make the call that writes to a part of the page when another changed."""
        one = next(
            one
            for one in self._calls
            if one["output"].lstrip(".").startswith(f"{first}.")
            and any(f"{given['id']}.{given['property']}" == changed for given in one["inputs"])
        )
        body = {
            "output": one["output"],
            "outputs": [self._part(*it) for it in _parts(one["output"])],
            "inputs": [self._part(it["id"], it["property"]) for it in one["inputs"]],
            "state": [self._part(it["id"], it["property"]) for it in one["state"]],
            "changedPropIds": [changed],
        }
        if not one["output"].startswith(".."):
            body["outputs"] = body["outputs"][0]
        with self._asked(_CALL, json.dumps(body).encode()) as answer:
            if answer.status == 204:  # nothing is new
                return
            told = json.load(answer)
        for where, given in (told["response"] | told.get("sideUpdate", {})).items():
            for what, value in given.items():
                self.held[where, what.split("@")[0]] = value
        self._hold([given for it in told["response"].values() for given in it.values()])

    def _asked(self, path: str, body: bytes | None = None) -> Any:
        """Ask as this browser does."""
        heads = {"Content-Type": "application/json"} if body else {}
        heads |= {"Accept-Language": self.language} if self.language else {}
        asked = urllib.request.Request(self.address + path, body, heads)
        return urllib.request.urlopen(asked, timeout=_LONGEST)

    def _part(self, name: str, what: str) -> Any:
        if not name.startswith("{"):
            held = self.held.get((name, what.split("@", maxsplit=1)[0]))
            return {"id": name, "property": what, "value": held}
        kind = json.loads(name)["type"]
        return [
            {"id": json.loads(one), "property": what, "value": value}
            for (one, prop), value in self.held.items()
            if one.startswith("{") and prop == what and json.loads(one)["type"] == kind
        ]

    def _hold(self, tree: Any) -> None:
        """Hold what the components of a tree are set to."""
        if isinstance(tree, list):
            for one in tree:
                self._hold(one)
        if not isinstance(tree, dict) or "props" not in tree:
            return
        props = tree["props"]
        if "id" in props:
            name = props["id"]
            name = (
                json.dumps(name, sort_keys=True, separators=(",", ":"))
                if isinstance(name, dict)
                else name
            )
            for what, value in props.items():
                if what not in ("id", "children"):
                    self.held[name, what] = value
            for what in ("hidden", "children"):
                self.held.setdefault((name, what), None)
        self._hold(props.get("children"))


def _parts(output: str) -> list[tuple[str, str]]:
    """Return the parts of the page that a call writes to."""
    if not output.startswith(".."):
        name, what = output.rsplit(".", 1)
        return [(name, what)]
    return [(name, what) for name, what in (it.rsplit(".", 1) for it in output[2:-2].split("..."))]
