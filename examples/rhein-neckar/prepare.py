#!/usr/bin/env python3
"""Homes for the Rhein-Neckar example: there are no statistics of people in the data folder, so every
square of 500 m with a stop within 800 m counts once. Writes prepared/homes.csv. Standard library only.

Usage: python3 examples/rhein-neckar/prepare.py [GTFS.zip]
"""

import csv
import io
import math
import pathlib
import sys
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
DATA = HERE.parents[2] / "shared" / "data" / "rhein-neckar" / "rnv_2016-10_12.gtfs.zip"
SIDE_M, REACH_M = 500.0, 800.0
LON0, LAT0 = 8.15, 49.30
PER_LAT = 111_195.0
PER_LON = PER_LAT * math.cos(math.radians(49.45))


def main() -> None:
    feed = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else DATA
    with zipfile.ZipFile(feed) as archive, archive.open("stops.txt") as file:
        rows = list(csv.DictReader(io.TextIOWrapper(file, "utf-8-sig")))
    cells = set()
    around = math.ceil(REACH_M / SIDE_M)
    for row in rows:
        x = (float(row["stop_lon"]) - LON0) * PER_LON
        y = (float(row["stop_lat"]) - LAT0) * PER_LAT
        column, line = int(x // SIDE_M), int(y // SIDE_M)
        for i in range(column - around, column + around + 1):
            for j in range(line - around, line + around + 1):
                dx, dy = (i + 0.5) * SIDE_M - x, (j + 0.5) * SIDE_M - y
                if math.hypot(dx, dy) <= REACH_M:
                    cells.add((i, j))
    out = HERE / "prepared"
    out.mkdir(exist_ok=True)
    with open(out / "homes.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "lon", "lat"])
        for i, j in sorted(cells):
            lon = LON0 + (i + 0.5) * SIDE_M / PER_LON
            lat = LAT0 + (j + 0.5) * SIDE_M / PER_LAT
            writer.writerow([f"c{i:03}-{j:03}", f"{lon:.6f}", f"{lat:.6f}"])
    print(f"{len(cells)} squares in {out / 'homes.csv'}")


if __name__ == "__main__":
    main()
