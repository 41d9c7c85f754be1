"""The verbs of the command `genba`, one file each: `SUMMARY`, `arguments(parser)` and `run(options)`."""
