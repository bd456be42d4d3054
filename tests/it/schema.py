"""Checks a page as data against its published schema: python schema.py RESULTS_FOLDER"""

import json
import sys
from pathlib import Path

import jsonschema

page = json.loads((Path(sys.argv[1]) / "report.json").read_text(encoding="utf-8"))
docs = Path(__file__).parents[2] / "docs"
schema = json.loads((docs / "report.schema.json").read_text(encoding="utf-8"))
check = jsonschema.Draft202012Validator(schema)
check.check_schema(schema)
errors = [f"{error.json_path}: {error.message[:200]}" for error in check.iter_errors(page)]
assert not errors, errors[:10]
# A page without its parts, or with a block of no kind, must not pass.
for broken in (
    {key: value for key, value in page.items() if key != "parts"},
    {**page, "parts": [{"id": "x", "title": {"text": "x"}, "blocks": [{"block": "other"}]}]},
):
    assert not check.is_valid(broken)
print(f"{len(page['parts'])} parts valid by its schema")
