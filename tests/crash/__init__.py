"""What is killed, cut off, filled up or refused: machinery and tests for "nothing is lost"."""
