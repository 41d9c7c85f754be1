"""Backup and restore: one file that holds the database, the files and the list of what must be in it."""
