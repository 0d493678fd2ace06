"""Flee's settings: the few that say how many are displaced and where; the rest is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from marchland.errors import Problem
from marchland.io.flee.findings import Findings
from marchland.io.flee.rows import parse_number
from marchland.io.reading import read_text
from marchland.io.yamltext import deepest
from marchland.language import mark, say

_DEEPEST = 20
_OURS = mark("Marchland's own parameters hold, the same for every conflict")
_IGNORED: Mapping[str, str] = {
    "log_levels": mark("Flee's own output"),
    "move_rules": _OURS,
    "optimisations": mark("people are counted, so all of them are simulated (hasten has no use)"),
    "number_of_steps": mark("sim_period.csv says how long the run is"),
    "conflict_input_file": mark("conflicts.csv is read where it stands"),
}
_SPAWN_IGNORED: Mapping[str, str] = {
    "camps_are_sicks": mark("people who reach a camp stay counted"),
    "camps_are_sinks": mark("people who reach a camp stay counted"),
    "flood_zone_spawning_only": mark("floods are not modelled"),
    "read_from_agents_csv_file": mark("people are counted, not listed one by one"),
    "conflict_zone_spawning_only": mark("people are always displaced at conflict places"),
}
_SPAWN_READ = (
    "conflict_spawn_decay",
    "conflict_spawn_decay_interval",
    "take_from_population",
    "insert_day0",
    "empty_camps_on_day0",
    "sum_from_camps",
    "conflict_driven_spawning",
    "flood_driven_spawning",
)


@dataclass(frozen=True)
class SpawnSettings:
    """How Flee lets people be displaced, with Flee's own defaults.

    Parameters
    ----------
    decay
        Factor on a place's share by time since its conflict began, one for each interval.
    interval
        Days in an interval of ``decay``.
    take_from_population
        Whether those displaced leave the population that shares are reckoned by.
    insert_day0
        Whether the counts of day 0 stand in the camps at the start.
    empty_camps_on_day0
        Whether those counts are taken off all counts, and nobody stands there at the start.
    mode
        Blank where the counts say how many are displaced; else ``constant``, ``poisson`` or
        ``pop_ratio``.
    floods
        Whether floods displace people.
    per_conflict_day
        People (or share of the population) a conflict place loses a day under ``mode``.
    """

    decay: tuple[float, ...] = (1.0,)
    interval: int = 30
    take_from_population: bool = False
    insert_day0: bool = True
    empty_camps_on_day0: bool = False
    mode: str = ""
    per_conflict_day: float = 0.0
    floods: bool = False


def read_settings(path: Path | None, findings: Findings) -> SpawnSettings:
    """Read ``simsetting.yml``; without one, Flee's defaults hold."""
    if path is None:
        findings.correct("simsetting.yml", say("not there; Flee's default settings hold"))
        return SpawnSettings()
    text = read_text(path, path.name)
    if isinstance(text, Problem):
        if not path.is_file() or path.read_bytes().strip():
            findings.refuse(text.where, text.message)
        return SpawnSettings()
    try:
        if deepest(text) > _DEEPEST:
            raise yaml.YAMLError(say("brackets within brackets within brackets"))
        for key, line in _twice(yaml.compose(text, Loader=yaml.SafeLoader)):
            findings.refuse(f"{path.name}:{line}", say("'{key}' stands twice, keep one", key=key))
        content = yaml.safe_load(text)
    except RecursionError:
        findings.refuse(path.name, say("is nested too deep, take out levels"))
        return SpawnSettings()
    except (yaml.YAMLError, ValueError) as error:
        findings.refuse(path.name, say("is not YAML: {error}", error=" ".join(str(error).split())))
        return SpawnSettings()
    if content is not None and not isinstance(content, dict):
        findings.refuse(path.name, say("must hold named settings, such as 'spawn_rules:'"))
        return SpawnSettings()
    settings = content or {}
    _tell_ignored(path.name, settings, findings)
    spawn = settings.get("spawn_rules") or {}
    if not isinstance(spawn, dict):
        findings.refuse(
            path.name, say("spawn_rules is {value!r}, must hold named settings", value=spawn)
        )
        return SpawnSettings()
    return _spawn(path.name, spawn, findings)


def _twice(node: yaml.Node | None, depth: int = 0) -> Iterator[tuple[str, int]]:
    """Yield each key that stands twice in a mapping, and the line of the second."""
    if not isinstance(node, yaml.MappingNode) or depth > _DEEPEST:
        return
    seen: set[str] = set()
    for key, value in node.value:
        if isinstance(key, yaml.ScalarNode):
            if key.value in seen:
                yield key.value, key.start_mark.line + 1
            seen.add(key.value)
        yield from _twice(value, depth + 1)


