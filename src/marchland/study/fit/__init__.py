"""Parameters fitted to counts."""
