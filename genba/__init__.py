"""Genba: a quality management system that lives where the work is done."""

__version__ = "0.1.0"
