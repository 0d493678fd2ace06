"""Counts by age and sex as the composition of a group: shares of women, men and children."""

from __future__ import annotations

import pandas as pd

from marchland.errors import RequestError
from marchland.io.formats.read import Facts
from marchland.io.imports.made import Asked, Made
from marchland.language import say, say_n
from marchland.model.scenario import Scenario

SHARES = ("women", "men", "children")


def shares_of(facts: Facts, frame: pd.DataFrame, scenario: Scenario, asked: Asked) -> Made:
    """Return the shares of the latest date that counts all three, by group.

    Rows are of the group that is called like their origin, else of the one that is asked for, else
    of all groups.
    """
    known = frame[frame[list(SHARES)].notna().all(axis=1) & frame["date"].notna()]
    lacking = len(frame) - len(known)
    notes = [
        say_n("{n} row lacks an age or a sex", "{n} rows lack an age or a sex", lacking)
    ] * bool(lacking)
    groups = {group.casefold(): group for group in scenario.groups}
    origin = known["origin"] if "origin" in known else pd.Series("", known.index)
    own = origin.map(lambda code: groups.get(str(code).casefold(), ""))
    known = known.assign(group=asked.group or own)
    if own.any() and not asked.group:
        others = int((own == "").sum())
        known = known[own != ""]
        notes += [
            say_n(
                "{n} row is of people from elsewhere",
                "{n} rows are of people from elsewhere",
                others,
            )
        ] * bool(others)
    rows = []
    for group, part in known.groupby("group", sort=True):
        last = part[part["date"] == part["date"].max()]
        people = last[list(SHARES)].sum()
        if not people.sum():
            continue
        share = (people / people.sum()).round(4)
        share["women"] = 1 - share["men"] - share["children"]
        when = f"{last['date'].iloc[0]:%Y-%m-%d}"
        source = f"{facts.source}; {people.sum():,.0f} people by age and sex on {when}"
        rows.append({"group": group, **share.round(4).to_dict(), "source": source})
    if not rows:
        raise RequestError(
            say("{title} has no row with people by age and sex", title=say(facts.format.title))
        )
    return Made("composition", rows, None, notes)
