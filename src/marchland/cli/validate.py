"""The verb ``validate``: run past conflicts from a cold start and score them."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from marchland.cli.parse import Verbs, natural, positive, verb
from marchland.cli.progress import progress_bar, tell_of_compiling


def add(verbs: Verbs) -> None:
    """Add the verb ``validate``."""
    parser = verb(verbs, "validate", _validate, "score past conflicts, with the default parameters")
    parser.add_argument("folders", nargs="+", metavar="FOLDER", help="Flee's or native folders")
    parser.add_argument("--members", type=positive, default=50, help="members (default: 50)")
    parser.add_argument("--seed", type=natural, default=1, help="seed of chance (default: 1)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the scores here as well")


def _validate(options: argparse.Namespace) -> int:
    tell_of_compiling()
    from marchland.io.atomic import check_file, write_file
    from marchland.study.scores.scoreboard import document
    from marchland.study.validate.validation import validate
    from marchland.view.words.conflicts import conflicts_in_words

    if options.json is not None:
        check_file(options.json)
    with progress_bar(1, "day") as progress:
        scores = validate(options.folders, options.members, options.seed, progress)
    print(conflicts_in_words(scores))
    if options.json is not None:
        write_file(options.json, json.dumps(document(scores), indent=2) + "\n")
    return 0
