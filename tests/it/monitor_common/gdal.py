"""Reads a monitor's dataset with GDAL's own Parquet driver, and prints what it found as JSON.

gdal.py DATASET, with GDAL_DRIVER_PATH set to the folder of the plugin (gdal_parquet.sh makes it).
"""

import json
import os
import sys

import pyarrow.parquet
import pyogrio
import pyogrio.raw

os.chdir(sys.argv[1])
out = {
    "gdal": pyogrio.__gdal_version_string__,
    "drivers": [],
    "rows": {},
    "fields": {},
    "geometry": [],
    "extent": [],
    "unequal": [],
}


def same(a, b):
    """Whether two columns are equal, nothing where the other has nothing."""
    none = lambda v: v is None or v != v
    return len(a) == len(b) and all(none(x) and none(y) or x == y for x, y in zip(a, b))


drivers = set()
for part in filter(os.path.isdir, ["values", "shifts", "homes"]):
    rows, fields = 0, set()
    for folder, _, files in sorted(os.walk(part)):
        for name in sorted(files):
            path = os.path.join(folder, name)
            info = pyogrio.read_info(path)
            drivers.add(info["driver"])
            rows += info["features"]
            fields.update(zip(map(str, info["fields"]), map(str, info["dtypes"])))
            meta, _, geometry, columns = pyogrio.raw.read(path)
            table = pyarrow.parquet.read_table(path, partitioning=None)
            for field, column in zip(meta["fields"], columns):
                if not same(list(column), table[str(field)].to_pylist()):
                    out["unequal"].append(f"{path}: {field}")
            if part == "homes":
                out["geometry"].append([info["geometry_type"], info["crs"]])
                out["extent"].append(list(pyogrio.read_info(path, force_total_bounds=True)["total_bounds"]))
                if list(geometry) != table["geometry"].to_pylist():
                    out["unequal"].append(f"{path}: geometry")
    out["rows"][part] = rows
    out["fields"][part] = sorted(fields)
out["drivers"] = sorted(drivers)
json.dump(out, sys.stdout, indent=1)
