"""Backups: written while people work, tried by restoring them, kept, and missed when they do not come."""
