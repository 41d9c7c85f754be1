"""Metrics that Genba fills from its own records, month by month."""
