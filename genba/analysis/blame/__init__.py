"""Judgements about people in a text, and who a text says quality belongs to: rules, no model, no network."""
