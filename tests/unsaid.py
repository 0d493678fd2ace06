"""Literals of two words and more that nobody translates, by module, with the reason."""

SAID: tuple[str, ...] = ("view/words/dates.py", "view/words/numbers.py")
"""Folders and modules in which everything is said."""
UNSAID: dict[str, dict[str, str]] = {}
"""By module: a text that is not for people (code, a style, a key), and why."""
