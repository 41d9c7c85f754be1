"""Metrics that are ready to be taken: what each counts, in which direction it is good, and its counter."""
