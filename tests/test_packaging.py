"""What is shipped beside the code says the same as the code."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

from marchland.cli.doctor import EXTRAS

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "packaging" / "constraints.txt"
RECIPE = ROOT / "packaging" / "meta.yaml"
WHOLE = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PROJECT, BUILDING = WHOLE["project"], WHOLE["build-system"]


def recipe() -> dict[str, dict[str, list[str]]]:
    """Return the recipe with its template's version put in."""
    text = RECIPE.read_text("utf-8")
    text = re.sub(r"^\{%.*%\}$", "", text, flags=re.M).replace("{{ version }}", "VERSION")
    found: dict[str, dict[str, list[str]]] = yaml.safe_load(text.replace("{{ PYTHON }}", "python"))
    return found


@pytest.mark.skipif(not RECIPE.exists(), reason="not a checkout")
def test_the_recipe_names_the_projects_version_and_dependencies() -> None:
    named = re.search(r'set version = "([^"]+)"', RECIPE.read_text("utf-8"))
    assert named and named[1] == PROJECT["version"]
    run = {one.replace(" ", "") for one in recipe()["requirements"]["run"]}
    wanted = {one.replace(" ", "") for one in PROJECT["dependencies"]}
    assert run - {f"python{PROJECT['requires-python']}"} == wanted
    host = {one.replace(" ", "") for one in recipe()["requirements"]["host"]}
    assert {one.replace(" ", "") for one in BUILDING["requires"]} <= host


@pytest.mark.skipif(not (ROOT / "packaging" / "Dockerfile").exists(), reason="not a checkout")
def test_the_container_is_given_what_building_reads() -> None:
    hook = WHOLE["tool"]["hatch"]["build"]["hooks"]["custom"]["path"]
    assert f"COPY {hook} " in (ROOT / "packaging" / "Dockerfile").read_text("utf-8")


@pytest.mark.skipif(not (ROOT / "packaging" / "Dockerfile").exists(), reason="not a checkout")
def test_what_the_container_compiled_when_it_was_built_serves_on_any_machine() -> None:
    lines = (ROOT / "packaging" / "Dockerfile").read_text("utf-8").splitlines()
    setting = next(line.removeprefix("ENV ") for line in lines if line.startswith("ENV "))
    user, compiles = (
        lines.index(one) for one in lines if one.startswith(("USER", "RUN marchland"))
    )
    assert user < lines.index(f"ENV {setting}") < compiles
    name, value = setting.split("=")
    code = "from numba.core.registry import cpu_target; print(*cpu_target.target_context.codegen()"
    command = [sys.executable, "-c", f"{code}.magic_tuple()[1:])"]
    said = subprocess.run(
        command, env=os.environ | {name: value}, check=True, capture_output=True, text=True
    )
    assert said.stdout.split() == ["generic"], "code is for one processor and its features"


@pytest.mark.skipif(not (ROOT / ".github").exists(), reason="not a checkout")
def test_hosted_checks_are_written_and_install_extras_that_there_are() -> None:
    extras = set(PROJECT["optional-dependencies"])
    flows = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
    assert [one.stem for one in flows] == ["release", "site", "tests"]
    for flow in flows:
        text = flow.read_text("utf-8")
        assert yaml.safe_load(text)["jobs"]
        for group in re.findall(r"\.\[([\w,]+)\]", text):
            assert set(group.split(",")) <= extras, flow.name


@pytest.mark.skipif(not LOCK.exists(), reason="not a checkout")
def test_the_lock_has_every_dependency_of_users_at_a_version_that_is_allowed() -> None:
    locked = dict(
        line.split(";")[0].strip().split("==")
        for line in LOCK.read_text("utf-8").splitlines()
        if "==" in line.split(";")[0]
    )
    extras = PROJECT["optional-dependencies"]
    wanted = [*PROJECT["dependencies"], *(one for name in EXTRAS for one in extras[name])]
    for one in map(Requirement, wanted):
        name = one.name.lower().replace("_", "-")
        assert name in locked, f"{name}: run make lock"
        assert one.specifier.contains(locked[name], prereleases=True), f"{one}: run make lock"
