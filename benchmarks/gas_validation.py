"""Hold a gas network against what is known, and print the table of docs/gas.md.

    python benchmarks/gas_validation.py [SCENARIO] [--members N]

Needs the extra ``gas``. The table holds the winter of 2021/22 as it was, cuts of Belarus and of all
Russian gas, and checks that more demand or fewer pipes never help.
"""

from __future__ import annotations

import argparse

from marchland.gas.validation import table
from marchland.io.read import read
from marchland.view.words.gas import as_markdown


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scenario", nargs="?", default="belarus-2021")
    parser.add_argument("--members", type=int, default=20)
    options = parser.parse_args()
    print(as_markdown(table(read(options.scenario), options.members)))


if __name__ == "__main__":
    main()
