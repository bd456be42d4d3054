"""Reads a monitor's dataset with other people's programs, and prints what they found as JSON.

readers.py DATASET MONITOR.md SCRATCH

pyarrow reads the schema of each part; DuckDB counts rows and answers the questions that the page asks in SQL;
geopandas reads the homes by the GeoParquet metadata, and GDAL (in pyogrio) takes them over into a GeoPackage.
"""

import json
import os
import re
import sys

import duckdb
import geopandas
import pyarrow.dataset
import pyarrow.parquet
import pyogrio

dataset, page, scratch = sys.argv[1:]
page = open(page, encoding="utf-8").read()
os.chdir(dataset)
out = {
    "programs": {
        "pyarrow": pyarrow.__version__,
        "duckdb": duckdb.__version__,
        "geopandas": geopandas.__version__,
        "gdal": pyogrio.__gdal_version_string__,
    },
    "columns": {},
    "partitions": {},
    "rows": {},
    "statistics": {},
}

for part in filter(os.path.isdir, ["values", "shifts", "homes"]):
    read = pyarrow.dataset.dataset(part, partitioning=pyarrow.dataset.partitioning(flavor="hive"))
    out["columns"][part] = {
        f.name: str(f.type) for f in read.schema if f.name not in ("edition", "slot", "region")
    }
    out["partitions"][part] = sorted({p.split("=")[0] for f in read.files for p in f.split("/") if "=" in p})
    out["rows"][part] = {"pyarrow": read.count_rows()}
    file = pyarrow.parquet.ParquetFile(sorted(read.files)[0])
    out["statistics"][part] = all(
        file.metadata.row_group(g).column(c).is_stats_set
        for g in range(file.metadata.num_row_groups)
        for c in range(file.metadata.num_columns)
    )
    [(count,)] = duckdb.sql(f"SELECT count(*) FROM read_parquet('{part}/**/*.parquet')").fetchall()
    out["rows"][part]["duckdb"] = count

out["answers"] = [
    [[str(v) for v in row] for row in duckdb.sql(query).fetchall()]
    for query in re.findall(r"```sql\n(.*?)```", page, re.S)
]

homes = []
for folder, _, files in sorted(os.walk("homes")):
    homes += [geopandas.read_parquet(os.path.join(folder, f)) for f in sorted(files)]
out["crs"] = sorted({":".join(h.crs.to_authority()) for h in homes})
out["rows"]["homes"]["geopandas"] = sum(map(len, homes))
one = homes[0]
out["extent"] = [float(v) for v in one.total_bounds]
target = os.path.join(scratch, "homes.gpkg")
pyogrio.write_dataframe(one, target)
info = pyogrio.read_info(target)
out["gdal"] = {"features": info["features"], "of": len(one), "geometry": info["geometry_type"], "crs": info["crs"]}
json.dump(out, sys.stdout, indent=1)
