//! Who may use a way: OpenStreetMap's tags turned into permissions.
//!
//! The rules, with their sources, are tabled in `docs/methods.md`. In short, for walking:
//! the way must exist (no `proposed`, `construction` …); then `foot=*`, then `access=*`,
//! then `motorroad=yes`, then the default of its class decides. For cycling: `bicycle=*`,
//! `vehicle=*`, `access=*`, `motorroad`, class.

use crate::input::osm::flag;

/// The tags of one element.
#[derive(Clone, Copy, Debug)]
pub struct Tags<'a>(pub &'a [(&'a str, &'a str)]);

impl<'a> Tags<'a> {
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&'a str> {
        self.0.iter().find(|(k, _)| *k == key).map(|(_, v)| *v)
    }
    /// Whether the key has this value.
    pub fn is(&self, key: &str, value: &str) -> bool {
        self.get(key) == Some(value)
    }
}

/// Who may use a way, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WayUse {
    /// Bits of [`flag`]; at least one of walkable and cyclable.
    pub flags: u16,
    /// Class for drawing, as in [`crate::network::streets::Streets::class`].
    pub class: u8,
    /// Ferries: crossing time of the whole way in seconds, 0 when unknown.
    pub duration_s: u32,
    /// Platforms, piers, indoor corridors and areas: no street by themselves. They count only
    /// where they are joined to one, or else a stop on a platform drawn apart would be linked
    /// to the platform and never be reached.
    pub needs_street: bool,
    /// How much of a street it is.
    pub rank: Rank,
}

/// How much of a street a way is. Where ways meet at a barrier it stands in the least of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// Closed to the public.
    Private,
    /// To a house or through a car park.
    Drive,
    /// For walkers and riders.
    Path,
    /// Service roads and tracks.
    Service,
    /// Streets and roads.
    #[default]
    Street,
}

/// The rank of a way that is there, whoever may use it.
fn rank(tags: &Tags<'_>, draw: u8) -> Rank {
    let drive = matches!(
        tags.get("service"),
        Some("driveway" | "parking_aisle" | "drive-through" | "emergency_access")
    );
    match tags.get("highway") {
        Some("service") if drive => Rank::Drive,
        Some("service" | "track") => Rank::Service,
        Some("pedestrian") => Rank::Street,
        _ if draw == 0 => Rank::Path,
        _ => Rank::Street,
    }
}

/// Whether a way is there, but closed to the public on foot: its gate may stand on the node
/// where it leaves a street.
pub fn is_private(tags: Tags<'_>) -> bool {
    matches!(class(&tags), Some(Ok(_)))
        && tags.get("highway").is_some()
        && says(tags.get("foot")).or(|| says(tags.get("access"))) == Say::Closed
}

/// Something about a way that the model can't follow to the letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Oddity {
    /// Access that depends on the hour or the user; the key and value.
    Conditional(String),
    /// Open in a part of the year; the value.
    Seasonal(String),
    /// A ferry that sails in a part of the year: closed; the value.
    SeasonalFerry(String),
    /// A `highway` value that is not known here, without a word on access: closed.
    UnknownClass(String),
    /// A ferry whose duration is missing or can't be read; the value.
    FerryDuration(String),
}

#[derive(Clone, Copy, PartialEq)]
enum Say {
    Open,
    Closed,
    Silent,
}

impl Say {
    fn or(self, next: impl FnOnce() -> Say) -> Say {
        if self == Say::Silent { next() } else { self }
    }
}

/// Why a way that is there, and of a class open to walkers, is closed to them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closure {
    /// Some may walk there, such as who lives there.
    OpenToSome,
    /// Nobody may.
    OpenToNone,
}

/// Whether an access value that closes a way opens it to some.
fn opens_to_some(value: &str) -> bool {
    matches!(
        value,
        "private"
            | "permit"
            | "residents"
            | "members"
            | "employees"
            | "staff"
            | "delivery"
            | "agricultural"
            | "forestry"
            | "military"
            | "restricted"
    )
}

