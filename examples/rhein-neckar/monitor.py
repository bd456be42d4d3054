#!/usr/bin/env python3
"""Three editions for the monitor of Rhein-Neckar. Timetables are real (September and November 2016); people are not:
every square of prepared/homes.csv has 100, of whom 20 have a low income. The third edition is the second with changes
that are made up and written here:

* people: in squares within 4 km of an A&E of the city centres, 6 of the 20 with a low income leave; as many in all
  arrive, evenly, in squares 9 km or more from every A&E;
* facilities: the A&E of Ludwigshafen closes.

Writes prepared/people.csv, prepared/people-moved.csv, prepared/hospitals-fewer.csv and prepared/squares.geojson
(squares of 5 km in the place of municipalities). Run prepare.py first. Standard library only.

Usage: python3 examples/rhein-neckar/monitor.py
"""

import csv
import json
import math
import pathlib

HERE = pathlib.Path(__file__).resolve().parent
OUT = HERE / "prepared"
PER_LAT = 111_195.0
PER_LON = PER_LAT * math.cos(math.radians(49.45))
LON0, LAT0, SIDE_M = 8.15, 49.30, 5000.0
NEAR_M, FAR_M = 4000.0, 9000.0
PEOPLE, LOW, LEAVE = 100, 20, 6


def metres(row):
    return (float(row["lon"]) - LON0) * PER_LON, (float(row["lat"]) - LAT0) * PER_LAT


def write(name, homes, low):
    with open(OUT / name, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "lon", "lat", "people", "low_income"])
        for home, n in zip(homes, low):
            writer.writerow([home["id"], home["lon"], home["lat"], PEOPLE, f"{n:.3f}".rstrip("0").rstrip(".")])


def main() -> None:
    homes = list(csv.DictReader(open(OUT / "homes.csv", encoding="utf-8")))
    hospitals = list(csv.DictReader(open(HERE / "hospitals.csv", encoding="utf-8")))
    nearest = [min(math.dist(metres(h), metres(x)) for x in hospitals) for h in homes]
    leave = [LEAVE if d <= NEAR_M else 0 for d in nearest]
    far = sum(d >= FAR_M for d in nearest)
    arrive = [sum(leave) / far if d >= FAR_M else 0 for d in nearest]
    write("people.csv", homes, [LOW] * len(homes))
    write("people-moved.csv", homes, [LOW - a + b for a, b in zip(leave, arrive)])
    with open(OUT / "hospitals-fewer.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, hospitals[0].keys())
        writer.writeheader()
        writer.writerows(h for h in hospitals if h["id"] != "klinikum-ludwigshafen")
    squares = sorted({tuple(int(v // SIDE_M) for v in metres(h)) for h in homes})
    features = []
    for i, j in squares:
        x, y = LON0 + i * SIDE_M / PER_LON, LAT0 + j * SIDE_M / PER_LAT
        dx, dy = SIDE_M / PER_LON, SIDE_M / PER_LAT
        ring = [[x, y], [x + dx, y], [x + dx, y + dy], [x, y + dy], [x, y]]
        about = {"code": f"S{i:02}{j:02}", "name": f"Square {i}-{j}"}
        shape = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": about, "geometry": shape})
    with open(OUT / "squares.geojson", "w", encoding="utf-8") as file:
        json.dump({"type": "FeatureCollection", "features": features}, file)
    print(f"{sum(leave)} of {LOW * len(homes)} with a low income move; {len(squares)} squares of 5 km")


if __name__ == "__main__":
    main()
