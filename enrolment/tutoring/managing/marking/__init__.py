"""All markings of a run, for those who manage it: what waits for whom, and what is to be released."""
