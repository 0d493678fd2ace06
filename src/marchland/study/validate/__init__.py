"""Past conflicts, replayed and scored."""
