"""Bringing back what a backup holds, and emptying an instance. How backups are made: `front/backup/`."""
