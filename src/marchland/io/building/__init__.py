"""A first scenario from a few files: places, routes, displacement and counts."""
