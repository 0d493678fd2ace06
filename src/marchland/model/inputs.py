"""What a fit depends on, file by file, so that draws can say which of it has changed since."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace

import numpy as np

from marchland.model.checks.case import MANIFEST
from marchland.model.columns import Table
from marchland.model.digest import as_text, rows_of
from marchland.model.parameters import DEFAULTS
from marchland.model.scenario import Scenario

WORDS = ("source", "label", "name")
"""Columns that only people read."""
_LETTERS = 12


def inputs(scenario: Scenario) -> dict[str, str]:
    """Return a digest of each file that a fit depends on: rows up to the last fitted count.

    Words that only people read do not count, nor do parameters left as they are by default.
    """
    return {
        file: hashlib.sha256(text.encode()).hexdigest()[:_LETTERS]
        for file, text in _texts(scenario)
    }


def changed(scenario: Scenario, fitted: Mapping[str, str]) -> list[str]:
    """Return the files that differ from those of a fit, as :func:`inputs` told them then."""
    now = inputs(scenario)
    return [file for file in now if file in fitted and fitted[file] != now[file]]


def _texts(scenario: Scenario) -> Iterator[tuple[str, str]]:
    settings = {
        "start": scenario.start.isoformat(),
        "groups": sorted(scenario.groups),
        "rules": asdict(scenario.rules),
        "parameters": {
            name: as_text(replace(one, meaning="", source="", unit=""))
            for name, one in scenario.parameters.items()
            if one != DEFAULTS.get(name)
        },
    }
    yield MANIFEST, json.dumps(settings, sort_keys=True)
    counts = scenario.observations
    fit = np.array([use == "fit" for use in counts.use], dtype=bool)
    ends = np.fmax(counts.date_from, counts.date_to)[fit]
    end = ends.max() if len(ends) else np.datetime64("NaT", "D")
    for table in (scenario.places, scenario.routes):
        yield table.FILE, _text(table, np.ones(len(table), dtype=bool))
    for dated in (scenario.displaced, scenario.timeline):
        yield dated.FILE, _text(dated, ~(dated.date > end))
    yield counts.FILE, _text(counts, fit)


def _text(table: Table, chosen: np.ndarray) -> str:
    return rows_of(table, WORDS, chosen)
