//! Whether the places that edits give lie on the network. A place off the network would be reached by nobody, and a
//! swapped pair of coordinates would look like a closed hospital: such an edit is refused.

use crate::diagnostics::{Error, InputError};
use crate::input::scenario::Edit;
use crate::network::Network;
use crate::network::links::Linker;
use crate::units::LonLat;

/// Checks that every place at which edits put something lies within the network's longest snap of a
/// walkable street. `network` is the one with edited streets: a path of the same scenario may lead there.
///
/// # Errors
/// All places that don't, with file, line and edit, how far they are from a street, and what may be wrong.
pub fn check(network: &Network, edits: &[&Edit]) -> Result<(), Error> {
    let linker = Linker::new(&network.streets, &network.street_index, false, None);
    let streets = Streets {
        linker,
        max_snap_m: network.max_snap_m(),
    };
    let mut problems = Vec::new();
    for edit in edits {
        for (key, place) in edit.change.places() {
            problems.extend(streets.refused(edit, &key, place));
        }
    }
    Error::all(problems)
}

struct Streets<'a> {
    linker: Linker<'a>,
    max_snap_m: f64,
}

/// How far streets are looked for, metres, to say how far a refused place is from them.
const LOOKED_M: [f64; 3] = [2_000.0, 20_000.0, 200_000.0];

impl Streets<'_> {
    fn distance_m(&self, place: LonLat, max_m: f64) -> Option<f64> {
        let link = self.linker.link(place, max_m)?;
        Some(f64::from(link.off_mm) / 1000.0)
    }

    /// Why a place is refused; none where it is near a street.
    fn refused(&self, edit: &Edit, table: &str, place: LonLat) -> Option<InputError> {
        if self.distance_m(place, self.max_snap_m).is_some() {
            return None;
        }
        let full = |key: &str| match table {
            "" => key.to_owned(),
            _ => format!("{table}.{key}"),
        };
        let metres = edit.place.lines.contains_key(&full("x"));
        let key = full(if metres { "x" } else { "lon" });
        let far = LOOKED_M.iter().find_map(|m| self.distance_m(place, *m));
        let far = match far {
            Some(m) if m < 10_000.0 => format!("the nearest is {m:.0} m away"),
            Some(m) => format!("the nearest is {:.0} km away", m / 1000.0),
            None => format!("there is none within {:.0} km", LOOKED_M[2] / 1000.0),
        };
        let problem = format!(
            "longitude {:.6}, latitude {:.6} is farther than {} m from any walkable street: {far}",
            place.lon, place.lat, self.max_snap_m
        );
        let swapped = LonLat::new(place.lat, place.lon)
            .is_some_and(|p| self.distance_m(p, self.max_snap_m).is_some());
        let hint = if swapped {
            "lon and lat seem swapped: the other way round there is a street; lon is degrees east, lat degrees north".to_owned()
        } else if metres {
            "is crs the coordinate system of x and y, and are they in that order?".to_owned()
        } else {
            "are the coordinates those of the place, lon degrees east and lat degrees north? If they are, lead a path there (add-path), or raise max_snap_m of the study's [network]".to_owned()
        };
        Some(edit.problem(&key, problem).hint(hint))
    }
}
