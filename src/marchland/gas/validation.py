"""The gas network held against what is known: the winter that was, and published cuts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import xarray as xr

from marchland.gas.network import GWH
from marchland.gas.options import Options
from marchland.gas.outcomes import SHORT
from marchland.gas.simulate import simulate
from marchland.model.scenario import Scenario

TYNDP_2022 = {
    **dict.fromkeys(("AUT", "BGR", "CZE", "HRV", "HUN", "POL", "ROU", "SVN", "SVK"), 11.0),
    "DEU": 8.0, "CHE": 8.0, "ITA": 7.0, "FIN": 6.0, "GRC": 2.0,
}  # fmt: skip
"""Percent of demand lost without Russian gas in an average winter of 2025.

Source: ENTSOG, Ten-Year Network Development Plan 2022, system assessment report, chapter 8.
"""

EC_2014 = {"EST": 100.0, "FIN": 100.0, "BGR": 100.0, "LTU": 59.0, "HUN": 30.0, "POL": 20.0,
           "LVA": 15.0}  # fmt: skip
"""Percent of demand lost at worst without Russian gas for six months (sources conflict on Estonia).

Source: European Commission, COM(2014) 654, stress test; the network of 2014.
"""

NEAR_BELARUS = ("POL", "LTU", "LVA", "EST", "KGD")
"""Where a cut of Belarus alone may be felt: ENTSOG GRIP CEE 2014-23 and TYNDP 2017, p. 186."""

WEST = ("ITA", "FRA", "ESP", "BEL")
AHEAD = 999
"""Days ahead that take in every season: perfect foresight."""
CLOSED = ("belarus", "DEU>POL", "CZE>POL")
Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Row:
    """One line of the table: what is asked, what is known, what comes out, whether they agree."""

    question: str
    known: str
    model: str
    agrees: bool


def table(scenario: Scenario, members: int = 20, progress: Tell | None = None) -> pd.DataFrame:
    """Return the validation of a scenario's gas network.

    Parameters
    ----------
    scenario
        A scenario with a gas network and stored gas that was observed.
    members
        Members of the replay with assumed rows drawn.
    progress
        Called with parts done and parts in all.

    Returns
    -------
    DataFrame
        Columns ``question``, ``known``, ``model``, ``agrees``.
    """
    parts = (_replay, _members(members), _belarus, _closed, _russia, _alone, _monotone, _foresight)
    rows: list[Row] = []
    for done, part in enumerate(parts, 1):
        rows += part(scenario)
        if progress is not None:
            progress(done, len(parts))
    frame = pd.DataFrame([vars(row) for row in rows])
    return frame.assign(agrees=np.where(frame["agrees"], "yes", "no"))


def _replay(scenario: Scenario) -> Iterable[Row]:
    """The winter of 2021/22 as it was measured."""
    runs = simulate(scenario)
    lost = float(runs["unserved"].sum()) / GWH
    yield Row("winter replayed: demand unserved", "0 (none reported)", f"{lost:.2f} TWh", lost == 0)
    stock, seen = paths(scenario, runs)
    end, truth = stock.iloc[-1].sum(), seen.iloc[-1].sum()
    gap = end / truth - 1
    yield Row(
        "winter replayed: EU stores on 31 March", f"{truth:.0f} TWh, within 15 %",
        f"{end:.0f} TWh ({gap:+.0%})", abs(gap) < 0.15,
    )  # fmt: skip
    volume = runs["volume"].sel(node=list(seen.columns)).values[0] / GWH
    apart = np.abs(stock.to_numpy() - seen.to_numpy())
    error = pd.Series(apart.mean(axis=0) / volume, index=seen.columns)
    mean = float(apart.mean(axis=0).sum() / volume.sum())
    worst = error.nlargest(3).index
    yield Row(
        "winter replayed: stores by country, mean error of the volume", "0 %; below 10 % hoped for",
        f"{mean:.1%}; most: {', '.join(f'{n} {error[n]:.0%}' for n in worst)}", mean < 0.1,
    )  # fmt: skip
    yield Row(
        "winter replayed: Polish stores on 31 March", f"{seen['POL'].iloc[-1]:.1f} TWh",
        f"{stock['POL'].iloc[-1]:.1f} TWh", abs(stock["POL"].iloc[-1] - seen["POL"].iloc[-1]) < 5,
    )  # fmt: skip
    balance = runs.attrs["balance"]
    yield Row("mass balance", "0", balance, float(balance.split()[0]) < 1e-6)


def paths(scenario: Scenario, runs: xr.Dataset) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return what stores held at the end of each week in TWh, in the model and as seen."""
    table = scenario.stored
    frame = pd.DataFrame({"node": table.node, "date": table.date, "twh": table.twh})
    seen = frame.pivot(index="date", columns="node", values="twh").dropna()
    held = runs["stock"].median("member").sel(node=list(seen.columns)).values / GWH
    ends = runs["week"].values + np.timedelta64(6, "D")
    ends[-1] = min(ends[-1], seen.index.values[-1])
    stock = pd.DataFrame(held, index=ends, columns=seen.columns)
    both = [day for day in seen.index if day in stock.index]
    return stock.loc[both], seen.loc[both]


