"""A participant's own grades: what counts, why, how it came about, and what is still to be reached."""
