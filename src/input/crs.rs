//! Coordinate reference systems: from the user's or the file's own into WGS 84 degrees.

use std::fmt;

use proj4rs::proj::Proj;

use crate::diagnostics::{Error, Fault, Term, Text};
use crate::units::LonLat;

/// A coordinate reference system that positions can be brought out of.
///
/// The definitions are the EPSG registry's as PROJ strings; datum shifts are the seven-parameter
/// ones (for RD New within about 0.3 m of the official grid). Only those are accepted that were
/// measured against PROJ and agree within a metre (`crs/checked.txt`).
pub struct Crs {
    name: String,
    kind: Kind,
}

enum Kind {
    /// WGS 84 degrees: nothing to do.
    Wgs84,
    /// Anything else.
    Other {
        from: Box<Proj>,
        to: Box<Proj>,
        /// Where the system may be used, in its own units: `min_x, min_y, max_x, max_y`.
        range: Option<[f64; 4]>,
    },
}

/// Where RD New coordinates can lie, metres.
const RD_RANGE: [f64; 4] = [-7_000.0, 289_000.0, 300_000.0, 629_000.0];

impl fmt::Debug for Crs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Crs").field(&self.name).finish()
    }
}

impl Crs {
    /// WGS 84 longitude and latitude in degrees.
    pub fn wgs84() -> Self {
        Crs {
            name: "WGS 84".to_owned(),
            kind: Kind::Wgs84,
        }
    }

    /// The system that a caller names.
    ///
    /// # Errors
    /// When it is not known.
    pub fn asked(text: &str) -> Result<Self, Error> {
        let named = |e| Text::from(Term::Crs).and(format!(" (crs in a study file): {e}"));
        Crs::parse(text).map_err(|e| Error::usage(Fault::CrsUnknown, named(e)))
    }

    /// From `EPSG:28992`, a bare code, an OGC URN or `CRS84`; the error says what is known.
    pub fn parse(text: &str) -> Result<Self, String> {
        let upper = text.trim().to_ascii_uppercase();
        if matches!(upper.as_str(), "WGS84" | "WGS 84" | "CRS84" | "OGC:CRS84")
            || (upper.starts_with("URN:OGC:DEF:CRS:OGC:") && upper.ends_with(":CRS84"))
        {
            return Ok(Self::wgs84());
        }
        let code = upper
            .strip_prefix("URN:OGC:DEF:CRS:EPSG:")
            .and_then(|rest| rest.rsplit(':').next())
            .or_else(|| upper.strip_prefix("EPSG:"))
            .unwrap_or(&upper);
        match code.parse::<u16>() {
            Ok(code) => Self::epsg(code),
            Err(_) => Err(format!(
                "{text:?} is not a coordinate reference system; write EPSG and its code, as in EPSG:28992 (Dutch RD New) or EPSG:4326 (WGS 84)"
            )),
        }
    }

    /// From an EPSG code.
    pub fn epsg(code: u16) -> Result<Self, String> {
        if matches!(code, 4326 | 4979 | 4327 | 4329) {
            return Ok(Self::wgs84());
        }
        if crs_definitions::from_code(code).is_none() {
            return Err(format!(
                "EPSG:{code} is not a coordinate reference system known here"
            ));
        }
        match checked(code) {
            Some(shift) => Self::defined(code, shift),
            None => Err(format!(
                "EPSG:{code} is not converted here, as its definition does not agree with PROJ within a metre; \
                 convert the file first: in QGIS, or with `ogr2ogr -t_srs EPSG:4326 OUT.gpkg IN.gpkg`"
            )),
        }
    }

