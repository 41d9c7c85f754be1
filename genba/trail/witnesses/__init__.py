"""Witnesses: places outside the administrator's reach that receive signed checkpoints, one file a kind."""
