"""The cost of poor quality: its lines, and their sums."""
