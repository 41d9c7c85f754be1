"""What the demonstration organisation measures: metrics and costs, their sources, and its warning signs."""
