"""Tables written for others: one module a kind of file."""
