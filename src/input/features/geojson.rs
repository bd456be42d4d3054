//! GeoJSON (RFC 7946, and the `crs` member of its 2008 forerunner).

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use geo::{Coord, Geometry, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon};
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::{Feature, Features, MAX_FEATURES};
use crate::diagnostics::{Fault, InputError};
use crate::input::crs::Crs;

#[derive(Deserialize)]
struct Document<'a> {
    #[serde(rename = "type", borrow, default)]
    kind: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    crs: Option<&'a RawValue>,
    #[serde(borrow, default)]
    features: Option<Vec<&'a RawValue>>,
}

#[derive(Deserialize)]
struct RawFeature<'a> {
    #[serde(borrow, default)]
    id: Option<&'a RawValue>,
    #[serde(borrow, default)]
    properties: Option<&'a RawValue>,
    #[serde(borrow, default)]
    geometry: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct RawGeometry<'a> {
    #[serde(rename = "type", borrow)]
    kind: Cow<'a, str>,
    #[serde(borrow, default)]
    coordinates: Option<&'a RawValue>,
}

/// Properties in the order of the file, each name once.
struct Properties<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Properties<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Properties<'de>;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("an object with properties")
            }
            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
                let mut seen = std::collections::HashSet::new();
                let mut list = Vec::new();
                while let Some((name, value)) = map.next_entry::<String, &'de RawValue>()? {
                    if !seen.insert(name.clone()) {
                        let twice = format!("property {name:?} is given twice");
                        return Err(serde::de::Error::custom(twice));
                    }
                    list.push((name, value));
                }
                Ok(Properties(list))
            }
        }
        deserializer.deserialize_map(Members)
    }
}

/// A position: two numbers or more; heights are left out.
struct Position(Coord<f64>);

impl<'de> Deserialize<'de> for Position {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Numbers;
        impl<'de> Visitor<'de> for Numbers {
            type Value = Position;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a position of two numbers")
            }
            fn visit_seq<S: SeqAccess<'de>>(self, mut seq: S) -> Result<Position, S::Error> {
                let short = |n| serde::de::Error::invalid_length(n, &"two numbers");
                let x = seq.next_element::<f64>()?.ok_or_else(|| short(0))?;
                let y = seq.next_element::<f64>()?.ok_or_else(|| short(1))?;
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Position(Coord { x, y }))
            }
        }
        deserializer.deserialize_seq(Numbers)
    }
}

/// All features of a GeoJSON text.
pub fn parse(file: &str, text: &str) -> Result<Features, InputError> {
    let damaged = |e: serde_json::Error| {
        Fault::GeodataDamaged
            .at(file, format!("is not GeoJSON: {e}"))
            .line(e.line() as u64)
            .hint("was the file written to its end?")
    };
    if text.trim().is_empty() {
        return Err(Fault::Empty.at(file, "is empty"));
    }
    let document: Document = serde_json::from_str(text).map_err(damaged)?;
    let crs = document
        .crs
        .and_then(|raw| crs_of(file, raw).transpose())
        .transpose()?;
    let raw = match (document.kind.as_deref(), document.features) {
        (Some("FeatureCollection"), Some(features)) => features,
        (Some("FeatureCollection"), None) => {
            return Err(Fault::Empty.at(file, "is a FeatureCollection without features"));
        }
        (Some("Feature"), _) => vec![serde_json::from_str(text).map_err(damaged)?],
        (kind, _) => {
            return Err(Fault::FormatUnknown
                .at(file, "is not a GeoJSON FeatureCollection")
                .field("type")
                .value(kind.unwrap_or_default())
                .hint("export it as GeoJSON with features and properties"));
        }
    };
    if raw.len() as u64 > MAX_FEATURES {
        return Err(Fault::TooLarge.at(file, format!("has more than {MAX_FEATURES} features")));
    }
    let mut list = Vec::with_capacity(raw.len());
    let mut names = HashMap::new();
    let (mut line, mut counted) = (1u64, 0usize);
    for one in raw {
        // The raw text is a part of `text`, so its place tells the line.
        let at = (one.get().as_ptr() as usize)
            .saturating_sub(text.as_ptr() as usize)
            .min(text.len());
        let between = text.as_bytes().get(counted..at).unwrap_or_default();
        line += between.iter().filter(|&&b| b == b'\n').count() as u64;
        counted = counted.max(at);
        list.push(feature(file, line, one, &mut names)?);
    }
    Ok(Features {
        file: file.to_owned(),
        crs,
        list,
    })
}

