//! Report areas: polygons with a code and a name, and which area a place lies in.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use geo::coordinate_position::CoordPos;
use geo::{BoundingRect, Coord, Geometry, LineString, MultiPolygon, Polygon};
use rayon::prelude::*;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use crate::diagnostics::{Error, Fault, Finding, Findings, InputError, Severity};
use crate::input::crs::{Crs, looks_like_rd};
use crate::input::features::{self, Feature, interior};
use crate::input::inside::{self, Strips};
use crate::input::lost;
use crate::input::number::looks_like_missing;
use crate::units::LonLat;

/// How a file of areas is to be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AreaOptions {
    /// Name of the level, e.g. `buurt`.
    pub level: String,
    /// Property with the code. Codes are text, also where the file has numbers.
    pub code: String,
    /// Property with the name; without it the code stands for it.
    pub name: Option<String>,
    /// System of the coordinates where the file doesn't say, as `EPSG:28992`.
    pub crs: Option<String>,
    /// Layer of a GeoPackage; may be left out where there is only one.
    pub layer: Option<String>,
    /// Codes that mean "no area", e.g. `-99997`.
    pub missing: Vec<String>,
}

/// An area to report by.
#[derive(Clone, Debug, PartialEq)]
pub struct Area {
    /// Code, exactly as it stands in the file.
    pub code: String,
    /// Name.
    pub name: String,
    /// Outline, WGS 84 degrees.
    pub shape: MultiPolygon<f64>,
}

type Entry = GeomWithData<Rectangle<[f64; 2]>, usize>;

/// The areas of one level, in the order of the file, found by place.
#[derive(Clone, Debug)]
pub struct AreaLayer {
    /// Name of the level.
    pub level: String,
    /// The file, for messages.
    pub file: String,
    /// The areas; no two have the same code.
    pub areas: Vec<Area>,
    index: RTree<Entry>,
    /// `[area][polygon]`.
    strips: Vec<Vec<Option<Strips>>>,
}

impl AreaLayer {
    /// A layer of given areas, which must have different codes.
    pub fn new(level: String, file: String, areas: Vec<Area>) -> Self {
        let entries = areas.iter().enumerate().flat_map(|(i, area)| {
            area.shape.0.iter().filter_map(move |polygon| {
                let b = polygon.bounding_rect()?;
                let corners = Rectangle::from_corners(b.min().into(), b.max().into());
                Some(GeomWithData::new(corners, i))
            })
        });
        let index = RTree::bulk_load(entries.collect());
        let strips = (areas.par_iter())
            .map(|area| area.shape.0.iter().map(Strips::new).collect())
            .collect();
        AreaLayer {
            level,
            file,
            areas,
            index,
            strips,
        }
    }

    /// The area that holds a place, by its number in [`AreaLayer::areas`]; borders belong to it.
    /// Where several do, the first in the file.
    pub fn locate(&self, place: LonLat) -> Option<usize> {
        let holds = |i: &usize| self.position(*i, place) != CoordPos::Outside;
        self.near(place).into_iter().find(holds)
    }

    /// The first two areas that a place lies in without being on their borders, if there are two.
    pub fn overlap_at(&self, place: LonLat) -> Option<[usize; 2]> {
        let holds = |i: &usize| self.position(*i, place) == CoordPos::Inside;
        let near = self.near(place);
        if near.len() < 2 {
            return None;
        }
        let mut all = near.into_iter().filter(holds);
        Some([all.next()?, all.next()?])
    }

    /// West, south, east, north of all areas; none without any.
    pub fn bounds(&self) -> Option<[f64; 4]> {
        let boxes = self.areas.iter().filter_map(|a| a.shape.bounding_rect());
        boxes
            .map(|b| [b.min().x, b.min().y, b.max().x, b.max().y])
            .reduce(|a, b| {
                [
                    a[0].min(b[0]),
                    a[1].min(b[1]),
                    a[2].max(b[2]),
                    a[3].max(b[3]),
                ]
            })
    }

