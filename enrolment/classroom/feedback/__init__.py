"""What a participant says of a session when it ends: five statements and a word, once, without her name."""
