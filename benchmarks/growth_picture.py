"""Draw how cost grows, from the document that ``speed.py`` wrote, as a picture for the docs.

    python benchmarks/growth_picture.py speed.json docs/img/growth.png

It needs Playwright and the Chromium of the machine (the extra ``browser``).
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
from plotly.subplots import make_subplots

COLUMNS = 4
MOST_SIZES = 5
TOO_LONG = 1e5
SECONDS = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10]


def main(source: Path, target: Path) -> None:
    """Read the figures, draw a small picture for each thing that grew, and save them as one PNG."""
    figures = json.loads(source.read_text("utf-8"))["figures"]
    series: dict[str, list[tuple[float, float]]] = {}
    for one in figures:
        if one["part"] == "growth":
            name, size = one["what"].split()
            series.setdefault(name, []).append((float(size.replace(",", "")), one["value"]))
    save(picture(series), target)


def picture(series: dict[str, list[tuple[float, float]]]) -> go.Figure:
    """Return small pictures side by side, both axes logarithmic, seconds from zero effort up."""
    rows = -(-len(series) // COLUMNS)
    figure = make_subplots(rows=rows, cols=COLUMNS, subplot_titles=list(series), shared_yaxes="all")
    for i, points in enumerate(series.values()):
        sizes, seconds = zip(*points, strict=True)
        line: dict[str, Any] = {"x": sizes, "y": seconds, "mode": "lines+markers"}
        figure.add_trace(
            go.Scatter(**line, line={"color": "#0b6aa8"}, showlegend=False),
            row=i // COLUMNS + 1,
            col=i % COLUMNS + 1,
        )
        shown = sizes if len(sizes) < MOST_SIZES else sizes[::2]
        figure.update_xaxes(
            tickvals=shown,
            ticktext=[f"{size:.0e}" if size >= TOO_LONG else f"{size:,.0f}" for size in shown],
            row=i // COLUMNS + 1,
            col=i % COLUMNS + 1,
        )
    figure.update_xaxes(type="log", gridcolor="#e3e6e8")
    figure.update_yaxes(type="log", gridcolor="#e3e6e8", tickvals=SECONDS)
    figure.update_yaxes(title_text="seconds", col=1)
    figure.update_layout(
        width=1080,
        height=260 * rows,
        plot_bgcolor="white",
        margin={"l": 60, "r": 20, "t": 40, "b": 40},
        font={"family": "sans-serif", "size": 13},
    )
    return figure


def save(figure: go.Figure, target: Path) -> None:
    """Write a figure as PNG, drawn by the Chromium of the machine."""
    from playwright.sync_api import sync_playwright

    page_html = figure.to_html(include_plotlyjs=True, config={"staticPlot": True})
    with sync_playwright() as browser_kit:
        browser = browser_kit.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": 1100, "height": 600})
        page.set_content(page_html)
        page.locator(".main-svg").first.wait_for()
        page.locator(".plotly-graph-div").screenshot(path=str(target))
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
