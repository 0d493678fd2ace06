"""A tiny contest: one side drives people to a line or lets them be, the other holds or opens."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from marchland.model.actors import Actor, Move, Term
from marchland.model.amounts import Amount
from marchland.model.levers import Change, Lever, LeverKind, Pull
from marchland.model.scenario import Scenario
from marchland.model.tables import Judged, Timeline
from verify.cases import crisis, enter, event, place, route, table


def lever(name: str, kind: LeverKind, change: str, answers: tuple[str, ...] = ()) -> Lever:
    changes = (Change.of(change),)
    day = date(2021, 6, 6)
    return Lever(name, name, "Made up.", "Somebody", kind, day, changes, None, "", (), answers, "x")


def move(name: str, actor: str, kind: LeverKind = "neutral", **more: object) -> Move:
    given: dict[str, object] = {
        "recorded": False,
        "leaves_out": False,
        "since": None,
        "levers": (),
        "changes": (),
        "needs": (),
        "answers": (),
        "cost": "",
        "source": "made up",
    }
    return Move(name, actor, name, "Made up.", kind, **{**given, **more})  # type: ignore[arg-type]


def term(name: str, of: str, sign: str, scale: float, gain: str = "", **weights: str) -> Term:
    drawn = {actor: Amount.of(weight) for actor, weight in weights.items()}
    return Term(name, name, of, sign, gain, scale, drawn, "made up")  # type: ignore[arg-type]


def actor(name: str) -> Actor:
    return Actor(name, name.capitalize(), "", "", "", "", "", "made up")


def contest() -> Scenario:
    """Build it: a hub, a strip before a line, a camp; from day 5 the driver stops driving."""
    bare = crisis(
        [
            place("hub", "hub"),
            place("strip", "strip", "AAA"),
            place("forest", "forest", "BBB"),
            place("camp", "camp", "AAA"),
            place("house", "reception", "BBB"),
        ],
        [
            route("hub-strip", 30),
            route("hub-camp", 30),
            route("strip-camp", 20),
            route("strip-forest", 2, mode="crossing", permeability=Amount.of(0.05)),
            route("forest-house", 20),
            route("strip-house", 20, opened=False),
        ],
        [enter("hub", 40, last=9)],
        [event(5, "attraction", "strip", 0.0), event(5, "transfer_per_day", "strip-camp", 30)],
        days=20,
        parameters={"try_rate": 0.3},
    )
    driven = dict.fromkeys(range(2), "driver")
    rows = [{**row, "by": driven.get(i, "")} for i, row in enumerate(bare.timeline.rows())]
    moves = (
        move("lets_be", "driver", recorded=True, since=date(2021, 6, 6)),
        move("drives", "driver", "stress", leaves_out=True, answers=("opens",)),
        move("holds", "holder", recorded=True),
        move("opens", "holder", "protective", levers=(Pull("door"),)),
        move("walls", "holder", "stress", levers=(Pull("wall"),), answers=("calls",)),
        move("waits", "third", recorded=True),
        move("calls", "third", "protective", changes=(Change.of("access strip = 0.9"),)),
    )
    judged = [
        {"term": "talks", "actor": "driver", "move": m, "low": 0.2, "high": 0.6, "source": "x"}
        for m in ("lets_be", "drives")
    ]
    return replace(
        bare,
        timeline=table(Timeline, rows),
        levers={
            "door": lever("door", "protective", "open strip-house"),
            "wall": lever("wall", "stress", "permeability strip-forest = 0", ("door",)),
        },
        actors={name: actor(name) for name in ("driver", "holder", "third")},
        moves={one.name: one for one in moves},
        terms={
            "harm": term(
                "harm", "stranded_person_nights", "cost", 100, driver="0.1 to 0.3", holder="0.5",
                third="1",
            ),
            "talks": term("talks", "judged", "gain", 1, "talks", driver="1"),
        },
        judged=table(Judged, judged),
    )  # fmt: skip
