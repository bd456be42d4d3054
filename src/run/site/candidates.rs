//! The candidates: from a file, or on a grid.

use crate::diagnostics::{Error, Fault, Findings, InputError, Term, Text};
use crate::input::crs::Crs;
use crate::input::features;
use crate::input::inside::Ready;
use crate::input::points::{PointOptions, read_points};
use crate::input::study::{Site, Study};
use crate::network::Network;
use crate::network::links::StreetLink;
use crate::units::LonLat;
use crate::units::degrees;
use geo::{BoundingRect, Coord, Geometry, LineString, MultiPolygon, Polygon};
use std::path::Path;

/// Places compared, in the order of their file or from south-west to north-east.
#[derive(Clone, Debug, Default)]
pub struct Candidates {
    /// Where they come from, for messages.
    pub file: String,
    /// Ids; on a grid the position.
    pub ids: Vec<String>,
    /// Names; empty where there are none.
    pub names: Vec<String>,
    /// Positions; of a plot a point inside it.
    pub positions: Vec<LonLat>,
    /// Dwellings that can be built; none where not known.
    pub dwellings: Vec<Option<f64>>,
    /// Lines of the file, where there is one.
    lines: Vec<Option<u64>>,
    /// Whether longitude and latitude may have been swapped: the set's own test, by bounds.
    swapped: Vec<LonLat>,
}

/// Most points of a grid looked at.
const MOST_POINTS: f64 = 200_000.0;

/// Reads the candidates' file; none where they are to be laid on a grid.
///
/// # Errors
/// No candidates at all; what a reader refuses; a column that isn't there or holds no amounts; more
/// sites to choose than there are.
pub fn read(
    study: &Study,
    site: &Site,
    findings: &mut Findings,
) -> Result<Option<Candidates>, Error> {
    let Some(file) = &site.candidates else {
        return match site.grid_m {
            Some(_) => Ok(None),
            None => Err(Fault::CandidatesMissing
                .at(study.file.display().to_string(), "no candidates are given")
                .field("site")
                .hint(
                    Text::from("give ")
                        .and(Term::Candidates)
                        .and(" FILE or ")
                        .and(Term::Grid)
                        .and(" METRES, or candidates or grid_m in [site]"),
                )
                .into()),
        };
    };
    let options = PointOptions {
        crs: file.crs.clone(),
        missing: study.homes.missing.clone(),
        id_column: file.id.clone(),
        layer: file.layer.clone(),
    };
    let (set, more) = read_points(&file.path, &options)?;
    findings.append(more);
    let dwellings = match &site.dwellings {
        Some(column) => set.amounts(column)?,
        None => vec![Some(1.0); set.len()],
    };
    for (i, _) in dwellings.iter().enumerate().filter(|(_, d)| d.is_none()) {
        findings.warn(
            "candidate-without-dwellings",
            &set.file,
            Some(set.lines[i]),
            &set.ids[i],
            format!(
                "no value in column {:?}",
                site.dwellings.as_deref().unwrap_or("")
            ),
            "compared, but not chosen",
        );
    }
    let names = set.texts("name").unwrap_or_default();
    let names = (0..set.len()).map(|i| names.get(i).map_or(String::new(), |n| n.trim().to_owned()));
    Ok(Some(Candidates {
        names: names.collect(),
        lines: set.lines.iter().map(|l| Some(*l)).collect(),
        swapped: set
            .positions
            .iter()
            .map(|p| LonLat {
                lon: p.lat,
                lat: p.lon,
            })
            .collect(),
        file: set.file,
        ids: set.ids,
        positions: set.positions,
        dwellings,
    }))
}

/// Refuses more sites than there are candidates.
///
/// # Errors
/// Says how many there are.
pub fn enough(study: &Study, site: &Site, candidates: &Candidates) -> Result<(), Error> {
    let there = candidates.ids.len();
    match site.choose {
        Some(k) if k > there => Err(Fault::CandidatesMissing
            .at(
                study.file.display().to_string(),
                "more sites are to be chosen than there are candidates",
            )
            .field("site choose")
            .value(k.to_string())
            .hint(format!("{} has {there}", candidates.file))
            .into()),
        _ => Ok(()),
    }
}

