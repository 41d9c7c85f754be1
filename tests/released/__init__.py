"""Databases as released versions of Genba have left them, to be brought to today's in a test."""
