"""What becomes of marks: pure judgements, values in, a decision with its reasons out."""
