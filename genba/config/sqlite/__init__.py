"""The SQLite backend of Genba: a pinned engine and a gate before each write transaction."""
