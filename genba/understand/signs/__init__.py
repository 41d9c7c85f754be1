"""The life of warning signs: looks at night, episodes, answers, and what turned out."""
