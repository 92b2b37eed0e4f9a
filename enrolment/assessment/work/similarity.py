"""How much two texts have in common, and which passages."""
