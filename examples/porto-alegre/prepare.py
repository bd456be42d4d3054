#!/usr/bin/env python3
"""Groups and areas for Porto Alegre, from the hexagons themselves. Needs Python 3.8 and nothing else.

    python3 examples/porto-alegre/prepare.py [HEXGRID.csv [FOLDER]]

writes homes.csv, squares.geojson and study.toml into examples/porto-alegre/prepared/.

The hexagons hold no income. What they do hold is where people and where jobs are, and in Brazilian
cities low incomes live mostly where few jobs are. So residents are cut into three groups of about
equal size by jobs per resident within 1.5 km of their hexagon. That is a fact about the PLACE, a
stand-in for its standing; it says nothing of any person's income, and a rich suburb without jobs is
in the "job poor" third too. With a real income column, use that instead.

The squares are drawn by this script (about 2 km); they are no neighbourhoods and bear no names.
"""
import csv
import json
import math
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
NEAR_M = 1500.0
SQUARE_M = 2000.0


def main():
    source = HERE / "../../../shared/data/porto-alegre/poa_hexgrid.csv"
    if len(sys.argv) > 1:
        source = pathlib.Path(sys.argv[1])
    out = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else HERE / "prepared"
    with open(source, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))

    # A flat picture in metres; good to a few metres over a city.
    lat0 = sum(float(r["lat"]) for r in rows) / len(rows)
    m_lon, m_lat = 111320 * math.cos(math.radians(lat0)), 110950
    at = [(float(r["lon"]) * m_lon, float(r["lat"]) * m_lat) for r in rows]
    number = lambda r, key: float(r[key] or 0)  # noqa: E731
    ratio = []
    for x, y in at:
        near = [r for r, (u, v) in zip(rows, at) if math.hypot(u - x, v - y) <= NEAR_M]
        people = sum(number(r, "population") for r in near)
        ratio.append(sum(number(r, "jobs") for r in near) / max(people, 1))

    # Thirds of the residents, from the fewest jobs per resident to the most.
    total = sum(number(r, "population") for r in rows)
    names = ["job_poor_third", "middle_third", "job_rich_third"]
    third, passed = [0] * len(rows), 0.0
    for i in sorted(range(len(rows)), key=lambda i: (ratio[i], rows[i]["id"])):
        third[i] = min(int(3 * (passed + number(rows[i], "population") / 2) / total), 2)
        passed += number(rows[i], "population")

    out.mkdir(parents=True, exist_ok=True)
    with open(out / "homes.csv", "w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["id", "lon", "lat", "population", *names, "jobs_per_resident_nearby"])
        for r, k, q in zip(rows, third, ratio):
            people = r["population"]
            table.writerow([r["id"], r["lon"], r["lat"], people]
                           + [people if k == n else 0 for n in range(3)] + [f"{q:.4f}"])

    west, south = min(x for x, _ in at) - 1, min(y for _, y in at) - 1
    squares = sorted({(int((x - west) // SQUARE_M), int((y - south) // SQUARE_M)) for x, y in at})
    features = []
    for c, r in squares:
        x0, y0 = west + c * SQUARE_M, south + r * SQUARE_M
        ring = [(x0, y0), (x0 + SQUARE_M, y0), (x0 + SQUARE_M, y0 + SQUARE_M), (x0, y0 + SQUARE_M), (x0, y0)]
        features.append({
            "type": "Feature",
            "properties": {"code": f"{c:02}{r:02}", "name": f"square {chr(65 + c)}{r + 1}"},
            "geometry": {"type": "Polygon",
                         "coordinates": [[[round(x / m_lon, 6), round(y / m_lat, 6)] for x, y in ring]]},
        })
    with open(out / "squares.geojson", "w", encoding="utf-8") as file:
        json.dump({"type": "FeatureCollection", "features": features}, file)

    study = (HERE / "study.toml").read_text(encoding="utf-8")
    data = source.resolve().parent.as_posix()
    study = study.replace("../../../shared/data/porto-alegre", data)
    head, rest = study.split("[homes]", 1)
    _, rest = rest.split("[[persona]]", 1)
    homes = """[homes]
file = "homes.csv"
[homes.groups]
everyone       = "population"
job_poor_third = "job_poor_third"     # of the place, not of the person: see prepare.py
middle_third   = "middle_third"
job_rich_third = "job_rich_third"
[homes.ranks]
jobs_nearby = "jobs_per_resident_nearby"

[[areas]]
level = "square"
file  = "squares.geojson"
code  = "code"
name  = "name"

"""
    (out / "study.toml").write_text(head + homes + "[[persona]]" + rest, encoding="utf-8")
    print(f"{len(rows)} hexagons, {len(squares)} squares: {out / 'study.toml'}")


if __name__ == "__main__":
    main()