    /// By its definition, with another shift to WGS 84 where one is given (as PROJ's `towgs84`), whether
    /// that agrees with PROJ or not: to measure it.
    #[doc(hidden)]
    pub fn defined(code: u16, shift: Option<&str>) -> Result<Self, String> {
        let name = format!("EPSG:{code}");
        let definition = crs_definitions::from_code(code)
            .ok_or_else(|| format!("{name} is not a coordinate reference system known here"))?;
        let unusable =
            |e: proj4rs::errors::Error| format!("{name} cannot be converted to WGS 84: {e}");
        let from = match shift {
            None => Proj::from_proj_string(definition.proj4),
            Some(shift) => Proj::from_proj_string(&shifted(definition.proj4, shift)),
        };
        let from = from.map_err(unusable)?;
        let to = Proj::from_proj_string("+proj=longlat +datum=WGS84 +no_defs").map_err(unusable)?;
        if from.is_geocent() {
            return Err(format!("{name} is a geocentric system, not for maps"));
        }
        Ok(Crs {
            name,
            kind: Kind::Other {
                from: Box::new(from),
                to: Box::new(to),
                range: matches!(code, 28992 | 7415).then_some(RD_RANGE),
            },
        })
    }

    /// `EPSG:28992`, or `WGS 84`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether positions are WGS 84 degrees already.
    pub fn is_wgs84(&self) -> bool {
        matches!(self.kind, Kind::Wgs84)
    }

    /// The place of `x` (or longitude), `y` (or latitude); none where the system does not reach
    /// or the numbers can't be a position.
    pub fn to_wgs84(&self, x: f64, y: f64) -> Option<LonLat> {
        match &self.kind {
            Kind::Wgs84 => LonLat::new(x, y),
            Kind::Other { from, to, range } => {
                let inside = |[x0, y0, x1, y1]: &[f64; 4]| {
                    (*x0..=*x1).contains(&x) && (*y0..=*y1).contains(&y)
                };
                let possible = x.abs() < 1e9 && y.abs() < 1e9;
                if !possible || !range.as_ref().is_none_or(inside) {
                    return None;
                }
                let mut point = if from.is_latlong() {
                    LonLat::new(x, y)?;
                    (x.to_radians(), y.to_radians(), 0.0)
                } else {
                    (x, y, 0.0)
                };
                proj4rs::transform::transform(from, to, &mut point).ok()?;
                LonLat::new(point.0.to_degrees(), point.1.to_degrees())
            }
        }
    }
}

/// Whether a system agrees with PROJ, and with which shift to WGS 84 if not with its definition's.
fn checked(code: u16) -> Option<Option<&'static str>> {
    let mut shift = None;
    for line in include_str!("crs/checked.txt").lines() {
        if line.starts_with('#') {
            continue;
        }
        let Some(codes) = line.strip_prefix("  ") else {
            shift = line.strip_suffix(':').filter(|key| *key != "as is");
            continue;
        };
        let holds = |range: &str| {
            let (first, last) = range.split_once('-').unwrap_or((range, range));
            let bounds = first.parse().ok().zip(last.parse().ok());
            bounds.is_some_and(|(first, last): (u16, u16)| (first..=last).contains(&code))
        };
        if codes.split(' ').any(holds) {
            return Some(shift);
        }
    }
    None
}

/// A definition with another shift to WGS 84.
fn shifted(definition: &str, shift: &str) -> String {
    let own = ["+datum=", "+towgs84=", "+nadgrids="];
    let mut out: Vec<&str> = (definition.split(' '))
        .filter(|part| !own.iter().any(|key| part.starts_with(key)))
        .collect();
    // The datums that crs-definitions names say which ellipsoid is meant.
    for (datum, ellipsoid) in [
        ("+datum=NAD27", "+ellps=clrk66"),
        ("+datum=NAD83", "+ellps=GRS80"),
        ("+datum=WGS84", "+ellps=WGS84"),
        ("+datum=potsdam", "+ellps=bessel"),
        ("+datum=carthage", "+ellps=clrk80ign"),
        ("+datum=hermannskogel", "+ellps=bessel"),
        ("+datum=OSGB36", "+ellps=airy"),
        ("+datum=nzgd49", "+ellps=intl"),
        ("+datum=ire65", "+ellps=mod_airy"),
        ("+datum=GGRS87", "+ellps=GRS80"),
    ] {
        if definition.split(' ').any(|part| part == datum) {
            out.push(ellipsoid);
        }
    }
    format!("{} +towgs84={shift}", out.join(" "))
}

