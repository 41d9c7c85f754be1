"""The charts of metrics: which one, its sentence and table on a page, and the same on paper."""
