"""One simulation per warning sign: how often it cries wolf, and how often it finds what is there."""