/// What an access value says. Where there are several (`yes;designated`), one that opens wins.
fn says(value: Option<&str>) -> Say {
    let mut result = Say::Silent;
    for part in value.unwrap_or_default().split(';') {
        match part.trim() {
            "yes" | "designated" | "permissive" | "official" | "public" | "destination"
            | "customers" | "discouraged" | "allowed" => return Say::Open,
            "no" | "use_sidepath" | "dismount" | "emergency" | "prohibited" => result = Say::Closed,
            some if opens_to_some(some) => result = Say::Closed,
            _ => {}
        }
    }
    result
}

/// Default access of a class, and how it is drawn.
struct Class {
    foot: bool,
    bicycle: bool,
    draw: u8,
}

/// The class of a way that exists; `Err` for values not known here.
fn class(tags: &Tags<'_>) -> Option<Result<Class, ()>> {
    let of = |foot, bicycle, draw| {
        Some(Ok(Class {
            foot,
            bicycle,
            draw,
        }))
    };
    let Some(highway) = tags.get("highway") else {
        if tags.is("railway", "platform")
            || tags.is("public_transport", "platform")
            || tags.is("man_made", "pier")
            || tags.is("indoor", "corridor")
        {
            return of(true, false, 0);
        }
        return None;
    };
    match highway {
        "motorway" | "motorway_link" => of(false, false, 2),
        "trunk" | "trunk_link" | "primary" | "primary_link" | "secondary" | "secondary_link"
        | "tertiary" | "tertiary_link" => of(true, true, 2),
        "unclassified" | "residential" | "living_street" | "service" | "road" | "track" => {
            of(true, true, 1)
        }
        "busway" | "bus_guideway" => of(false, false, 1),
        "cycleway" => of(true, true, 0),
        // A path signed for walkers only is a footway.
        "path" => of(true, !tags.is("foot", "designated"), 0),
        "footway" | "pedestrian" | "steps" | "bridleway" | "corridor" | "platform" | "elevator"
        | "crossing" => of(true, false, 0),
        // Not there (yet, any more), or not a way.
        "proposed" | "planned" | "construction" | "abandoned" | "disused" | "razed"
        | "demolished" | "dismantled" | "removed" | "no" | "none" | "raceway" | "escape"
        | "emergency_bay" | "rest_area" | "services" | "via_ferrata" | "bus_stop"
        | "street_lamp" | "traffic_island" => None,
        _ => Some(Err(())),
    }
}

/// Whether a way isn't there, or not always, whatever its class.
fn is_gone(tags: &Tags<'_>) -> bool {
    tags.is("abandoned", "yes") || tags.is("ice_road", "yes") || tags.is("winter_road", "yes")
}

/// Why walkers may not use a way that [`way_use`] does not open to them; none where its class is not
/// theirs, or it is no street of its own.
pub fn closure(tags: Tags<'_>) -> Option<Closure> {
    tags.get("highway")?;
    let is_street = matches!(class(&tags), Some(Ok(Class { foot: true, .. })));
    if !is_street || is_gone(&tags) || tags.is("area", "yes") || tags.is("route", "ferry") {
        return None;
    }
    let closed_by = |key| tags.get(key).filter(|v| says(Some(v)) == Say::Closed);
    let parts = |value: &str| value.split(';').any(|v| opens_to_some(v.trim()));
    match closed_by("foot").or_else(|| closed_by("access")) {
        Some(value) if parts(value) => Some(Closure::OpenToSome),
        _ => Some(Closure::OpenToNone),
    }
}