def _members(members: int) -> Callable[[Scenario], Iterable[Row]]:
    def part(scenario: Scenario) -> Iterable[Row]:
        """The same with assumed rows drawn, the winter as it was."""
        runs = simulate(scenario, members=max(members, 2), uncertainty=("shares",))
        users = runs["user"].values
        share = (runs["unserved"].sum("week") / runs["demand"].sum("week").clip(1e-9)).values
        short = (share[:, users] > SHORT).any(axis=0)
        names = runs["node"].values[users][short]
        stock = runs["stock"].sel(node=sorted(set(scenario.stored.node))).isel(week=-1).sum("node")
        low, high = np.quantile(stock.values / GWH, [0.05, 0.95])
        seen = float(sum(scenario.stored.twh[scenario.stored.date == scenario.stored.date.max()]))
        yield Row(
            f"winter replayed, assumed rows drawn ({len(share)} members): who goes short in any",
            "nobody", ", ".join(names) or "nobody", not len(names),
        )  # fmt: skip
        yield Row(
            "the same: EU stores on 31 March, 90 % band", f"{seen:.0f} TWh in it",
            f"{low:.0f} to {high:.0f} TWh", bool(low <= seen <= high),
        )  # fmt: skip

    return part


def _belarus(scenario: Scenario) -> Iterable[Row]:
    lost = _lost(simulate(scenario, ["belarus@2021-11-12"]))
    others = lost[(lost > 100 * SHORT) & ~lost.index.isin(NEAR_BELARUS)]
    yield Row(
        "Belarus cut alone from 12 November: short outside Poland and the Baltics",
        "nobody", _named(others), others.empty,
    )  # fmt: skip
    near = lost[lost.index.isin(NEAR_BELARUS)]
    yield Row(
        "the same: short in Poland and the Baltics", "nobody or little",
        _named(near[near > 100 * SHORT]), bool((near < 10).all()),
    )  # fmt: skip


def _closed(scenario: Scenario) -> Iterable[Row]:
    lost = _lost(simulate(scenario, [f"{name}@2021-11-12" for name in CLOSED]))
    others = lost[(lost > 100 * SHORT) & ~lost.index.isin(NEAR_BELARUS)]
    yield Row(
        "Belarus cut, and nothing from Germany and Czechia: Poland",
        "short, and alone beside the Baltics", _named(lost[lost > 100 * SHORT]),
        bool(lost["POL"] > 100 * SHORT and others.empty),
    )  # fmt: skip


