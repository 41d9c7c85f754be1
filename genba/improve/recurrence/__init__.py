"""Trouble that comes back: what looks alike, what people say is the same, and whether anything helped."""
