"""Literals of two words and more that nobody translates, by module, with the reason."""

SAID: tuple[str, ...] = ("cli/", "view/")
"""Folders and modules in which everything is said."""
UNSAID: dict[str, dict[str, str]] = {
    "cli/calibrate.py": {"marchland calibrate x --members x --iterations x --seed x": "a command"},
    "cli/compiling.py": {"from x import help_compile; help_compile()": "code"},
    "cli/doctor.py": {"  x  pip install 'marchland[x]'": "a command"},
    "view/app/files.py": {
        text: "a workbook whose sheets and columns programs read"
        for text in (
            "Last day",
            "Median with them.",
            "Median without the levers.",
            "Needs by week",
            "One row is an item and a week, all places together.",
            "One row is an outcome.",
            "One row is where people are.",
            "Responsible use",
            "Share of the runs in which it is less with the levers.",
            "Short name of the outcome.",
            "Unit of the figures.",
            "What it is.",
            "Where people are on the last day.",
            "Whether it is a cost to people.",
        )
    },
    "view/app/guard.py": {
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; connect-src 'self'; object-src 'none'; base-uri 'none'; "
        "frame-ancestors 'none'; form-action 'none'": "a header of HTTP"
    },
    "view/app/layout.py": dict.fromkeys(("grid small", "legend sizes", "mark turned"), "a class"),
    "view/app/server.py": {
        "nobody yet": "a key",
        "width=device-width, initial-scale=1": "for the browser",
    },
    "view/export/brief.py": {
        "Light List Accent 1": "a style of Word",
        "List Bullet": "a style of Word",
    },
    "view/figures/gas.py": {"bottom center": "Plotly's word for where a text stands"},
    "view/figures/labels.py": dict.fromkeys(
        ("middle center", "middle left", "middle right"), "Plotly's word for where a text stands"
    ),
    "view/figures/picture.py": {"Picture of x traces, x pixels high": "for whoever writes code"},
    "view/page/shell.py": {
        "x<script>x</script>\n<script>const DARK = x;\nx\nx\nx</script>": "code"
    },
    "view/page/theme.py": {
        "system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif": "fonts"
    },
    "view/report/counts.py": dict.fromkeys(
        ("swatch fan90", "swatch fan50", "swatch middle", "diamond full"), "a class of the style"
    ),
    "view/words/forecast.py": {"damped Holt": "a key", "damped drift": "a key"},
    "view/words/gas.py": {"with the cut": "a value of an axis"},
}
"""By module: a text that is not for people (code, a style, a key), and why."""
