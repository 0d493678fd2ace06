"""The manifest ``scenario.yaml``: name, period, groups, laws, ensemble and parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from marchland.errors import Problem
from marchland.io.fields import Fields
from marchland.io.parameters import read_parameters, write_parameters
from marchland.io.reading import read_text
from marchland.io.yamltext import Document, dump, parse
from marchland.language import mark, say
from marchland.model.checks.case import MANIFEST
from marchland.model.checks.settings import MOST_DAYS
from marchland.model.parameters import DEFAULTS, Parameter
from marchland.model.scenario import Ensemble, Rules, Scenario

KEYS: Mapping[str, str] = {
    "name": mark("Short name: letters, digits, dots, dashes; blank: the folder's name."),
    "title": mark("What a person calls the crisis."),
    "language": mark("Language of its reports, ISO 639-1, fr for instance; blank: not said."),
    "start": mark("First day, YYYY-MM-DD."),
    "days": mark("Number of days; or give end."),
    "end": mark("Last day, YYYY-MM-DD; or give days."),
    "groups": mark("Names of the groups of people, by country of origin for instance."),
    "rules": mark("Which laws hold: reach, deterrence, displacement, ticks_per_day, capacity."),
    "ensemble": mark("How many members a run has, and its seed: members, seed."),
    "parameters": mark("The model's parameters given anew, and the scenario's own."),
}
"""Every key of the manifest with its meaning."""

_DIGITS = 20
_PLACEHOLDER_START = date(2000, 1, 1)


@dataclass
class Manifest:
    """What was read of ``scenario.yaml``, with defaults where something could not be."""

    name: str = ""
    title: str = ""
    language: str = ""
    start: date = _PLACEHOLDER_START
    days: int = 1
    groups: tuple[str, ...] = ()
    rules: Rules = field(default_factory=Rules)
    ensemble: Ensemble = field(default_factory=Ensemble)
    parameters: Mapping[str, Parameter] = field(default_factory=lambda: dict(DEFAULTS))
    lines: Mapping[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    known: bool = False


def read_manifest(folder: Path, name: str) -> Manifest:
    """Read the manifest of a scenario folder.

    Parameters
    ----------
    folder
        The scenario folder.
    name
        Name of the scenario where the manifest gives none.
    """
    text = read_text(folder / MANIFEST, MANIFEST)
    if isinstance(text, Problem):
        if not (folder / MANIFEST).exists():
            text = Problem(
                MANIFEST, say("is missing, must be there (marchland new FOLDER writes one)")
            )
        return Manifest(name=name, problems=[text])
    document = parse(text, MANIFEST)
    if document.refused and not document.values:
        return Manifest(name=name, problems=document.problems)
    fields = Fields(document, document.values)
    fields.only(KEYS)
    manifest = Manifest(
        name=fields.text("name") or name,
        title=fields.text("title"),
        language=fields.text("language"),
        groups=fields.names("groups"),
        rules=_rules(document),
        ensemble=_ensemble(document),
        lines=document.lines,
        parameters=read_parameters(
            Fields(document, document.values.get("parameters"), "parameters.")
        ),
        problems=document.problems,
        known=True,
    )
    _period(fields, manifest)
    if not manifest.groups:
        fields.wrong(
            "groups",
            say("is missing, must name at least one group of people")
            if document.values.get("groups") is None
            else say("is empty, must name at least one group of people"),
        )
        manifest.known = False
    return manifest


def _period(fields: Fields, manifest: Manifest) -> None:
    """Set first day and number of days; where they are not known, no date can be judged."""
    before = fields.document.refused
    start, end = fields.day("start"), fields.day("end")
    if not fields.text("start"):
        fields.wrong("start", say("is missing, must be the first day, YYYY-MM-DD"))
    has_days, has_end = bool(fields.text("days")), bool(fields.text("end"))
    if has_days == has_end:
        fields.wrong(
            "days",
            say("and end are both given, keep one")
            if has_days
            else say("is missing, must be the number of days (or give end, the last day)"),
        )
    manifest.days = fields.whole("days", 1)
    if start and end and not has_days:
        manifest.days = (end - start).days + 1
        if end < start:
            manifest.days = 1
            fields.wrong("end", say("{end} is before start {start}", end=end, start=start))
    if not 1 <= manifest.days <= MOST_DAYS:
        shown = str(manifest.days)
        shown = shown if len(shown) <= _DIGITS else f"{shown[:_DIGITS]}…"
        fields.wrong(
            "days", say("is {days}, must be between 1 and {most}", days=shown, most=MOST_DAYS)
        )
        manifest.days = 1
    manifest.start = start or _PLACEHOLDER_START
    manifest.known = fields.document.refused == before


def _rules(document: Document) -> Rules:
    fields = Fields(document, document.values.get("rules"), "rules.")
    default = Rules()
    fields.only(vars(default))
    return Rules(
        fields.text("reach", default.reach),
        fields.text("deterrence", default.deterrence),  # type: ignore[arg-type] # checked later
        fields.text("displacement", default.displacement),  # type: ignore[arg-type]
        fields.whole("ticks_per_day", default.ticks_per_day),
        fields.text("capacity", default.capacity),  # type: ignore[arg-type]
    )


def _ensemble(document: Document) -> Ensemble:
    fields = Fields(document, document.values.get("ensemble"), "ensemble.")
    default = Ensemble()
    fields.only(vars(default))
    return Ensemble(fields.whole("members", default.members), fields.whole("seed", default.seed))


def write_manifest(scenario: Scenario) -> str:
    """Return the text of a scenario's manifest; what is as the model has it is left out."""
    values: dict[str, object] = {
        "name": scenario.name,
        "title": scenario.title,
        **({"language": scenario.language} if scenario.language else {}),
        "start": scenario.start,
        "days": scenario.days,
        "groups": list(scenario.groups),
        "rules": dict(vars(scenario.rules)),
        "ensemble": dict(vars(scenario.ensemble)),
    }
    if parameters := write_parameters(scenario.parameters):
        values["parameters"] = parameters
    return dump(values)