    /// The longer side of the box around an area, metres.
    pub fn width_m(&self, area: usize) -> f64 {
        let bounds = self.areas.get(area).and_then(|a| a.shape.bounding_rect());
        bounds.map_or(0.0, |b| {
            let (low, high, middle) = (b.min(), b.max(), b.center());
            let side = |a: (f64, f64), b: (f64, f64)| {
                let at = |p: (f64, f64)| LonLat { lon: p.0, lat: p.1 };
                at(a).distance_m(at(b))
            };
            let across = side((low.x, middle.y), (high.x, middle.y));
            across.max(side((middle.x, low.y), (middle.x, high.y)))
        })
    }

    fn position(&self, area: usize, place: LonLat) -> CoordPos {
        let at = Coord {
            x: place.lon,
            y: place.lat,
        };
        let (Some(area), Some(strips)) = (self.areas.get(area), self.strips.get(area)) else {
            return CoordPos::Outside;
        };
        let mut border = false;
        for (polygon, strips) in area.shape.0.iter().zip(strips) {
            match inside::position(polygon, strips.as_ref(), at) {
                CoordPos::Inside => return CoordPos::Inside,
                CoordPos::OnBoundary => border = true,
                CoordPos::Outside => {}
            }
        }
        if border {
            CoordPos::OnBoundary
        } else {
            CoordPos::Outside
        }
    }

