"""One file for each warning sign's data: what it gathers from the organisation's own records, and looks at.

Reports without a name are known by their week only, and count on the day that flatters no alarm.
"""
