"""Two worlds beside each other."""
