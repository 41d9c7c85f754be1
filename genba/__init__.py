"""Genba: a quality management system that lives where the work is done."""
