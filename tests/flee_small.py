"""A conflict of two towns and two camps as a Flee folder, for tests to write in other ways."""

from __future__ import annotations

from pathlib import Path

from marchland.errors import ScenarioError
from marchland.io.read import check

FILES = {
    "input_csv/locations.csv": "#name,region,country,latitude,longitude,location_type,"
    "conflict_date,population\n"
    "Ost,A,Chad,13.5,21.5,conflict_zone,0,30000\n"
    "Nord,A,Chad,14.0,21.0,conflict_zone,4,10000\n"
    "Mitte,A,Chad,12.5,21.0,town,,\n"
    "Erle,B,Niger,13.8,12.0,camp,,9000\n"
    "Fichte,B,Niger,14.0,12.5,camp,,6000\n",
    "input_csv/routes.csv": "#name1,name2,distance,forced_redirection\n"
    "Ost,Mitte,140,0\nNord,Mitte,180,0\nMitte,Erle,1100,0\nMitte,Fichte,1050,0\n",
    "input_csv/conflicts.csv": "#Day,Ost,Nord\n"
    + "".join(f"{day},1,{int(day >= 4)}\n" for day in range(31)),
    "input_csv/closures.csv": "#closure_type,name1,name2,closure_start,closure_end\n",
    "input_csv/registration_corrections.csv": "",
    "input_csv/sim_period.csv": "StartDate,2022-01-01\nLength,31\n",
    "source_data/data_layout.csv": "total,all.csv\nErle,erle.csv\nFichte,fichte.csv\n",
    "source_data/all.csv": "2022-01-01,150\n2022-01-31,4500\n",
    "source_data/erle.csv": "2022-01-01,100\n2022-01-15,1200\n2022-01-31,3000\n",
    "source_data/fichte.csv": "2022-01-01,50\n2022-01-31,1500\n",
    "simsetting.yml": "spawn_rules:\n  insert_day0: True\n",
}


def written(folder: Path, **changed: str | bytes | None) -> Path:
    """Write the folder with some files changed, added, or left out where None.

    Files are called by their name without folder and ending, ``simsetting`` among them.
    """
    files: dict[str, str | bytes | None] = dict(FILES)
    names = {Path(name).stem: name for name in FILES}
    for stem, content in changed.items():
        files[names.get(stem, f"input_csv/{stem}.csv")] = content
    for name, content in files.items():
        if content is not None:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            raw = content.encode() if isinstance(content, str) else content
            (folder / name).write_bytes(raw)
    return folder


def told(folder: Path) -> list[str]:
    """Return what `check` says of a folder, warnings and refusals alike."""
    try:
        return [str(problem) for problem in check(folder)[1]]
    except ScenarioError as error:
        return [str(problem) for problem in error.problems]