def _russia(scenario: Scenario) -> Iterable[Row]:
    """All Russian gas cut for the season, against published tables."""
    lost = _lost(simulate(scenario, ["all-russia"]))
    for title, known in (("TYNDP 2022", TYNDP_2022), ("EC stress test 2014", EC_2014)):
        published = pd.Series(known)
        rank = published.corr(lost[published.index], method="spearman")
        yield Row(
            f"all Russian gas cut: rank correlation with {title} ({len(published)} countries)",
            "1; above 0.5 hoped for", f"{rank:.2f}", bool(rank > 0.5),
        )  # fmt: skip
    thirteen = pd.Series(TYNDP_2022).drop("FIN")
    rank = thirteen.corr(lost[thirteen.index], method="spearman")
    yield Row(
        "the same with TYNDP 2022 but for Finland, which has a terminal in its 2025",
        "1; above 0.5 hoped for", f"{rank:.2f}", bool(rank > 0.5),
    )  # fmt: skip
    nine = lost[[node for node, percent in TYNDP_2022.items() if percent == 11]]
    yield Row(
        "the same: the nine hit hardest in TYNDP 2022", "11 % each",
        ", ".join(f"{n} {v:.0f}" for n, v in nine.items()) + " %", bool((nine > 1).all()),
    )  # fmt: skip
    west = lost[list(WEST)]
    yield Row(
        "the same: Italy, France, Spain, Belgium", "below 10 %",
        ", ".join(f"{n} {v:.0f}" for n, v in west.items()) + " %", bool((west < 10).all()),
    )  # fmt: skip


def _alone(scenario: Scenario) -> Iterable[Row]:
    """All Russian gas cut, and nobody passes gas on while own users go short."""
    lost = _lost(simulate(scenario, ["all-russia"], options=Options(sharing=False)))
    three = lost[["HUN", "SVK", "CZE"]]
    yield Row(
        "all Russian gas cut, no sharing: Hungary, Slovakia, Czechia (IMF, July 2022)",
        "15 to 40 %", ", ".join(f"{n} {v:.0f}" for n, v in three.items()) + " %",
        bool(three.between(15, 40).all()),
    )  # fmt: skip


def _monotone(scenario: Scenario) -> Iterable[Row]:
    """More demand, or less inflow, never lowers what goes unserved, in one program.

    A horizon that moves on can decide a week better for knowing less, by hundredths of a percent.
    """
    cut = ["belarus@2021-11-12"]
    factors = (1.0, 1.1, 1.2, 1.3)
    by_demand = [_share(simulate(scenario, cut, options=Options(AHEAD, demand=f))) for f in factors]
    yield Row(
        "Belarus cut, demand +0, 10, 20, 30 %, the season as one program: unserved", "rising",
        ", ".join(f"{v:.1f}" for v in by_demand) + " %", by_demand == sorted(by_demand),
    )  # fmt: skip
    more = Options(AHEAD, demand=1.1)
    steps = [cut, [*cut, "CZE>POL@2021-11-12"], [f"{name}@2021-11-12" for name in CLOSED]]
    by_pipe = [_share(simulate(scenario, one, options=more)) for one in steps]
    yield Row(
        "the same at +10 %, closing CZE>POL, then DEU>POL", "rising",
        ", ".join(f"{v:.2f}" for v in by_pipe) + " %", by_pipe == sorted(by_pipe),
    )  # fmt: skip


def _foresight(scenario: Scenario) -> Iterable[Row]:
    runs = simulate(scenario, ["all-russia@2021-11-12"], options=Options(AHEAD))
    short = simulate(scenario, ["all-russia@2021-11-12"])
    worst = [_worst(one) for one in (runs, short)]
    yield Row(
        "all Russian gas cut: worst week, with perfect foresight and with 30 days",
        "foresight spreads the loss", f"{worst[0]:.0f} and {worst[1]:.0f} % of demand",
        worst[0] <= worst[1],
    )  # fmt: skip


def _lost(runs: xr.Dataset) -> pd.Series:
    """Return the percent of the season's demand that goes unserved, by node."""
    users = runs["user"].values
    share = runs["unserved"].sum("week") / runs["demand"].sum("week").clip(1e-9)
    return pd.Series(100 * share.values[0][users], index=runs["node"].values[users])


def _share(runs: xr.Dataset) -> float:
    return 100 * float(runs["unserved"].sum() / runs["demand"].sum())


def _worst(runs: xr.Dataset) -> float:
    weeks = runs["unserved"].sum("node") / runs["demand"].sum("node")
    return 100 * float(weeks.max())


def _named(lost: pd.Series) -> str:
    return ", ".join(f"{n} {v:.1f} %" for n, v in lost.items()) or "nobody"
