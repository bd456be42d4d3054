"""Compares results.xlsx of a results folder with its CSV files: every sheet, row and value."""

import csv
import datetime
import sys
from pathlib import Path

import openpyxl

folder = Path(sys.argv[1])
book = openpyxl.load_workbook(folder / "results.xlsx")
tables = {path.stem: path for path in folder.glob("*.csv")}
sheets = book.sheetnames[1:-1]
assert set(sheets) <= set(tables), (sheets, tables)
listed = [row[0].value for row in book.worksheets[0].iter_rows(min_row=4)]
assert set(listed) == set(tables), (listed, tables)
columns = list(book.worksheets[-1].iter_rows(min_row=2, values_only=True))
equal = 0
for name in sheets:
    sheet = book[name]
    with open(tables[name], newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    assert sheet.freeze_panes == "A2", name
    assert sheet.max_row == len(rows) + 1, (name, sheet.max_row, len(rows))
    assert [row[2] for row in columns if row[0] == name] == header, name
    for column, field in enumerate(header, start=1):
        note = sheet.cell(1, column).comment.text
        assert field in note.splitlines()[0], (name, note)
    for n, (due, found) in enumerate(zip(rows, sheet.iter_rows(min_row=2, values_only=True))):
        for field, text, value in zip(header, due, found):
            at = (name, n, field, text, value)
            if value is None:
                assert text == "", at
            elif isinstance(value, datetime.datetime):
                assert value.date().isoformat() == text, at
            elif isinstance(value, datetime.time):
                assert value.strftime("%H:%M") == text, at
            elif isinstance(value, datetime.timedelta):
                minutes = round(value.total_seconds() / 60)
                assert f"{minutes // 60:02}:{minutes % 60:02}" == text, at
            elif isinstance(value, str):
                assert value == text.removeprefix("'"), at
            else:
                assert float(text) == value, at
            equal += 1
print(f"{len(sheets)} sheets, {equal} cells equal")
