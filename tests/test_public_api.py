"""What ``import marchland`` offers: each name is there, typed and told, and costs nothing."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

import marchland

HEAVY = {"h5netcdf", "numba", "numpy", "pandas", "plotly", "xarray"}


def heavy_after(code: str) -> set[str]:
    """Heavy libraries that a fresh Python has imported after running some code."""
    listing = f"{code}\nimport sys\nprint(*sys.modules)"
    paths = [str(Path(marchland.__file__).parents[1])]
    run = subprocess.run(
        [sys.executable, "-c", f"import sys\nsys.path[:0] = {paths}\n{listing}"],
        capture_output=True,
        text=True,
        check=True,
    )
    return HEAVY & set(run.stdout.split())


def test_names_are_listed_once() -> None:
    assert len(marchland.__all__) == len(set(marchland.__all__))
    assert 25 <= len(marchland.__all__) <= 42


def test_the_package_shows_its_public_names_and_nothing_else() -> None:
    import marchland.view.figures.map

    assert dir(marchland) == sorted([*marchland.__all__, "__version__"])
    assert {"Design", "Keep", "with_parameters", "simulate_gas", "people_map"} <= {*dir(marchland)}


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'reed'"):
        marchland.reed  # noqa: B018


@pytest.mark.parametrize("name", marchland.__all__)
def test_names_are_there_and_documented(name: str) -> None:
    thing = getattr(marchland, name)
    assert thing.__module__.startswith("marchland.")
    summary = (inspect.getdoc(thing) or "").split("\n\n")[0]
    assert re.search(r"[.:]$", summary), f"{name}: no sentence that says what it is"


@pytest.mark.parametrize("name", marchland.__all__)
def test_functions_are_typed_and_tell_every_parameter(name: str) -> None:
    function = getattr(marchland, name)
    if inspect.isclass(function):
        return
    signature, told = inspect.signature(function), inspect.getdoc(function) or ""
    assert signature.return_annotation is not inspect.Signature.empty
    for parameter in signature.parameters.values():
        assert parameter.annotation is not inspect.Parameter.empty, f"{name}: {parameter.name}"
        assert re.search(rf"\b{parameter.name}\b", told), f"{name}: {parameter.name} is not told"


def test_the_package_says_that_it_is_typed() -> None:
    assert Path(marchland.__file__).with_name("py.typed").exists()


def test_import_and_help_need_no_heavy_library() -> None:
    assert heavy_after("import marchland") == set()
    assert heavy_after("from marchland.cli import _parser\n_parser().format_help()") == set()
