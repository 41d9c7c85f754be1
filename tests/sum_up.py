"""Adds up what several runs of pytest have found and says it in one line, as pytest would."""

import sys
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path


def sum_up(reports: list[Path]) -> str:
    """One line for all of them; a file that cannot be read counts as an error."""
    found: Counter[str] = Counter()
    for report in reports:
        try:
            suites = list(ET.parse(report).getroot().iter("testsuite"))
        except (ET.ParseError, OSError):
            found["errors"] += 1
            continue
        for suite in suites:
            for word in ("tests", "failures", "errors", "skipped"):
                found[word] += int(suite.get(word, 0))
    passed = found["tests"] - found["failures"] - found["errors"] - found["skipped"]
    line = f"{max(passed, 0)} passed, {found['failures']} failed, {found['skipped']} skipped"
    return f"{line}, {found['errors']} errors" if found["errors"] else line


if __name__ == "__main__":
    sys.stdout.write(sum_up([Path(name) for name in sys.argv[1:]]) + "\n")
