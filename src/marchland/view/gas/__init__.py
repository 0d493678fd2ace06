"""The page on gas."""
