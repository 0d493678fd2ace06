"""A result handed over: tables, maps and a brief for those who will not open a browser."""
