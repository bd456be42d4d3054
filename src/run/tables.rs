//! Tables of commands that write one table and no results folder.

use crate::output::fields::{self as field, Declared, Part};

/// The table of `bereik access`.
pub const ACCESS: Declared = Declared {
    files: &[],
    row: [
        "Een herkomst, voorziening, maat, percentiel en grens; herkomsten zoals in hun bestand. GeoJSON en GeoPackage hebben ook de plek.",
        "An origin, opportunity, measure, percentile and cutoff; origins as in their file. GeoJSON and GeoPackage have the place as well.",
    ],
    parts: &[Part::Once(&[
        field::POINT,
        field::OPPORTUNITY,
        field::MEASURE,
        field::PERCENTILE,
        field::CUTOFF,
        field::VALUE_OF_POINT,
        field::STATUS,
    ])],
};

/// The table of `bereik matrix`.
pub const MATRIX: Declared = Declared {
    files: &[],
    row: [
        "Een herkomst en een bestemming die bereikt wordt (waar gevraagd elke bestemming); herkomsten en bestemmingen zoals in hun bestanden.",
        "An origin and a destination that it reaches (where asked for, every destination); origins and destinations as in their files.",
    ],
    parts: &[
        Part::Once(&[field::FROM_ID, field::TO_ID]),
        Part::Each(&[field::TRAVEL_TIME]),
    ],
};
