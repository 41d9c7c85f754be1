"""Warning signs: one file each, calibrated by simulation. Notifications come only from these."""