/// `names` holds every property name met so far, once.
fn feature(
    file: &str,
    line: u64,
    raw: &RawValue,
    names: &mut HashMap<String, Arc<str>>,
) -> Result<Feature, InputError> {
    let bad = |e: serde_json::Error| {
        Fault::GeodataDamaged
            .at(file, format!("has a feature that is not GeoJSON: {e}"))
            .line(line)
    };
    let parsed: RawFeature = serde_json::from_str(raw.get()).map_err(bad)?;
    let properties = match parsed.properties {
        Some(raw) => {
            serde_json::from_str::<Properties>(raw.get())
                .map_err(bad)?
                .0
        }
        None => Vec::new(),
    };
    Ok(Feature {
        line,
        id: parsed.id.map(text_of_value).filter(|t| !t.is_empty()),
        properties: properties
            .into_iter()
            .map(|(name, value)| {
                let name = names
                    .entry(name)
                    .or_insert_with_key(|n| Arc::from(n.as_str()));
                (Arc::clone(name), text_of_value(value))
            })
            .collect(),
        geometry: match parsed.geometry {
            None => Ok(None),
            Some(g) => geometry(g),
        },
    })
}

/// A value as text: strings unquoted, null empty, everything else as it stands in the file.
fn text_of_value(raw: &RawValue) -> String {
    let text = raw.get();
    if text == "null" {
        return String::new();
    }
    if text.starts_with('"')
        && let Ok(string) = serde_json::from_str::<String>(text)
    {
        return string;
    }
    text.to_owned()
}

/// The `crs` member: `{"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}`.
fn crs_of(file: &str, raw: &RawValue) -> Result<Option<Crs>, InputError> {
    if raw.get() == "null" {
        return Ok(None);
    }
    let value: serde_json::Value = serde_json::from_str(raw.get()).unwrap_or_default();
    let name = value
        .get("properties")
        .and_then(|p| p.get("name"))
        .and_then(|n| n.as_str());
    match name {
        Some(name) => Crs::parse(name).map(Some).map_err(|e| {
            Fault::CrsUnknown
                .at(file, e)
                .field("crs")
                .hint("export it as GeoJSON in WGS 84 (RFC 7946)")
        }),
        None => Err(Fault::CrsUnknown
            .at(
                file,
                "names its coordinate reference system in a way not known here",
            )
            .field("crs")
            .value(raw.get())
            .hint("export it as GeoJSON in WGS 84 (RFC 7946)")),
    }
}

type Ring = Vec<Position>;

