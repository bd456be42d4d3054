//! Tables of commands that write one table and no results folder.

use crate::output::fields::{self as field, Declared, Part};

/// The table of `bereik access`.
pub const ACCESS: Declared = Declared {
    files: &[],
    row: field::ROW_OF_POINT_ACCESS,
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
    row: field::ROW_OF_MATRIX,
    parts: &[
        Part::Once(&[field::FROM_ID, field::TO_ID]),
        Part::Each(&[field::TRAVEL_TIME]),
    ],
};
