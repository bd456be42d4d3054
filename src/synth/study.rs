//! The study file and the note that go with a generated region.

use super::plan::Plan;
use std::fmt::Write;

/// `study.toml` for a region: its name, street file and timetables. `jobs_norm` is how many jobs
/// are enough within 45 minutes.
pub fn study(name: &str, osm: &str, gtfs: &str, jobs_norm: u32) -> String {
    let mut text = format!(
        r#"# {name} does not exist. This study shows what bereik does, with made-up data.

[study]
title    = "Who can get where in {name} without a car?"
date     = 2026-03-10                 # a Tuesday: the usual service day
language = "en"
fictional = true

[network]
osm  = "{osm}"
gtfs = [{gtfs}]

[homes]                               # cells of 100 by 100 metres, columns named as CBS does
file    = "homes.csv"
crs     = "EPSG:28992"
missing = [-99997]                    # the code of CBS for "not published"
[homes.groups]
everyone       = "aantal_inwoners"
social_housing = "aantal_huurwoningen_woningcorporatie"
low_income     = "aantal_huishoudens_laag_inkomen"
no_car         = "aantal_huishoudens_zonder_auto"
[homes.ranks]
income = "mediaan_inkomen_huishouden"
"#
    );
    for (level, file) in [
        ("buurt", "buurten"),
        ("wijk", "wijken"),
        ("gemeente", "gemeenten"),
    ] {
        let _ = write!(
            text,
            r#"
[[areas]]
level = "{level}"
file  = "{file}.geojson"
code  = "{level}code"
name  = "{level}naam"
year  = 2026
"#
        );
    }
    let _ = write!(
        text,
        r#"
[[persona]]
name = "on foot"
walk_kmh = 4.8
max_walk_min = 20
[[persona]]
name = "with a bicycle"
bicycle = {{ access = true, egress = false, kmh = 14, max_min = 20 }}
[[persona]]
name = "wheelchair"
wheelchair = true
walk_kmh = 3.5

[[slot]]
name = "weekday morning"
depart = "07:00-09:00"
[[slot]]
name = "weekday midday"
depart = "12:00-14:00"
[[slot]]
name = "late evening"
depart = "21:00-23:00"
[[slot]]
name = "Sunday"
date = 2026-03-15
depart = "10:00-12:00"

[[service]]
name = "jobs"
file = "jobs.csv"
column = "jobs"
measure = "cumulative"
cutoffs_min = [30, 45, 60]
norm = {{ cutoff_min = 45, at_least = {jobs_norm} }}
[[service]]
name = "A&E"
file = "hospitals.csv"
where = {{ emergency = "yes" }}
measure = "nearest"
norm = {{ within_min = 45 }}            # of this study: not the ambulance norm
open = "opening_hours"
[[service]]
name = "GP"
osm = {{ amenity = "doctors" }}         # straight from the street file
measure = "nearest"
norm = {{ within_min = 20 }}
[[service]]
name = "pharmacy"
osm = {{ amenity = "pharmacy" }}
measure = "nearest"
norm = {{ within_min = 25 }}
[[service]]
name = "supermarket"
osm = {{ shop = "supermarket" }}
measure = "nearest"
norm = {{ within_min = 20 }}
[[service]]
name = "primary school"
file = "services.csv"
where = {{ kind = "primary_school" }}
measure = "nearest"
norm = {{ within_min = 15 }}
[[service]]
name = "secondary school"
file = "services.csv"
where = {{ kind = "secondary_school" }}
measure = "nearest"
norm = {{ within_min = 40 }}

[[shift]]
name = "early"
start = "06:00"
end   = "14:00"
days  = "mo-su"
jobs  = {{ service = "jobs", column = "jobs_early" }}
arrive_within_min = 30
leave_within_min  = 30
max_trip_min      = 60
[[shift]]
name = "late"
start = "14:30"
end   = "23:00"
days  = "mo-su"
jobs  = {{ service = "jobs", column = "jobs_late" }}
arrive_within_min = 30
leave_within_min  = 30
max_trip_min      = 60
[[shift]]
name = "night"
start = "22:00"
end   = "06:00"                       # before start: the next day
days  = "mo-su"
jobs  = {{ service = "jobs", column = "jobs_night" }}
arrive_within_min = 30
leave_within_min  = 30
max_trip_min      = 60

[profile]                             # the 24-hour picture
services = ["jobs", "A&E"]
step_min = 60
"#
    );
    text
}

/// `README.txt`: everything is made up.
pub fn readme(plan: &Plan, seed: u64) -> String {
    format!(
        "{name}: a region that does not exist
================================================

Everything in this folder is FICTIONAL and made by `bereik synth` (seed {seed}): the streets, the
timetables, the people, the dwellings, the companies and their names. Nothing is taken from
OpenStreetMap, CBS or any operator; only the file formats are theirs. Some names may exist
somewhere by chance. The region lies over real coordinates in the Netherlands (RD New) so that
tools can place it; what is really there has nothing to do with it.

To the extent that there are any rights in these files, they are waived (CC0 1.0). The Open
Database Licence of OpenStreetMap does not apply.

polderland.osm.pbf   streets, paths, water, parks, services (OpenStreetMap PBF)
bus-tram.gtfs.zip    trams and buses (GTFS), 2026-01-05 to 2026-07-05
train.gtfs.zip       trains (GTFS)
homes.csv            cells of 100 m, middle in RD New metres (EPSG:28992); columns named as CBS
                     does; -99997 where CBS would not publish
buurten.geojson      neighbourhoods, codes as text
wijken.geojson       districts
gemeenten.geojson    municipalities
jobs.csv             work places: jobs, practical jobs, jobs in early, late and night shifts
hospitals.csv        hospitals; emergency = yes where there is an A&E
services.csv         GPs, pharmacies, supermarkets, primary and secondary schools
study.toml           a whole study: bereik run study.toml
",
        name = plan.name
    )
}
