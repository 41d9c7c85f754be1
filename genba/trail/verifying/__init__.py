"""The verification of the trail: reads facts, leaves, tiles and checkpoints, and names what was altered."""
