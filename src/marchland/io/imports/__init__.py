"""From tables of facts to a scenario's own tables: joined, merged, written whole or not at all."""
