"""Places in every EPSG system and in WGS 84, by PROJ (`pip install pyproj numpy`).

Lines on standard output: `code TAB x TAB y TAB lon TAB lat` for up to 49 places over the area of each
system, as far as PROJ has a shift to WGS 84 that needs no grid; and `code TAB shift TAB towgs84` with the
seven parameters that PROJ prefers. `tests/it/crs.rs` makes the list of systems out of them.
"""

import re
import warnings

import numpy as np
from pyproj import CRS, Transformer
from pyproj.database import query_crs_info
from pyproj.enums import PJType
from pyproj.transformer import TransformerGroup

warnings.simplefilter("ignore")
WGS84 = CRS(4326)
SIDE = np.linspace(0.03, 0.97, 7)
KINDS = [PJType.PROJECTED_CRS, PJType.GEOGRAPHIC_2D_CRS, PJType.GEOGRAPHIC_3D_CRS, PJType.COMPOUND_CRS]


def horizontal(code):
    crs = CRS.from_epsg(code)
    if crs.is_compound:
        crs = crs.sub_crs_list[0]
    return crs.to_2d() if crs.is_geographic and len(crs.axis_info) == 3 else crs


def shift(crs):
    """The parameters of the best operation, where it is one of seven parameters or none."""
    best = TransformerGroup(crs, WGS84, always_xy=True, allow_ballpark=False).transformers[0].definition
    found = re.findall(r"proj=helmert ([^|]*?)(?= step|$)", best)
    if "grid" in best or "molobadekas" in best or len(found) > 1:
        return None
    if not found:
        return "0,0,0"
    given = dict(part.split("=") for part in found[0].split() if "=" in part)
    sign = -1 if given.get("convention") == "coordinate_frame" else 1
    values = [float(given.get(k, 0)) for k in ("x", "y", "z")]
    turned = [sign * float(given.get(k, 0)) for k in ("rx", "ry", "rz")] + [float(given.get("s", 0))]
    return ",".join("%.7g" % v for v in (values + turned if any(turned) else values))


for code, info in sorted({int(i.code): i for k in KINDS for i in query_crs_info("EPSG", [k], allow_deprecated=True)}.items()):
    if code > 65535 or info.area_of_use is None:
        continue
    try:
        crs = horizontal(code)
        to = Transformer.from_crs(crs, WGS84, always_xy=True, allow_ballpark=False)
        parameters = shift(crs)
    except Exception:
        continue
    west, south, east, north = info.area_of_use.bounds
    lon, lat = np.meshgrid(west + (east - west + (360 if east < west else 0)) * SIDE, south + (north - south) * SIDE)
    lon, lat = (lon.ravel() + 180) % 360 - 180, lat.ravel()
    x, y = to.transform(lon, lat, direction="INVERSE")
    back_lon, back_lat = to.transform(x, y)
    if parameters:
        print(code, "shift", parameters, sep="\t")
    for at in zip(x, y, back_lon, back_lat, lon, lat):
        near = abs(at[2] - at[4]) < 1e-4 or abs(abs(at[2] - at[4]) - 360) < 1e-4
        if all(map(np.isfinite, at)) and near and abs(at[3] - at[5]) < 1e-4:
            print(code, *(repr(float(v)) for v in at[:4]), sep="\t")
