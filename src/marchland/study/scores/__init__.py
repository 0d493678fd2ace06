"""How near runs come to counts."""
