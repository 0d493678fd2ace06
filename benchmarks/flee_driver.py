"""Run Flee on a folder through its API, as its run.py does; started by against_flee.py."""

from __future__ import annotations

import csv
import inspect
import json
import os
import shutil
import sys
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from flee import InputGeography, flee, spawning
from flee.datamanager import handle_refugee_data, read_period
from measure import took

SCALING = "capacity_scaling"


def main(folder: Path, out: Path, hasten: int, capacities: bool, scaled: bool) -> None:
    """Run the folder, write people by camp and day, and tell what it took."""
    with tempfile.TemporaryDirectory() as scratch, Path(os.devnull).open("w") as silence:
        shutil.copytree(folder, scratch, dirs_exist_ok=True)
        _adapt(Path(scratch), hasten, capacities, scaled)
        with redirect_stdout(silence), redirect_stderr(silence):
            spent, (people, days) = took(lambda: run(Path(scratch)))
    scaled = {camp: [hasten * n for n in series] for camp, series in people.items()}
    out.write_text(json.dumps({"people": scaled, "days": days}))
    spent.tell()


def _adapt(folder: Path, hasten: int, capacities: bool, scaled: bool) -> None:
    """Set the share of people that Flee simulates, and blank capacities where asked."""
    import yaml

    settings = yaml.safe_load((folder / "simsetting.yml").read_text()) or {}
    settings.setdefault("optimisations", {})["hasten"] = hasten
    (folder / "simsetting.yml").write_text(yaml.safe_dump(settings))
    # release 3.1 makes no use of a setting that the folders have and other versions follow
    follows = SCALING in inspect.getsource(flee.SimulationSettings)
    scaling = (
        1.0
        if follows or not scaled
        else float((settings.get("move_rules") or {}).get(SCALING, 1.0))
    )
    # Flee tells a header by a # that is its very first character
    for name in ("locations.csv", "routes.csv", "closures.csv"):
        path = folder / "input_csv" / name
        with path.open(newline="", encoding="utf-8") as file:
            rows = [row for row in csv.reader(file) if row]
        if name == "locations.csv":
            for row in (row for row in rows if "camp" in row[5].lower() and row[7]):
                row[7] = str(int(float(row[7]) * scaling)) if capacities else ""
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)


def run(folder: Path) -> tuple[dict[str, list[int]], int]:
    """Run Flee as its own run.py does, and return people by camp and day."""
    graph, counts = str(folder / "input_csv"), str(folder / "source_data")
    start, days = read_period.read_conflict_period(f"{graph}/sim_period.csv")
    flee.SimulationSettings.ReadFromYML(str(folder / "simsetting.yml"))
    flee.SimulationSettings.ConflictInputFile = f"{graph}/conflicts.csv"
    geography = InputGeography.InputGeography()
    geography.ReadConflictInputCSV(flee.SimulationSettings.ConflictInputFile)
    geography.ReadLocationsFromCSV(f"{graph}/locations.csv")
    geography.ReadLinksFromCSV(f"{graph}/routes.csv")
    geography.ReadClosuresFromCSV(f"{graph}/closures.csv")
    world, places = geography.StoreInputGeographyInEcosystem(flee.Ecosystem())
    data = handle_refugee_data.RefugeeTable(
        csvformat="generic",
        data_directory=counts,
        start_date=start,
        data_layout="data_layout.csv",
        population_scaledown_factor=flee.SimulationSettings.optimisations[
            "PopulationScaleDownFactor"
        ],
    )
    data.ReadL1Corrections(f"{graph}/registration_corrections.csv")
    camps = [camp for camp in world.get_camp_names() if camp in data.header]
    for camp in camps:
        spawning.add_initial_refugees(world, data, places[camp])
    people: dict[str, list[int]] = {camp: [] for camp in camps}
    for day in range(days):
        geography.AddNewConflictZones(world, day)
        spawning.refresh_spawn_weights(world)
        spawning.spawn_daily_displaced(world, day, data, SumFromCamps=True)
        world.enact_border_closures(day)
        world.evolve()
        for camp in camps:
            people[camp].append(places[camp].numAgents)
    return people, days


if __name__ == "__main__":
    main(
        Path(sys.argv[1]),
        Path(sys.argv[2]),
        int(sys.argv[3]),
        sys.argv[4] == "yes",
        sys.argv[5] == "yes",
    )
