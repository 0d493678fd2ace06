"""Words and tables on forecasts and how they did."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from marchland.language import mark, say, written
from marchland.study.forecast.questions import HORIZONS
from marchland.study.validate.ratios import (
    best_rule,
    coverage,
    document,
    geometric_mean,
    interval,
    levels_reached,
    ratios,
    relative_difference,
    rule_ratios,
)
from marchland.study.validate.rolling import ADAPTED, RULES, SHARE_LAG, Tested
from marchland.study.validate.together import DEPENDENCES, all_sums

_HEAD = mark(
    "| conflict | days ahead | forecasts | origins | CRPS | CRPS of "
    "persistence | ratio | WIS | ARD of the median | ARD of the last count | "
    "in 50 % | in 90 % |"
)
_COMPARED = {
    ADAPTED: mark("persistence, with bands that adapt"),
    RULES["drift"]: mark("drift of 28 days"),
    RULES["damped drift"]: mark("drift of 56 days, damped (0.4)"),
    RULES["damped Holt"]: mark("damped Holt (0.4)"),
    SHARE_LAG: mark("share of 30 days before, without bands"),
}


def rolling_text(tested: Sequence[Tested]) -> str:
    """Return the scores of a rolling validation as a page of Markdown."""
    parts = [_scores(tested), _means(tested), _splits(tested), _firsts(tested), _levels(tested)]
    parts.insert(3, _sums(tested))
    return "\n\n".join([*parts, _notes(tested)])


def _scores(tested: Sequence[Tested]) -> str:
    rows = [say(_HEAD), "|" + "---|" * 12]
    for one, found in zip(tested, document(tested)["conflicts"], strict=True):
        for days in HORIZONS:
            score = found["horizons"][str(days)]
            if not score["rows"]:
                rows.append(f"| {one.name} | {days} | 0 |" + " |" * 9)
                continue
            median, last = relative_difference(one, days)
            rows.append(
                f"| {one.name} | {days} | {score['rows']} | {score['origins']} "
                f"| {_whole(score['crps'])} | {_whole(score['crps_persistence'])} "
                f"| **{_two(score['ratio'], 3)}** | {_whole(score['wis'])} "
                f"| {_two(median, 3)} | {_two(last, 3)} "
                f"| {_share(score['coverage50'])} | {_share(score['coverage90'])} |"
            )
    return "\n".join(rows)


def _means(tested: Sequence[Tested]) -> str:
    rows = [
        say(
            "Mean over conflicts (geometric) of CRPS over that of persistence with "
            "bands; below 1 is better. The simple rules are of stocks and running "
            "totals alone:"
        ),
        "",
        "| | " + " | ".join(say("{days} days", days=days) for days in HORIZONS) + " |",
        "|---|" + "---|" * len(HORIZONS),
    ]
    means = [geometric_mean(ratios(tested, days)) for days in HORIZONS]
    rows.append(
        f"| **{say('the mix')}** | " + " | ".join(f"**{_two(v, 3)}**" for v in means) + " |"
    )
    bands = [interval(tested, days) for days in HORIZONS]
    rows.append(f"| {say('its 90 % interval')} | " + " | ".join(_range(*b) for b in bands) + " |")
    worst = [max(ratios(tested, days), key=np.nan_to_num) for days in HORIZONS]
    rows.append(f"| {say('worst conflict')} | " + " | ".join(_two(v, 3) for v in worst) + " |")
    for rule, name in _COMPARED.items():
        found = [geometric_mean(rule_ratios(tested, days, rule)) for days in HORIZONS]
        rows.append(f"| {say(name)} | " + " | ".join(_two(v, 3) for v in found) + " |")
    best = [best_rule(tested, days) for days in HORIZONS]
    told = " | ".join(f"{_two(v, 3)} ({name})" if name else "–" for name, v in best)
    rows.append(f"| {say('best single rule, picked afterwards')} | {told} |")
    for share in (0.5, 0.9):
        found = [coverage(tested, share, days) for days in HORIZONS]
        told = " | ".join(_share(value) for value in found)
        rows.append(f"| {say('counts in the {share:.0f} % band', share=share * 100)} | {told} |")
    return "\n".join(rows)


def _splits(tested: Sequence[Tested]) -> str:
    rows = [
        say(
            "With and without a re-registration noted between the last known count and "
            "the target (hindsight: no forecast knows of it):"
        ),
        "",
        say("| days ahead | forecasts without | ratio | forecasts with | ratio |"),
        "|---|---|---|---|---|",
    ]
    for days in HORIZONS:
        without = geometric_mean(ratios(tested, days, lambda one: ~one.stepped))
        stepped = geometric_mean(ratios(tested, days, lambda one: one.stepped))
        number = sum(int(one.rows(days).sum()) for one in tested)
        some = sum(int((one.rows(days) & one.stepped).sum()) for one in tested)
        told = (days, number - some, _two(without, 3), some, _two(stepped, 3))
        rows.append(f"| {' | '.join(str(cell) for cell in told)} |")
    return "\n".join(rows)


def _firsts(tested: Sequence[Tested]) -> str:
    rows = [
        say(
            "First counts of places that had none when the forecast was made; no "
            "series foretells them. The naive guess is a quarter of the mean site "
            "known, its error over that of guessing nobody:"
        ),
        "",
        say("| days ahead | first counts | people in them | naive guess |"),
        "|---|---|---|---|",
    ]
    for days in HORIZONS:
        number = sum(one.firsts.rows[days] for one in tested)
        people = sum(one.firsts.people[days] for one in tested)
        naive = geometric_mean(np.array([one.firsts.naive[days] for one in tested]))
        rows.append(f"| {days} | {number} | {_whole(people)} | {_two(naive)} |")
    return "\n".join(rows)


def _sums(tested: Sequence[Tested]) -> str:
    rows = [
        say("Sums of all sites that were forecast on a day, in the 90 % band of the sum:"),
        "",
        say(
            "| days ahead | sums | sites alone | rank correlation {correlation:g} |",
            correlation=DEPENDENCES[1],
        ),
        "|---|---|---|---|",
    ]
    for days, (number, held) in all_sums(tested).items():
        rows.append(f"| {days} | {number} | {' | '.join(_share(v) for v in held)} |")
    return "\n".join(rows)


def _levels(tested: Sequence[Tested]) -> str:
    rows = [
        say(
            "Share of counts by tenth of the forecast's own levels, lowest first (10 % "
            "each where bands fit):"
        ),
        "",
    ]
    for days in HORIZONS:
        if any(one.rows(days).any() for one in tested):
            tenths = "  ".join(written(share, "4.0%") for share in levels_reached(tested, days))
            rows.append(say("    {days:>3} days  {tenths}", days=days, tenths=tenths))
    return "\n".join(rows)


def _notes(tested: Sequence[Tested]) -> str:
    known = {name for one in tested for name in one.left_out}
    left = (
        say(" Left out in turn where met again: {names}.", names=", ".join(sorted(known)))
        if known
        else ""
    )
    return say(
        "Forecasts are made every two weeks from the counts known then, and scored "
        "by real dated counts only. ARD: summed absolute error over summed counts. "
        "WIS and CRPS are in people.{left}",
        left=left,
    )


def _two(value: float | None, digits: int = 2) -> str:
    return "–" if value is None or not np.isfinite(value) else written(value, f".{digits}f")


def _whole(value: float) -> str:
    return written(value, ",.0f")


def _share(value: float) -> str:
    return written(value, ".0%") if np.isfinite(value) else "–"


def _range(low: float, high: float) -> str:
    return f"{_two(low)}–{_two(high)}" if np.isfinite(low) else "–"