fn geometry(raw: &RawValue) -> Result<Option<Geometry<f64>>, String> {
    if raw.get() == "null" {
        return Ok(None);
    }
    let bad = |e: serde_json::Error| format!("its geometry is not GeoJSON: {e}");
    let g: RawGeometry = serde_json::from_str(raw.get()).map_err(bad)?;
    let text = g.coordinates.map_or("[]", RawValue::get);
    if text == "[]" && g.kind != "GeometryCollection" {
        return Ok(None);
    }
    fn line(ring: Ring) -> LineString<f64> {
        LineString(ring.into_iter().map(|p| p.0).collect())
    }
    fn polygon(rings: Vec<Ring>) -> Polygon<f64> {
        let mut rings = rings.into_iter().map(line);
        let outer = rings.next().unwrap_or(LineString(Vec::new()));
        Polygon::new(outer, rings.collect())
    }
    let geometry: Geometry<f64> = match &*g.kind {
        "Point" => Point(serde_json::from_str::<Position>(text).map_err(bad)?.0).into(),
        "MultiPoint" => {
            let points: Vec<Position> = serde_json::from_str(text).map_err(bad)?;
            MultiPoint(points.into_iter().map(|p| Point(p.0)).collect()).into()
        }
        "LineString" => line(serde_json::from_str(text).map_err(bad)?).into(),
        "MultiLineString" => {
            let lines: Vec<Ring> = serde_json::from_str(text).map_err(bad)?;
            MultiLineString(lines.into_iter().map(line).collect()).into()
        }
        "Polygon" => polygon(serde_json::from_str(text).map_err(bad)?).into(),
        "MultiPolygon" => {
            let polygons: Vec<Vec<Ring>> = serde_json::from_str(text).map_err(bad)?;
            MultiPolygon(polygons.into_iter().map(polygon).collect()).into()
        }
        other => {
            return Err(format!(
                "its geometry is a {other:?}, which has no use here"
            ));
        }
    };
    Ok(Some(geometry))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: &str = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","id":0012.50,"properties":{"a":"x\"y","n":1.10,"b":null,"t":true},"geometry":{"type":"Point","coordinates":[4.5,52,9]}},

{"type":"Feature","id":"07","properties":null,"geometry":null}]}"#;

    #[test]
    fn ids_and_numbers_keep_their_text() {
        assert!(parse("f", TWO).is_err(), "0012 is not JSON");
        let got = parse("f", &TWO.replace("0012", "12")).unwrap();
        let a = &got.list[0];
        assert_eq!((a.line, a.id.as_deref()), (2, Some("12.50")));
        assert_eq!(a.property("a"), Some("x\"y"));
        assert_eq!(a.property("n"), Some("1.10"));
        assert_eq!(a.property("b"), Some(""));
        assert_eq!(a.property("t"), Some("true"));
        assert_eq!(a.geometry, Ok(Some(Point::new(4.5, 52.0).into())));
        let b = &got.list[1];
        assert_eq!((b.line, b.id.as_deref()), (4, Some("07")));
        assert_eq!(b.geometry, Ok(None));
    }

    #[test]
    fn a_bad_geometry_is_one_features_matter_a_bad_file_is_not() {
        for coordinates in ["[1]", "[\"4\",52]", "[1e999,0]", "4", "[[1,2]]", "{}"] {
            let text = TWO.replace("0012", "1").replace("[4.5,52,9]", coordinates);
            let got = parse("f", &text).unwrap();
            assert!(got.list[0].geometry.is_err(), "{coordinates}");
        }
        for text in [
            "",
            "[]",
            "{}",
            "{\"type\":\"FeatureCollection\"}",
            "{\"type\":\"Point\",\"coordinates\":[1,2]}",
        ] {
            assert!(parse("f", text).is_err(), "{text}");
        }
        let deep = "[".repeat(100_000);
        let text = TWO.replace("0012", "1").replace("[4.5,52,9]", &deep);
        assert!(parse("f", &text).is_err());
    }

    #[test]
    fn the_crs_member_counts() {
        let with = |name: &str| {
            let crs =
                format!("\"crs\":{{\"type\":\"name\",\"properties\":{{\"name\":\"{name}\"}}}},");
            parse(
                "f",
                &TWO.replace("0012", "1").replacen(
                    "\"features\"",
                    &format!("{crs}\"features\""),
                    1,
                ),
            )
        };
        assert!(
            with("urn:ogc:def:crs:OGC:1.3:CRS84")
                .unwrap()
                .crs
                .unwrap()
                .is_wgs84()
        );
        assert_eq!(
            with("urn:ogc:def:crs:EPSG::28992")
                .unwrap()
                .crs
                .unwrap()
                .name(),
            "EPSG:28992"
        );
        assert!(with("something").is_err());
    }
}
