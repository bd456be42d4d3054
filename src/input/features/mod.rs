//! Map features from GeoJSON and GeoPackage: an id, properties as text, a geometry.
//!
//! Geometries are read here rather than by a general library, because those reserve memory for
//! the counts a file claims.

mod geojson;
mod gpkg;
pub mod interior;
mod wkb;

use std::path::Path;
use std::sync::Arc;

use geo::Geometry;

use crate::diagnostics::{Error, Fault};
use crate::input::crs::Crs;

/// Most features (or rows) of one file.
pub const MAX_FEATURES: u64 = 20_000_000;

/// One feature as it stands in the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Feature {
    /// Line in the file (GeoJSON) or row of the layer (GeoPackage), from 1.
    pub line: u64,
    /// The feature's own id (`id` beside the properties; the layer's key), as text.
    pub id: Option<String>,
    /// Property names and values as text, in order; empty text where there is no value.
    pub properties: Vec<(Arc<str>, String)>,
    /// The geometry in the file's coordinates (finite numbers, heights left out), none where
    /// there is none, or what is wrong with it.
    pub geometry: Result<Option<Geometry<f64>>, String>,
}

impl Feature {
    /// The value of a property.
    pub fn property(&self, name: &str) -> Option<&str> {
        self.properties
            .iter()
            .find(|(n, _)| &**n == name)
            .map(|(_, v)| v.as_str())
    }
}

/// All features of a file or layer, in the order of the file.
#[derive(Debug)]
pub struct Features {
    /// Name for messages; of a GeoPackage with several layers `file.gpkg (layer)`.
    pub file: String,
    /// What the file says its coordinates are in; none where it says nothing.
    pub crs: Option<Crs>,
    /// The features.
    pub list: Vec<Feature>,
}

/// How files with features end.
pub fn is_feature_file(path: &Path) -> bool {
    matches!(ending(path).as_str(), "geojson" | "json" | "gpkg")
}

/// The ending of a file name in lower case.
pub fn ending(path: &Path) -> String {
    path.extension()
        .map(|e| e.to_string_lossy().to_ascii_lowercase())
        .unwrap_or_default()
}

/// Reads the features of a `.geojson`, `.json` or `.gpkg` file. `layer` names the layer of a
/// GeoPackage; it may be left out where there is only one.
///
/// Errors: a file that can't be read, is cut short or damaged, or of another kind.
pub fn read(path: &Path, layer: Option<&str>) -> Result<Features, Error> {
    if ending(path) == "gpkg" {
        return gpkg::read(path, layer);
    }
    let file = crate::input::delimited::file_name(path);
    let bytes = crate::input::delimited::read_bytes(path)?;
    let text = crate::input::delimited::text_of(&file, &bytes)?;
    Ok(geojson::parse(&file, text)?)
}

impl Features {
    /// The system of the coordinates: what the file says, else `asked` where a file that says
    /// nothing can't be in degrees (GeoJSON is WGS 84 unless it can't be), else WGS 84.
    pub fn system(&self, asked: Option<&str>) -> Result<Crs, Error> {
        let asked = asked.map(Crs::asked).transpose()?;
        if let Some(own) = &self.crs {
            return Crs::parse(own.name()).map_err(|e| Fault::CrsUnknown.at(&self.file, e).into());
        }
        match asked {
            Some(crs) if !self.in_degrees() => Ok(crs),
            _ => Ok(Crs::wgs84()),
        }
    }

    /// Whether at least half of the features begin with a position that can be degrees.
    fn in_degrees(&self) -> bool {
        let (mut yes, mut no) = (0u64, 0u64);
        for feature in &self.list {
            if let Ok(Some(g)) = &feature.geometry
                && let Some(c) = geo::CoordsIter::coords_iter(g).next()
            {
                if c.x.abs() <= 180.0 && c.y.abs() <= 90.0 {
                    yes += 1;
                } else {
                    no += 1;
                }
            }
        }
        yes >= no
    }
}
