"""Peer review for software teams: what code servers tell of merges, and what we tell them.

`signatures` proves who sent a message, `payloads` reads it, `taking` acts on it once, `telling` writes the
status back, `keeping` adds and closes repositories, `yields` counts.
"""
