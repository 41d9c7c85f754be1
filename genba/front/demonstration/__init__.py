"""The demonstration organisation: eighteen months of believable work, the same every time."""
