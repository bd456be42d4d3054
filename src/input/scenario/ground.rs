//! Where something is: places and areas.

use super::typed::*;
use super::values::{Reader, texts};
use super::*;
use crate::input::areas::{self, AreaLayer, AreaOptions};
use crate::input::crs::{Crs, looks_like_rd};
use crate::input::document::{Place, nearest};
use crate::input::resolver::Resolver;
use crate::units::LonLat;
use geo::{LineString, MultiPolygon, Polygon};
use std::sync::Arc;

/// A place as typed.
#[derive(Default)]
pub(super) struct Spot {
    pub lon: Option<f64>,
    pub lat: Option<f64>,
    pub x: Option<f64>,
    pub y: Option<f64>,
    pub crs: Option<String>,
}

impl Reader<'_, '_> {
    fn system(&mut self, place: &Place, crs: Option<&String>) -> Option<Crs> {
        match crs {
            None => Some(Crs::wgs84()),
            Some(text) => Crs::parse(text)
                .map_err(|message| self.problem(place, message, ""))
                .ok(),
        }
    }

    /// Two coordinates as a place.
    fn convert(&mut self, place: &Place, crs: &Crs, x: f64, y: f64) -> Option<LonLat> {
        let found = crs.to_wgs84(x, y);
        if found.is_none() {
            let hint = if !crs.is_wgs84() {
                "are the coordinates in the order x, y?"
            } else if looks_like_rd(x, y) {
                "these look like Dutch RD New metres: give x, y and crs = \"EPSG:28992\""
            } else {
                "degrees run from -180 to 180 (lon) and -90 to 90 (lat); for metres give x, y and their crs"
            };
            let problem = format!("{x}, {y} is not a position in {}", crs.name());
            self.problem(place, problem, hint);
        }
        found
    }

    /// The place of a table with `lon` and `lat`, or `x`, `y` and `crs`.
    pub fn spot(&mut self, table: &Place, spot: Spot) -> Option<LonLat> {
        let given = |key: &str| self.r.problems.is_given(&table.to(key));
        let degrees = given("lon") || given("lat");
        let metres = given("x") || given("y");
        if degrees && metres {
            let key = if given("x") { "x" } else { "y" };
            let hint = "give lon and lat, or x, y and crs";
            self.problem(
                &table.to(key),
                "given together with degrees (lon, lat)",
                hint,
            );
            return None;
        }
        if !degrees && !metres {
            let at = table.to("lon");
            if !["lon", "lat", "x", "y"]
                .iter()
                .any(|key| self.r.problems.is_meant(&table.to(*key)))
            {
                let hint = "say where: lon and lat in degrees, or x, y and crs = \"EPSG:…\"";
                self.problem(&at, "is missing", hint);
            }
            return None;
        }
        let keys = if metres { ["x", "y"] } else { ["lon", "lat"] };
        for key in keys {
            self.r.problems.missing(&table.to(key));
        }
        if !metres {
            if spot.crs.is_some() {
                let hint = "leave it out, or give x and y";
                self.problem(&table.to("crs"), "has no meaning with lon and lat", hint);
            }
            let (lon, lat) = (spot.lon?, spot.lat?);
            return self.convert(&table.to("lon"), &Crs::wgs84(), lon, lat);
        }
        if spot.crs.is_none() {
            self.r.problems.missing(&table.to("crs"));
            return None;
        }
        let crs = self.system(&table.to("crs"), spot.crs.as_ref())?;
        let (x, y) = (spot.x?, spot.y?);
        self.convert(&table.to("x"), &crs, x, y)
    }

    /// The places of a list of pairs; all of them, or none where one is wrong.
    pub fn pairs(
        &mut self,
        table: &Place,
        key: &str,
        pairs: &[Pair],
        crs: Option<&String>,
    ) -> Option<Vec<LonLat>> {
        let crs = self.system(&table.to("crs"), crs)?;
        let list = table.to(key);
        let mut out = Vec::with_capacity(pairs.len());
        for (i, Pair(pair)) in pairs.iter().enumerate() {
            let [x, y] = pair.as_slice() else {
                continue;
            };
            out.push(self.convert(&list.to(i), &crs, *x, *y)?);
        }
        Some(out)
    }

    /// An area by level and code, by file or by its corners.
    pub fn area(&mut self, place: &Place, table: AreaTable) -> Option<Area> {
        let ways = ["level", "file", "polygon"];
        let given: Vec<&str> = ways
            .into_iter()
            .filter(|key| self.r.problems.is_given(&place.to(*key)))
            .collect();
        match given.as_slice() {
            [] => {
                let hint = "write { level = \"buurt\", code = \"…\" }, { file = \"zone.geojson\" } or { polygon = [[lon, lat], …] }";
                self.problem(place, "names no area", hint);
                return None;
            }
            [_] => {}
            [_, second, ..] => {
                let hint = "give one of level, file and polygon";
                self.problem(&place.to(*second), "given together with another way", hint);
                return None;
            }
        }
        let only = given.first().copied().unwrap_or_default();
        for (key, with) in [
            ("code", &["level", "file"][..]),
            ("code_column", &["file"]),
            ("layer", &["file"]),
            ("crs", &["file", "polygon"]),
        ] {
            if !with.contains(&only) && self.r.problems.is_given(&place.to(key)) {
                let problem = format!("has no meaning with {only}");
                self.problem(&place.to(key), problem, "leave it out");
            }
        }
        match only {
            "level" => self.area_of_level(place, table),
            "file" => self.area_of_file(place, table),
            _ => self.area_of_corners(place, table),
        }
    }

