"""Reads every GeoPackage of a results folder as map programs do, and compares its homes with access.csv or changes.csv."""

import csv
import sqlite3
import sys
import xml.etree.ElementTree as xml
from pathlib import Path

import geopandas
import pyogrio

folder = Path(sys.argv[1])
layers = 0
for path in sorted(folder.glob("*.gpkg")):
    styles = {}
    with sqlite3.connect(path) as db:
        rows = db.execute("SELECT f_table_name, f_geometry_column, useAsDefault, styleQML FROM layer_styles ORDER BY id")
        for table, column, default, qml in rows:
            assert column == "geom", (path, table, column)
            styles.setdefault(table, []).append((default, xml.fromstring(qml)))
    features = [name for name, geometry in pyogrio.list_layers(path) if geometry is not None]
    assert set(features) == set(styles), (path, features, list(styles))
    for layer in features:
        table = geopandas.read_file(path, layer=layer)
        assert table.crs.to_epsg() == 4326, (path, layer, table.crs)
        assert len(table) and table.geometry.is_valid.all(), (path, layer)
        assert [default for default, _ in styles[layer]] == [1] + [0] * (len(styles[layer]) - 1), (path, layer)
        for _, qml in styles[layer]:
            renderer = qml.find("renderer-v2")
            column = renderer.get("attr").strip('"')
            ranges = [(float(r.get("lower")), float(r.get("upper"))) for r in renderer.iter("range")]
            assert len(ranges) == len(list(renderer.iter("symbol"))), (path, layer, column)
            for value in table[column].dropna():
                assert any(low <= value <= high for low, high in ranges), (path, layer, column, value)
        layers += 1

homes = folder / "homes.gpkg"
plain = lambda name: "_".join("".join(c if c.isalnum() else " " for c in name.lower().replace("&", "and")).split())
equal = 0
if homes.exists() and (folder / "access.csv").exists():
    table = geopandas.read_file(homes).set_index("home")
    missed = {}
    with open(folder / "access.csv", newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["norm_missed"]:
                key = (row["home"], row["slot"], row["persona"])
                missed[key] = missed.get(key, 0) + int(row["norm_missed"])
    for (home, slot, persona), count in missed.items():
        value = table.at[home, f"norms_missed_{plain(slot)}_{plain(persona)}"]
        # Empty where one of the norms isn't known; else at most the essential ones are counted.
        assert value != value or value <= count, (home, slot, persona, value, count)
        equal += value == count
    assert equal, "no home's norms agree"
if homes.exists() and (folder / "changes.csv").exists():
    table = geopandas.read_file(homes).set_index(["scenario", "home"])
    with open(folder / "changes.csv", newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            name = f"d_{plain(row['service'])}_{plain(row['slot'])}_{plain(row['persona'])}"
            if row["measure"] != "nearest" or not row["difference"]:
                continue
            value = table.at[(row["scenario"], row["home"]), name]
            assert abs(value - float(row["difference"])) < 0.02, (row, value)
            equal += 1
    assert equal, "no home's change agrees"
print(f"{layers} layers read, {equal} homes and times agree")
