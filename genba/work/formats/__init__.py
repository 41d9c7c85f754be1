"""Procedures as files: YAML and BPMN both ways, Word, PDF and Markdown in.

Whatever comes is data: nothing in a file is run, looked up elsewhere or believed about its own size.
"""
