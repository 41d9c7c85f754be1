"""Opens a spreadsheet in a process of its own, with little memory and no way back but lines of JSON.

A spreadsheet of a few kilobytes can ask for all memory of the machine; then only this process ends.
Formulas are never calculated (their last result is read) and macros never run.
Run as `python -m genba.sources.excel_child FILE [SHEET]`; writes one line about the workbook, then the rows.
"""

import json
import resource
import sys
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

MEMORY = 512 * 1024 * 1024
OUTPUT = 1024 * 1024 * 1024
LONGEST_ROW = 4_000_000  # characters; a few cells that name one long text many times ask for gigabytes
SECONDS = 30


def main(path: str, wanted: str = "") -> int:
    """Write the chosen (or first visible) sheet to standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT, OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    workbook = CalamineWorkbook.from_path(path)
    names = [
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    ]
    write = sys.stdout.write
    chosen = wanted if wanted in names else next(iter(names), "")
    if not chosen:
        write(json.dumps({"sheets": [], "sheet": ""}) + "\n")
        return 0
    sheet = workbook.get_sheet_by_name(chosen)
    write(json.dumps({"sheets": names, "sheet": chosen}) + "\n")
    encode = json.JSONEncoder(default=_plain, ensure_ascii=True, separators=(",", ":")).encode
    for row in sheet.iter_rows() if sheet.start else ():
        if sum(len(cell) for cell in row if isinstance(cell, str)) > LONGEST_ROW:
            raise MemoryError
        write(encode(row) + "\n")
    return 0


def _plain(cell: object) -> object:
    """Dates travel as a list of their kind and their ISO form."""
    if isinstance(cell, datetime):
        return ["t", cell.isoformat()]
    if isinstance(cell, date):
        return ["d", cell.isoformat()]
    if isinstance(cell, time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return str(cell)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