/// Who may use a way with these tags; none when nobody on foot or by bicycle may.
pub fn way_use(tags: Tags<'_>, oddities: &mut Vec<Oddity>) -> Option<WayUse> {
    let ferry = tags.is("route", "ferry");
    let class = if ferry {
        if matches!(
            tags.get("highway"),
            Some("proposed" | "construction" | "abandoned")
        ) {
            return None;
        }
        Ok(Class {
            foot: true,
            bicycle: true,
            draw: 3,
        })
    } else {
        class(&tags)?
    };
    if is_gone(&tags) {
        return None;
    }
    let (known, class) = match class {
        Ok(class) => (true, class),
        Err(()) => (
            false,
            Class {
                foot: false,
                bicycle: false,
                draw: 0,
            },
        ),
    };
    let motorroad = || {
        if tags.is("motorroad", "yes") {
            Say::Closed
        } else {
            Say::Silent
        }
    };
    let access = || says(tags.get("access")).or(motorroad);
    let decide = |own: Say, default: bool| match own {
        Say::Open => true,
        Say::Closed => false,
        Say::Silent => default,
    };
    // A general "open" opens what the class leaves open; only the mode's own key opens a
    // motorway or a footway to it.
    let general = |say: Say, default: bool| default && say != Say::Closed;
    let foot = decide(says(tags.get("foot")), general(access(), class.foot));
    let vehicle = says(tags.get("vehicle")).or(access);
    let bicycle = decide(says(tags.get("bicycle")), general(vehicle, class.bicycle))
        && !matches!(tags.get("highway"), Some("steps" | "elevator" | "corridor"));

    let mut flags = 0;
    if foot {
        flags |= flag::FOOT;
    }
    if bicycle {
        flags |= bicycle_directions(&tags);
    }
    if flags == 0 {
        if !known && says(tags.get("access")) != Say::Closed {
            oddities.push(Oddity::UnknownClass(
                tags.get("highway").unwrap_or_default().to_owned(),
            ));
        }
        return None;
    }
    match tags.get("wheelchair") {
        Some("no") => flags |= flag::NO_WHEELCHAIR,
        Some("yes" | "designated" | "limited") => flags |= flag::WHEELCHAIR,
        _ => {}
    }
    // Steps with a ramp a wheelchair can take are no obstacle to it, nor to a bicycle in hand.
    let ramp = tags.is("ramp:wheelchair", "yes") || flags & flag::WHEELCHAIR != 0;
    if tags.is("highway", "steps") && !ramp {
        flags |= match tags.get("ramp:bicycle") {
            // A gutter to push a bicycle in, or a belt that takes it up, is of no use to a wheelchair.
            Some("yes" | "automatic") => flag::NO_WHEELCHAIR,
            _ => flag::STEPS,
        };
    }
    // A passage through a house is entered like any street.
    if (tags.get("tunnel")).is_some_and(|v| !matches!(v, "no" | "building_passage")) {
        flags |= flag::TUNNEL;
    }
    let seasonal = tags.get("seasonal").filter(|v| *v != "no");
    let mut duration_s = 0;
    if ferry {
        flags |= flag::FERRY;
        if let Some(season) = seasonal {
            oddities.push(Oddity::SeasonalFerry(season.to_owned()));
            return None;
        }
        match tags.get("duration").map(|text| (text, duration(text))) {
            Some((_, Some(s))) => duration_s = s,
            Some((text, None)) => oddities.push(Oddity::FerryDuration(text.to_owned())),
            None => oddities.push(Oddity::FerryDuration(String::new())),
        }
    } else if let Some(season) = seasonal {
        oddities.push(Oddity::Seasonal(season.to_owned()));
    }
    for key in ["foot:conditional", "access:conditional"] {
        if let Some(value) = tags.get(key) {
            oddities.push(Oddity::Conditional(format!("{key}={value}")));
        }
    }
    let needs_street = tags.is("area", "yes")
        || tags.is("type", "multipolygon")
        || !ferry
            && matches!(
                tags.get("highway"),
                None | Some("platform" | "corridor" | "elevator")
            );
    Some(WayUse {
        flags,
        class: class.draw,
        duration_s,
        needs_street,
        rank: rank(&tags, class.draw),
    })
}