    fn area_of_level(&mut self, place: &Place, table: AreaTable) -> Option<Area> {
        let name = table.level?;
        if table.code.is_none() {
            self.r.problems.missing(&place.to("code"));
        }
        let at = place.to("level");
        let study = self.study;
        if study.areas.is_empty() {
            let hint = "give the study [[areas]], or write { file = … } or { polygon = … }";
            self.problem(&at, "the study has no areas", hint);
            return None;
        }
        let levels = &study.areas;
        let level = self
            .r
            .reference(&at, &name, "level of areas", levels, |a| &a.level)?;
        if !self.levels.contains_key(&level) {
            let wanted = study.areas.get(level)?;
            let options = AreaOptions {
                level: wanted.level.clone(),
                code: wanted.code.clone(),
                name: wanted.name.clone(),
                crs: wanted.crs.clone(),
                layer: wanted.layer.clone(),
                missing: Vec::new(),
            };
            // The study's own run tells what is odd about the file.
            let layer = match areas::read_areas(&wanted.path, &options) {
                Ok((layer, _)) => Some(layer),
                Err(error) => self.unreadable(&at, &error),
            };
            self.levels.insert(level, layer);
        }
        let codes = texts(table.code);
        let layer = self.levels.get(&level)?.as_ref()?;
        let shapes = pick(&mut self.r, &place.to("code"), &codes, layer)?;
        Some(Area {
            name: format!("{name} {}", codes.join(", ")),
            shape: Arc::new(shapes),
        })
    }

    fn area_of_file(&mut self, place: &Place, table: AreaTable) -> Option<Area> {
        let name = table.file?;
        let at = place.to("file");
        let path = self.r.file(&at, &name, false);
        let layer = self.r.layer(place, table.layer, &path);
        if let Some(text) = &table.crs {
            self.system(&place.to("crs"), Some(text))?;
        }
        if table.code.is_some() && table.code_column.is_none() {
            self.r.problems.missing(&place.to("code_column"));
        }
        if table.code_column.is_some() && table.code.is_none() {
            self.r.problems.missing(&place.to("code"));
        }
        if self.r.problems.any_within(place) {
            return None;
        }
        let Some(column) = table.code_column else {
            return match areas::read_shape(&path, layer.as_deref(), table.crs.as_deref()) {
                Ok(shape) => Some(Area {
                    name,
                    shape: Arc::new(shape),
                }),
                Err(error) => self.unreadable(&at, &error),
            };
        };
        let options = AreaOptions {
            level: name.clone(),
            code: column,
            crs: table.crs,
            layer,
            ..AreaOptions::default()
        };
        let (layer, findings) = match areas::read_areas(&path, &options) {
            Ok(read) => read,
            Err(error) => return self.unreadable(&at, &error),
        };
        let codes = texts(table.code);
        // A part that can't be used makes the area another one than was meant.
        let lost = findings.iter().find(|f| {
            f.severity != crate::diagnostics::Severity::Note && codes.contains(&f.record)
        });
        if let Some(lost) = lost {
            let problem = format!("area {:?}: {}", lost.record, lost.message);
            self.problem(&place.to("code"), problem, "mend the file");
            return None;
        }
        let shapes = pick(&mut self.r, &place.to("code"), &codes, &layer)?;
        Some(Area {
            name: format!("{} {}", name, codes.join(", ")),
            shape: Arc::new(shapes),
        })
    }

    /// The problem with another file, told as one of the key that names it.
    fn unreadable<T>(&mut self, place: &Place, error: &crate::diagnostics::Error) -> Option<T> {
        let text = error.to_string();
        let (problem, hint) = text.split_once("\nhint: ").unwrap_or((&text, ""));
        self.problem(place, format!("can't be used: {problem}"), hint);
        None
    }

    fn area_of_corners(&mut self, place: &Place, table: AreaTable) -> Option<Area> {
        let pairs = table.polygon?;
        let at = place.to("polygon");
        let corners = self.pairs(place, "polygon", &pairs, table.crs.as_ref())?;
        let ring: LineString<f64> = corners.iter().map(|p| (p.lon, p.lat)).collect();
        let polygon = Polygon::new(ring, Vec::new());
        if !areas::has_three_corners(polygon.exterior()) {
            self.problem(&at, "has fewer than three different corners", "");
            return None;
        }
        if areas::crosses_itself(polygon.exterior()) {
            let hint = "give the corners in the order in which one walks around the area";
            self.problem(&at, "its edges cross each other", hint);
            return None;
        }
        Some(Area {
            name: "the polygon".to_owned(),
            shape: Arc::new(MultiPolygon(vec![polygon])),
        })
    }
}

/// The polygons of some codes; an unknown code is a problem.
fn pick(
    r: &mut Resolver<'_>,
    place: &Place,
    codes: &[String],
    layer: &AreaLayer,
) -> Option<MultiPolygon<f64>> {
    let mut shapes = MultiPolygon(Vec::new());
    let mut complete = !codes.is_empty();
    for code in codes {
        if let Some(area) = layer.areas.iter().find(|area| area.code == *code) {
            shapes.0.extend(area.shape.0.iter().cloned());
            continue;
        }
        complete = false;
        let by_name = layer.areas.iter().find(|area| area.name == *code);
        let known: Vec<&str> = layer.areas.iter().map(|area| area.code.as_str()).collect();
        let hint = match (by_name, nearest(code, &known)) {
            (Some(area), _) => format!("give its code: {:?}", area.code),
            (None, Some(near)) => format!("did you mean {near:?}?"),
            (None, None) => {
                let first: Vec<&str> = known.iter().take(5).copied().collect();
                format!("codes look like: {}", first.join(", "))
            }
        };
        let problem = format!("there is no area with code {code:?} in {}", layer.file);
        r.problems.add(place, problem, hint);
    }
    complete.then_some(shapes)
}