impl Candidates {
    /// Which candidates are linked to a walkable street; each of the others becomes a finding.
    ///
    /// # Errors
    /// When none is: how far the nearest street is, and what that may come from.
    pub fn linked(&self, network: &Network, findings: &mut Findings) -> Result<Vec<bool>, Error> {
        let linked: Vec<bool> = links(network, &self.positions)
            .iter()
            .map(Option::is_some)
            .collect();
        if !linked.contains(&true) {
            return Err(self.nowhere(network).into());
        }
        for (i, _) in linked.iter().enumerate().filter(|(_, l)| !**l) {
            findings.warn(
                "candidate-not-linked",
                &self.file,
                self.lines.get(i).copied().flatten(),
                &self.ids[i],
                format!(
                    "farther than {} m from any walkable street",
                    network.max_snap_m()
                ),
                "has no values and stands last",
            );
        }
        Ok(linked)
    }

    fn nowhere(&self, network: &Network) -> InputError {
        let nearest = |points: &[LonLat]| {
            (points.iter().take(100))
                .filter_map(|p| distance_to_streets(network, *p))
                .fold(f64::INFINITY, f64::min)
        };
        let metres = nearest(&self.positions);
        let far = if metres < 1000.0 {
            format!("{metres:.0} m")
        } else {
            format!("{:.0} km", metres / 1000.0)
        };
        let hint = if nearest(&self.swapped) <= network.max_snap_m() {
            "longitude and latitude seem to be swapped: lon is degrees east, lat degrees north"
        } else {
            "is the coordinate system right? Give crs in [site.candidates], such as \"EPSG:28992\", or a file of this region"
        };
        let problem = format!(
            "none of its {} candidates lies within {} m of a walkable street of this study; the nearest junction is {far} away",
            self.ids.len(),
            network.max_snap_m(),
        );
        Fault::PointsAllLost.at(&self.file, problem).hint(hint)
    }
}

fn links(network: &Network, points: &[LonLat]) -> Vec<Option<StreetLink>> {
    network.link_points(&network.linker(false), points)
}

/// Metres to the nearest junction, roughly; none without streets.
fn distance_to_streets(network: &Network, at: LonLat) -> Option<f64> {
    let east = at.lat.to_radians().cos();
    let off = |p: &[i32; 2]| {
        let p = degrees(*p);
        ((p.lon - at.lon) * east).hypot(p.lat - at.lat)
    };
    let nearest =
        (network.streets.node_position.iter()).min_by(|a, b| off(a).total_cmp(&off(b)))?;
    Some(degrees(*nearest).distance_m(at))
}

