"""What runs say: people, needs, harm and counts, computed once."""
