"""What can be learned: the same for everybody."""