/// Candidates every `metres` over the box around the homes, or over the polygons of `within`; only
/// where there is a street to link to. A grid over the same box always lies the same.
///
/// # Errors
/// A grid so fine that it has too many points, or one that meets no street; what the reader of
/// `within` refuses.
pub fn grid(
    study: &Study,
    site: &Site,
    homes: &[LonLat],
    network: &Network,
) -> Result<Candidates, Error> {
    let metres = site.grid_m.unwrap_or(500.0);
    let area = site.within.as_deref().map(polygons).transpose()?;
    let bounds = match &area {
        Some(shape) => shape
            .bounding_rect()
            .map(|r| [r.min().x, r.min().y, r.max().x, r.max().y]),
        None => homes.iter().fold(None, |b: Option<[f64; 4]>, p| {
            let b = b.unwrap_or([p.lon, p.lat, p.lon, p.lat]);
            Some([
                b[0].min(p.lon),
                b[1].min(p.lat),
                b[2].max(p.lon),
                b[3].max(p.lat),
            ])
        }),
    };
    let refuse = |problem: String, hint: Text| -> Error {
        Fault::OptionInvalid
            .at(study.file.display().to_string(), problem)
            .field("site grid_m")
            .value(metres.to_string())
            .hint(hint)
            .into()
    };
    let [west, south, east, north] =
        bounds.ok_or_else(|| refuse("there is nothing to lay a grid over".into(), "".into()))?;
    let step_lat = metres / 111_200.0;
    let middle = (south + north) / 2.0;
    let step_lon = metres / (111_320.0 * middle.to_radians().cos().max(0.01));
    let count = |from: f64, to: f64, step: f64| ((to - from) / step).floor() + 1.0;
    let (columns, rows) = (count(west, east, step_lon), count(south, north, step_lat));
    if columns * rows > MOST_POINTS {
        return Err(refuse(
            format!("the grid would have {:.0} points", columns * rows),
            Text::from("take a wider grid, or a smaller area with ").and(Term::Within),
        ));
    }
    // Centred, so that both edges are as near to a point.
    let first = |from: f64, to: f64, step: f64, n: f64| from + (to - from - (n - 1.0) * step) / 2.0;
    let (lon0, lat0) = (
        first(west, east, step_lon, columns),
        first(south, north, step_lat, rows),
    );
    let area = area.as_ref().map(Ready::new);
    let mut positions = Vec::new();
    for row in 0..rows as usize {
        for column in 0..columns as usize {
            // As the id has it, so that a file of these ids gives the same points.
            let round = |v: f64| (v * 1e6).round() / 1e6;
            let lon = round(lon0 + column as f64 * step_lon);
            let lat = round(lat0 + row as f64 * step_lat);
            let place = LonLat::new(lon, lat);
            positions.extend(place.filter(|p| area.as_ref().is_none_or(|a| a.contains(*p))));
        }
    }
    let linked = links(network, &positions);
    let positions: Vec<LonLat> = (positions.into_iter().zip(linked))
        .filter_map(|(p, l)| l.map(|_| p))
        .collect();
    if positions.is_empty() {
        return Err(refuse(
            format!(
                "no point of the grid lies within {} m of a walkable street",
                network.max_snap_m()
            ),
            "take a finer grid, or an area that has streets of this study".into(),
        ));
    }
    Ok(Candidates {
        file: format!("grid of {metres} m"),
        ids: positions
            .iter()
            .map(|p| format!("{:.6} {:.6}", p.lon, p.lat))
            .collect(),
        names: vec![String::new(); positions.len()],
        dwellings: vec![Some(1.0); positions.len()],
        lines: vec![None; positions.len()],
        swapped: Vec::new(),
        positions,
    })
}

/// All polygons of a file in one, WGS 84.
fn polygons(path: &Path) -> Result<MultiPolygon<f64>, Error> {
    let refuse = |problem: &str, hint: &str| -> Error {
        Fault::FormatUnknown
            .at(path.display().to_string(), problem)
            .hint(hint.to_owned())
            .into()
    };
    if !features::is_feature_file(path) {
        return Err(refuse(
            "is not a file of areas",
            "areas are polygons in a .geojson or .gpkg file",
        ));
    }
    let source = features::read(path, None)?;
    let crs = source.system(None)?;
    let mut out = Vec::new();
    for feature in &source.list {
        let native = match &feature.geometry {
            Ok(Some(Geometry::Polygon(p))) => vec![p.clone()],
            Ok(Some(Geometry::MultiPolygon(m))) => m.0.clone(),
            _ => continue,
        };
        for polygon in native {
            let outer = ring(&crs, polygon.exterior());
            let inner = polygon
                .interiors()
                .iter()
                .map(|r| ring(&crs, r))
                .collect::<Option<_>>();
            match outer.zip(inner) {
                Some((outer, inner)) => out.push(Polygon::new(outer, inner)),
                None => {
                    return Err(Fault::PositionInvalid
                        .at(
                            &source.file,
                            format!("has a corner that is not a position in {}", crs.name()),
                        )
                        .line(feature.line)
                        .hint("are the coordinates in the order longitude, latitude (x, y)?")
                        .into());
                }
            }
        }
    }
    if out.is_empty() {
        return Err(refuse(
            "has no polygons",
            "the area of a grid is one polygon or more",
        ));
    }
    Ok(MultiPolygon(out))
}

fn ring(crs: &Crs, line: &LineString<f64>) -> Option<LineString<f64>> {
    let place = |c: &Coord<f64>| crs.to_wgs84(c.x, c.y).map(|p| Coord { x: p.lon, y: p.lat });
    line.0
        .iter()
        .map(place)
        .collect::<Option<Vec<_>>>()
        .map(LineString)
}