def _tell_ignored(name: str, settings: Mapping[str, Any], findings: Findings) -> None:
    for key in settings:
        if key == "spawn_rules":
            continue
        inner = settings[key]
        listed = f" ({', '.join(map(str, inner))})" if isinstance(inner, dict) and inner else ""
        why = say(_IGNORED.get(str(key), mark("not known here")))
        findings.ignore(name, say("{name}: {text}", name=f"{key}{listed}", text=why))


def _spawn(name: str, spawn: Mapping[str, Any], findings: Findings) -> SpawnSettings:
    for key in spawn:
        if key not in _SPAWN_READ:
            findings.ignore(
                name,
                say(
                    "spawn_rules: {key}: {why}",
                    key=key,
                    why=say(_SPAWN_IGNORED.get(str(key), mark("not known here"))),
                ),
            )
    if spawn.get("sum_from_camps") is False:
        findings.ignore(
            name,
            say(
                "spawn_rules: sum_from_camps: False: the counts of the camps in the graph "
                "are summed, so that everyone displaced has somewhere to go"
            ),
        )
    driven = spawn.get("conflict_driven_spawning")
    if driven not in (None, False) and not isinstance(driven, dict):
        findings.refuse(
            name,
            say(
                "conflict_driven_spawning is {value!r}, must hold spawn_mode and "
                "displaced_per_conflict_day",
                value=driven,
            ),
        )
    mode, rate = _driven(name, driven, findings) if isinstance(driven, dict) else ("", 0.0)
    return SpawnSettings(
        decay=_decay(name, spawn.get("conflict_spawn_decay"), findings),
        interval=_whole_days(name, "conflict_spawn_decay_interval", spawn, 30, findings),
        take_from_population=_flag(name, "take_from_population", spawn, False, findings),
        insert_day0=_flag(name, "insert_day0", spawn, True, findings),
        empty_camps_on_day0=_flag(name, "empty_camps_on_day0", spawn, False, findings),
        mode=mode,
        per_conflict_day=rate,
        floods=spawn.get("flood_driven_spawning", False) not in (False, None),
    )


def _flag(name: str, key: str, given: Mapping[str, Any], default: bool, findings: Findings) -> bool:
    value = given.get(key, default)
    if value is None or isinstance(value, bool):
        return default if value is None else value
    word = str(value).strip().lower()
    if word in ("0", "1", "true", "false", "yes", "no"):
        return word in ("1", "true", "yes")
    findings.refuse(name, say("{key} is {value!r}, must be True or False", key=key, value=value))
    return default


def _decay(name: str, value: object, findings: Findings) -> tuple[float, ...]:
    if value is None or value == []:
        return (1.0,)
    steps = [parse_number(str(v)) for v in value] if isinstance(value, list) else [None]
    if any(v is None or v < 0 for v in steps):
        findings.refuse(
            name,
            say("conflict_spawn_decay is {value!r}, must be a list of numbers >= 0", value=value),
        )
        return (1.0,)
    return tuple(v for v in steps if v is not None)


def _driven(name: str, driven: Mapping[str, Any], findings: Findings) -> tuple[str, float]:
    mode = str(driven.get("spawn_mode", "constant")).lower()
    if mode not in ("constant", "poisson", "pop_ratio"):
        findings.refuse(
            name,
            say(
                "spawn_mode '{mode}' is not known, must be constant, poisson or pop_ratio",
                mode=mode,
            ),
        )
    default = 0.01 if mode == "pop_ratio" else 500.0
    return mode, _positive(name, "displaced_per_conflict_day", driven, default, findings)


def _whole_days(
    name: str, key: str, given: Mapping[str, Any], default: int, findings: Findings
) -> int:
    value = _positive(name, key, given, default, findings)
    if value % 1:
        findings.refuse(
            name,
            say(
                "{key} is {value!r}, must be a whole number of days", key=key, value=given.get(key)
            ),
        )
        return default
    return int(value)


def _positive(
    name: str, key: str, given: Mapping[str, Any], default: float, findings: Findings
) -> float:
    value = parse_number(str(given.get(key, default)))
    if value is None or value <= 0:
        findings.refuse(
            name, say("{key} is {value!r}, must be a number above 0", key=key, value=given.get(key))
        )
        return default
    return value
