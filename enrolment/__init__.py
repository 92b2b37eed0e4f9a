"""Who learns it, and what came of it."""
