"""Procedures as BPMN 2.0 (ISO/IEC 19510), written and read."""
