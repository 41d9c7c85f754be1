"""Seals: facts in an RFC 6962 tree, signed checkpoints, the places that receive them, verification."""
