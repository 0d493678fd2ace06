"""The page of a game: harm by move, the ledger, and how weak the rest is."""