    /// Areas with a polygon whose box holds a place, ascending.
    fn near(&self, place: LonLat) -> Vec<usize> {
        let point = AABB::from_point([place.lon, place.lat]);
        let mut found: Vec<usize> = self
            .index
            .locate_in_envelope_intersecting(point)
            .map(|entry| entry.data)
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// Reads areas from a `.geojson`, `.json` or `.gpkg` file.
///
/// Errors: a damaged file, no such property, no usable area. Findings: features without a code or
/// a polygon (left out), several features with one code (joined), rings that are no rings (left
/// out) or cross themselves (kept).
pub fn read_areas(path: &Path, options: &AreaOptions) -> Result<(AreaLayer, Findings), Error> {
    if !features::is_feature_file(path) {
        let file = path.display().to_string();
        return Err(Fault::FormatUnknown
            .at(file, "is not a file of areas")
            .hint("areas are polygons in a .geojson or .gpkg file")
            .into());
    }
    let source = features::read(path, options.layer.as_deref())?;
    let crs = source.system(options.crs.as_deref())?;
    let file = &source.file;
    for wanted in std::iter::once(&options.code).chain(&options.name) {
        require(file, &source.list, wanted)?;
    }
    let mut findings = Findings::default();
    let mut areas: Vec<Area> = Vec::new();
    let mut number_of: HashMap<String, usize> = HashMap::new();
    let mut parts: BTreeMap<usize, u64> = BTreeMap::new();
    let mut outside: Option<InputError> = None;
    let mut left_out = source.list.len();
    for feature in &source.list {
        let code = feature.property(&options.code).unwrap_or_default();
        let no_code = code.trim().is_empty()
            || options.missing.iter().any(|m| m == code)
            || code.trim().parse().is_ok_and(looks_like_missing);
        if no_code {
            let record = feature.id.clone().unwrap_or_default();
            let message = format!("its code is {code:?}");
            findings.warn(
                "area-without-code",
                file,
                Some(feature.line),
                record,
                message,
                "left out",
            );
            continue;
        }
        let shape = match outline(feature) {
            Ok(native) => tidy(native, file, feature.line, code, &mut findings),
            Err(problem) => {
                findings.warn(
                    "area-without-polygon",
                    file,
                    Some(feature.line),
                    code,
                    problem,
                    "left out",
                );
                continue;
            }
        };
        if shape.0.is_empty() {
            let problem = "it has no ring of three different corners";
            findings.warn(
                "area-without-polygon",
                file,
                Some(feature.line),
                code,
                problem,
                "left out",
            );
            continue;
        }
        let shape = match to_wgs84(&crs, shape) {
            Ok(shape) => shape,
            Err(c) => {
                let e = out_of_range(file, &crs, feature.line, c);
                findings.warn(
                    "area-out-of-range",
                    file,
                    Some(feature.line),
                    code,
                    e.problem.to_string(),
                    "left out",
                );
                outside = outside.or(Some(e));
                continue;
            }
        };
        left_out -= 1;
        match number_of.get(code) {
            Some(&at) => {
                if let Some(area) = areas.get_mut(at) {
                    area.shape.0.extend(shape.0);
                }
                *parts.entry(at).or_insert(1) += 1;
            }
            None => {
                let name = options.name.as_deref().and_then(|n| feature.property(n));
                let name = name.filter(|n| !n.trim().is_empty()).unwrap_or(code);
                number_of.insert(code.to_owned(), areas.len());
                areas.push(Area {
                    code: code.to_owned(),
                    name: name.to_owned(),
                    shape,
                });
            }
        }
    }
    for (at, n) in parts {
        findings.push(Finding {
            severity: Severity::Note,
            code: "area-in-parts".into(),
            file: file.clone(),
            line: None,
            record: areas.get(at).map(|a| a.code.clone()).unwrap_or_default(),
            message: format!("{n} features have this code"),
            action: "joined into one area".to_owned(),
        });
    }
    if areas.is_empty() {
        return Err(outside
            .unwrap_or_else(|| Fault::AreasUnusable.at(file, "has no usable area"))
            .into());
    }
    if lost::is_much(left_out, source.list.len()) {
        findings.push(Finding {
            severity: Severity::Serious,
            code: "areas-many-left-out".into(),
            file: file.clone(),
            line: None,
            record: options.level.clone(),
            message: format!(
                "{left_out} of its {} features are no usable area",
                source.list.len()
            ),
            action: "left out".to_owned(),
        });
    }
    let layer = AreaLayer::new(options.level.clone(), file.clone(), areas);
    Ok((layer, findings))
}

/// Names areas of which a point in the middle lies in another one too.
pub fn note_overlaps(layer: &AreaLayer, findings: &mut Findings) {
    let code = |i: usize| layer.areas.get(i).map_or("", |a| &a.code);
    let overlaps: Vec<Option<[usize; 2]>> = (layer.areas.par_iter())
        .map(|area| {
            let middle = interior::inside(&area.shape)?;
            layer.overlap_at(LonLat::new(middle.x, middle.y)?)
        })
        .collect();
    for (i, [first, second]) in overlaps
        .into_iter()
        .enumerate()
        .filter_map(|(i, o)| Some((i, o?)))
    {
        let other = if first == i { second } else { first };
        findings.warn(
            "areas-overlap",
            &layer.file,
            None,
            code(i),
            format!(
                "overlaps with {:?}, another area of level {:?}",
                code(other),
                layer.level
            ),
            format!(
                "places in both count for {:?}, the first in the file",
                code(first)
            ),
        );
    }
}

/// All polygons of a file as one shape, WGS 84 degrees, where no code tells them apart.
///
/// Errors: as [`read_areas`]; also a feature that is no polygon, since nothing would tell of it.
pub fn read_shape(
    path: &Path,
    layer: Option<&str>,
    crs: Option<&str>,
) -> Result<MultiPolygon<f64>, Error> {
    if !features::is_feature_file(path) {
        let file = path.display().to_string();
        return Err(Fault::FormatUnknown
            .at(file, "is not a file of areas")
            .hint("areas are polygons in a .geojson or .gpkg file")
            .into());
    }
    let source = features::read(path, layer)?;
    let crs = source.system(crs)?;
    let mut all = MultiPolygon(Vec::new());
    for feature in &source.list {
        let refuse = |problem: String| {
            Fault::AreasUnusable
                .at(&source.file, problem)
                .line(feature.line)
        };
        let shape = outline(feature).map_err(refuse)?;
        for polygon in &shape.0 {
            let mut rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
            if !rings.all(has_three_corners) {
                return Err(refuse("has a ring without three different corners".to_owned()).into());
            }
        }
        let shape = to_wgs84(&crs, shape)
            .map_err(|corner| out_of_range(&source.file, &crs, feature.line, corner))?;
        all.0.extend(shape.0);
    }
    if all.0.is_empty() {
        return Err(Fault::AreasUnusable
            .at(&source.file, "has no usable area")
            .into());
    }
    Ok(all)
}

/// Refuses a property that no feature has, naming those there are.
fn require(file: &str, list: &[Feature], wanted: &str) -> Result<(), InputError> {
    if list.is_empty() {
        return Err(Fault::Empty.at(file, "has no features"));
    }
    if list.iter().any(|f| f.property(wanted).is_some()) {
        return Ok(());
    }
    let known: Vec<&str> = list
        .first()
        .map(|f| f.properties.iter().map(|(n, _)| &**n).collect())
        .unwrap_or_default();
    super::points::find(file, wanted, known.into_iter()).map(|_| ())
}

/// The polygons of a feature, in the file's coordinates.
fn outline(feature: &Feature) -> Result<MultiPolygon<f64>, String> {
    match &feature.geometry {
        Ok(Some(Geometry::Polygon(p))) => Ok(MultiPolygon(vec![p.clone()])),
        Ok(Some(Geometry::MultiPolygon(m))) => Ok(m.clone()),
        Ok(Some(_)) => Err("its geometry is not a polygon".to_owned()),
        Ok(None) => Err("it has no geometry".to_owned()),
        Err(problem) => Err(problem.clone()),
    }
}

/// Leaves out rings without three different corners, and tells of rings that cross themselves.
fn tidy(
    shape: MultiPolygon<f64>,
    file: &str,
    line: u64,
    code: &str,
    findings: &mut Findings,
) -> MultiPolygon<f64> {
    let (mut dropped, mut crossed) = (0, 0);
    let mut out = Vec::with_capacity(shape.0.len());
    for polygon in shape {
        let (outer, inner) = polygon.into_inner();
        if !has_three_corners(&outer) {
            dropped += 1 + inner.len();
            continue;
        }
        let before = inner.len();
        let inner: Vec<_> = inner.into_iter().filter(has_three_corners).collect();
        dropped += before - inner.len();
        crossed += usize::from(crosses_itself(&outer));
        crossed += inner.iter().filter(|r| crosses_itself(r)).count();
        out.push(Polygon::new(outer, inner));
    }
    if dropped > 0 {
        let message = format!("rings without three different corners: {dropped}");
        findings.warn(
            "area-ring-degenerate",
            file,
            Some(line),
            code,
            message,
            "left out",
        );
    }
    if crossed > 0 {
        findings.push(Finding {
            severity: Severity::Note,
            code: "area-ring-crosses-itself".into(),
            file: file.to_owned(),
            line: Some(line),
            record: code.to_owned(),
            message: format!("rings that cross themselves: {crossed}"),
            action: "used as they are".to_owned(),
        });
    }
    MultiPolygon(out)
}

/// Whether a ring has three different corners.
pub(crate) fn has_three_corners(ring: &LineString<f64>) -> bool {
    let mut corners: Vec<(u64, u64)> = Vec::new();
    for c in &ring.0 {
        let key = (c.x.to_bits(), c.y.to_bits());
        if !corners.contains(&key) {
            corners.push(key);
        }
        if corners.len() == 3 {
            return true;
        }
    }
    false
}

/// Pairs of edges compared for each edge before a ring is taken to be in order: a bound on the time
/// that a ring made to be slow can take.
const MAX_PAIRS: u64 = 100;

/// Whether two edges of a ring cross in their middles. Edges are compared along the axis on which they
/// are shorter.
pub(crate) fn crosses_itself(ring: &LineString<f64>) -> bool {
    let mut edges: Vec<(Coord<f64>, Coord<f64>)> = ring.lines().map(|l| (l.start, l.end)).collect();
    let most = 10_000 + MAX_PAIRS * edges.len() as u64;
    let along = |axis: fn(&Coord<f64>) -> f64| -> f64 {
        let at = |c: &Coord<f64>| axis(c);
        let (low, high) = edges
            .iter()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), e| {
                (l.min(at(&e.0)), h.max(at(&e.0)))
            });
        edges
            .iter()
            .map(|e| (at(&e.0) - at(&e.1)).abs())
            .sum::<f64>()
            / (high - low)
    };
    if along(|c| c.y) < along(|c| c.x) {
        for (a, b) in &mut edges {
            (*a, *b) = (Coord { x: a.y, y: a.x }, Coord { x: b.y, y: b.x });
        }
    }
    edges.sort_by(|a, b| a.0.x.min(a.1.x).total_cmp(&b.0.x.min(b.1.x)));
    let side = |a: Coord<f64>, b: Coord<f64>, c: Coord<f64>| {
        (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
    };
    let mut pairs = 0u64;
    for (i, &(a, b)) in edges.iter().enumerate() {
        let until = a.x.max(b.x);
        for &(c, d) in edges.iter().skip(i + 1) {
            pairs += 1;
            if c.x.min(d.x) > until || pairs > most {
                break;
            }
            let across = side(a, b, c) * side(a, b, d) < 0.0 && side(c, d, a) * side(c, d, b) < 0.0;
            if across {
                return true;
            }
        }
    }
    false
}

/// All corners in WGS 84, or the first that has no place there.
fn to_wgs84(crs: &Crs, shape: MultiPolygon<f64>) -> Result<MultiPolygon<f64>, Coord<f64>> {
    let line = |l: &LineString<f64>| -> Result<LineString<f64>, Coord<f64>> {
        let place = |c: &Coord<f64>| {
            crs.to_wgs84(c.x, c.y)
                .map(|p| Coord { x: p.lon, y: p.lat })
                .ok_or(*c)
        };
        Ok(LineString(l.0.iter().map(place).collect::<Result<_, _>>()?))
    };
    let polygon = |p: &Polygon<f64>| -> Result<Polygon<f64>, Coord<f64>> {
        let inner = p.interiors().iter().map(line).collect::<Result<_, _>>()?;
        Ok(Polygon::new(line(p.exterior())?, inner))
    };
    Ok(MultiPolygon(
        shape.0.iter().map(polygon).collect::<Result<_, _>>()?,
    ))
}

fn out_of_range(file: &str, crs: &Crs, line: u64, c: Coord<f64>) -> InputError {
    let e = Fault::PositionInvalid
        .at(
            file,
            format!("has a corner that is not a position in {}", crs.name()),
        )
        .line(line)
        .value(format!("{}, {}", c.x, c.y));
    if crs.is_wgs84() && looks_like_rd(c.x, c.y) {
        e.hint("these look like Dutch RD New metres: give crs EPSG:28992")
    } else {
        e.hint("are the coordinates in the order longitude, latitude (x, y)?")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::polygon;

    fn square(x: f64, code: &str) -> Area {
        let p = polygon![(x: x, y: 0.), (x: x + 1., y: 0.), (x: x + 1., y: 1.), (x: x, y: 1.)];
        Area {
            code: code.into(),
            name: code.into(),
            shape: MultiPolygon(vec![p]),
        }
    }

    #[test]
    fn a_place_on_a_border_belongs_to_the_first_area() {
        let layer = AreaLayer::new(
            "l".into(),
            "f".into(),
            vec![square(1., "b"), square(0., "a")],
        );
        let at = |lon, lat| layer.locate(LonLat { lon, lat });
        assert_eq!(at(0.5, 0.5), Some(1));
        assert_eq!(at(1.5, 0.5), Some(0));
        assert_eq!(at(1.0, 0.5), Some(0));
        assert_eq!(at(0.0, 0.0), Some(1));
        assert_eq!(at(2.5, 0.5), None);
    }

    #[test]
    fn rings_that_cross_themselves_are_seen() {
        let ring = |v: &[(f64, f64)]| LineString::from(v.to_vec());
        assert!(crosses_itself(&ring(&[
            (0., 0.),
            (2., 2.),
            (2., 0.),
            (0., 2.),
            (0., 0.)
        ])));
        assert!(!crosses_itself(&ring(&[
            (0., 0.),
            (2., 0.),
            (2., 2.),
            (0., 2.),
            (0., 0.)
        ])));
    }
}