/// Whether a pair looks like RD New metres: what a Dutch file without `crs` often holds.
pub fn looks_like_rd(x: f64, y: f64) -> bool {
    let [x0, y0, x1, y1] = RD_RANGE;
    (x0..=x1).contains(&x) && (y0..=y1).contains(&y) && x.abs() > 180.0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Published positions: the church towers of Amersfoort (origin of RD) and the Westertoren.
    #[test]
    fn rd_new_is_exact_within_a_metre() {
        let rd = Crs::parse("EPSG:28992").unwrap();
        for (x, y, lon, lat) in [
            (155_000.0, 463_000.0, 5.387_206_21, 52.155_174_40),
            (120_700.723, 487_525.502, 4.883_525_59, 52.374_532_53),
        ] {
            let got = rd.to_wgs84(x, y).unwrap();
            let off = got.distance_m(LonLat { lon, lat });
            assert!(off < 1.0, "{x} {y}: {got:?} is {off} m off");
        }
        assert_eq!(rd.to_wgs84(487_525.0, 120_700.0), None, "x and y swapped");
        assert_eq!(rd.to_wgs84(4.88, 52.37), None, "degrees");
        assert_eq!(rd.to_wgs84(f64::NAN, 463_000.0), None);
    }

    #[test]
    fn other_systems() {
        // UTM 31N: on the central meridian easting is 500 km.
        let utm = Crs::parse("urn:ogc:def:crs:EPSG::32631").unwrap();
        let p = utm.to_wgs84(500_000.0, 0.0).unwrap();
        assert!((p.lon - 3.0).abs() < 1e-9 && p.lat.abs() < 1e-9, "{p:?}");
        // Web Mercator: half the equator.
        let web = Crs::parse("3857").unwrap();
        let p = web.to_wgs84(20_037_508.342_789_244 / 2.0, 0.0).unwrap();
        assert!((p.lon - 90.0).abs() < 1e-9, "{p:?}");
        // ETRS89 degrees differ from WGS 84 by nothing in this model.
        let p = Crs::parse("epsg:4258")
            .unwrap()
            .to_wgs84(5.0, 52.0)
            .unwrap();
        assert!(
            (p.lon - 5.0).abs() < 1e-9 && (p.lat - 52.0).abs() < 1e-9,
            "{p:?}"
        );
        for same in ["EPSG:4326", "CRS84", "urn:ogc:def:crs:OGC:1.3:CRS84"] {
            assert!(Crs::parse(same).unwrap().is_wgs84());
        }
        for bad in [
            "",
            "RD",
            "EPSG:",
            "EPSG:1",
            "EPSG:99999999",
            "EPSG:4328",
            "ESRI:102100",
        ] {
            assert!(Crs::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_was_not_checked_is_refused_with_advice() {
        // Far from PROJ by their definitions, or of several shifts: of Korea, Czechia, Germany, Spain, France.
        for code in [2097, 2065, 5514, 31467, 23030, 4807] {
            let refused = Crs::epsg(code).unwrap_err();
            assert!(refused.contains("ogr2ogr"), "{refused}");
        }
        assert!(!Crs::epsg(1).unwrap_err().contains("ogr2ogr"));
    }

    #[test]
    fn no_definition_panics() {
        for code in (2000..=32_767).step_by(7) {
            if let Ok(crs) = Crs::defined(code, None) {
                for (x, y) in [(0.0, 0.0), (1e8, -1e8), (155_000.0, 463_000.0), (5.0, 52.0)] {
                    crs.to_wgs84(x, y);
                }
            }
        }
    }
}