/// In which directions a way open to bicycles may be ridden.
fn bicycle_directions(tags: &Tags<'_>) -> u16 {
    const BOTH: u16 = flag::BIKE_FORWARD | flag::BIKE_BACK;
    let direction = |value: Option<&str>| match value {
        Some("yes" | "true" | "1") => Some(flag::BIKE_FORWARD),
        Some("-1" | "reverse") => Some(flag::BIKE_BACK),
        Some("no" | "false" | "0" | "alternating") => Some(BOTH),
        // Which way it is open at an hour is not known.
        Some("reversible") => Some(0),
        _ => None,
    };
    let roundabout = matches!(tags.get("junction"), Some("roundabout" | "circular"));
    let all =
        direction(tags.get("oneway")).unwrap_or(if roundabout { flag::BIKE_FORWARD } else { BOTH });
    let opposite = [
        "cycleway",
        "cycleway:left",
        "cycleway:right",
        "cycleway:both",
    ]
    .iter()
    .any(|key| tags.get(key).is_some_and(|v| v.starts_with("opposite")));
    let two_way_lane = [
        "cycleway:left:oneway",
        "cycleway:right:oneway",
        "cycleway:both:oneway",
    ]
    .iter()
    .any(|key| matches!(tags.get(key), Some("no" | "-1")));
    let mut flags = match direction(tags.get("oneway:bicycle")) {
        Some(own) => own,
        None if opposite || two_way_lane => BOTH,
        None => all,
    };
    for (key, bit) in [
        ("bicycle:forward", flag::BIKE_FORWARD),
        ("bicycle:backward", flag::BIKE_BACK),
    ] {
        match says(tags.get(key)) {
            Say::Open => flags |= bit,
            Say::Closed => flags &= !bit,
            Say::Silent => {}
        }
    }
    flags
}

/// Whether a node closes the way it lies on to walkers: a barrier one may not or can't pass.
pub fn node_blocks(tags: Tags<'_>) -> bool {
    let Some(barrier) = tags.get("barrier") else {
        return false;
    };
    let locked = || {
        if tags.is("locked", "yes") {
            Say::Closed
        } else {
            Say::Silent
        }
    };
    match says(tags.get("foot"))
        .or(locked)
        .or(|| says(tags.get("access")))
    {
        Say::Open => false,
        Say::Closed => true,
        Say::Silent => matches!(
            barrier,
            "wall" | "fence" | "hedge" | "city_wall" | "retaining_wall" | "wire_fence"
        ),
    }
}

/// Whether a node that walkers pass stops a wheelchair.
pub fn node_stops_wheelchair(tags: Tags<'_>) -> bool {
    match tags.get("wheelchair") {
        Some("no") => true,
        Some("yes" | "designated" | "limited") => false,
        _ => matches!(
            tags.get("barrier"),
            Some(
                "stile"
                    | "kissing_gate"
                    | "turnstile"
                    | "full-height_turnstile"
                    | "cattle_grid"
                    | "log"
                    | "debris"
            )
        ),
    }
}

/// A duration in seconds: `HH:MM`, `HH:MM:SS`, minutes, or ISO 8601 (`PT1H30M`). None when
/// it can't be read, is not positive or passes a week.
pub fn duration(text: &str) -> Option<u32> {
    let text = text.trim();
    let seconds = if let Some(iso) = text.strip_prefix(['P', 'p']) {
        iso_duration(iso)?
    } else if text.contains(':') {
        let parts: Vec<u64> = text
            .split(':')
            .map(|p| whole(p).filter(|_| p.len() <= 3))
            .collect::<Option<_>>()?;
        match parts.as_slice() {
            [h, m] if *m < 60 => h * 3600 + m * 60,
            [h, m, s] if *m < 60 && *s < 60 => h * 3600 + m * 60 + s,
            _ => return None,
        }
    } else {
        let minutes = text
            .trim_end_matches("minutes")
            .trim_end_matches("min")
            .trim_end();
        whole(minutes)?.checked_mul(60)?
    };
    u32::try_from(seconds)
        .ok()
        .filter(|s| (1..=7 * 86_400).contains(s))
}

fn whole(text: &str) -> Option<u64> {
    (text.len() <= 9 && !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

/// What follows the `P` of an ISO 8601 duration of days, hours, minutes and seconds.
fn iso_duration(text: &str) -> Option<u64> {
    let (mut seconds, mut number, mut time, mut any) = (0u64, String::new(), false, false);
    for c in text.chars() {
        match c.to_ascii_uppercase() {
            'T' if !time && number.is_empty() => time = true,
            '0'..='9' => number.push(c),
            unit => {
                let size = match (unit, time) {
                    ('D', false) => 86_400,
                    ('H', true) => 3600,
                    ('M', true) => 60,
                    ('S', true) => 1,
                    _ => return None,
                };
                seconds = seconds.checked_add(whole(&number)?.checked_mul(size)?)?;
                number.clear();
                any = true;
            }
        }
    }
    (any && number.is_empty()).then_some(seconds)
}
