//! The files of a dataset: what stands in each, and writing one with its entry in the ledger.

use super::layout::{self, Unit};
use super::record::{self, EditionRecord, Entry, FileRecord, SCHEMA};
use super::settings::sorted_readings;
use crate::access::reading::Reading;
use crate::axes::{HomeId, IdVec, PersonaId, ReadingId, ShiftId, SlotId, StatusId, first};
use crate::diagnostics::Error;
use crate::ids::Id;
use crate::input::study::Study;
use crate::network::file::fingerprint;
use crate::output::columns::{self, Values, geo_metadata};
use crate::routing::job::Status;
use crate::run::study::inputs::Inputs;
use crate::run::study::shifts::ShiftJobs;
use crate::units::LonLat;
use std::path::Path;

/// Writes the parts of one edition.
pub struct Parts<'a> {
    /// Folder of the dataset.
    pub folder: &'a Path,
    /// The edition.
    pub record: &'a EditionRecord,
    /// Its study.
    pub study: &'a Study,
    /// What it reads.
    pub inputs: &'a Inputs,
}

/// What a region's homes came to, in the order of the homes.
#[derive(Default)]
pub struct Gathered {
    /// By reading, in the order of the homes; as in [`crate::run::study::access::Slice`].
    pub values: IdVec<ReadingId, Vec<f64>>,
    /// `[status][home]`.
    pub status: IdVec<StatusId, Vec<Status>>,
}

impl Gathered {
    /// Room for so many readings and services.
    pub fn new(readings: usize, services: usize) -> Self {
        Self {
            values: IdVec::filled(Vec::new(), readings),
            status: IdVec::filled(Vec::new(), services),
        }
    }

    /// Adds a home.
    pub fn push(&mut self, values: IdVec<ReadingId, f64>, status: IdVec<StatusId, Status>) {
        (self.values.iter_mut().zip(values)).for_each(|(to, v)| to.push(v));
        (self.status.iter_mut().zip(status)).for_each(|(to, v)| to.push(v));
    }
}

/// The same word in every row.
fn same(word: &str, rows: usize) -> Values<'_> {
    Values::Words {
        words: vec![word],
        rows: vec![0; rows],
    }
}

impl Parts<'_> {
    /// Writes the homes of a region.
    ///
    /// # Errors
    /// What can't be written.
    pub fn homes(&self, region: usize, homes: &[HomeId]) -> Result<(), Error> {
        let inputs = self.inputs;
        let points: Vec<LonLat> = homes
            .iter()
            .map(|h| inputs.homes.positions[h.index()])
            .collect();
        let geo = geo_metadata("geometry", &points);
        let ids = homes
            .iter()
            .map(|h| Some(inputs.homes.ids[h.index()].as_str()));
        let mut names: Vec<String> = vec!["id".into(), "geometry".into()];
        let mut values = vec![Values::Text(ids.collect()), Values::Point(points)];
        let numbers = |list: &IdVec<HomeId, Option<f64>>| {
            Values::Number(homes.iter().map(|h| list[*h].unwrap_or(f64::NAN)).collect())
        };
        for (group, weights) in self.study.homes.groups.iter().zip(&inputs.weights) {
            names.push(format!("group_{}", group.name));
            values.push(numbers(weights));
        }
        for ((rank, _), list) in self.study.homes.ranks.iter().zip(&inputs.ranks) {
            names.push(format!("rank_{rank}"));
            values.push(numbers(list));
        }
        for (level, areas) in self.study.areas.iter().zip(&inputs.areas) {
            let code = |h: &HomeId| {
                let area = areas.of_home[*h]?;
                areas.layer.areas.get(area).map(|a| a.code.as_str())
            };
            names.push(format!("area_{}", level.level));
            values.push(Values::Text(homes.iter().map(code).collect()));
            names.push(format!("area_{}_year", level.level));
            values.push(Values::Int(vec![level.year.map(i64::from); homes.len()]));
        }
        let columns: Vec<(&str, Values)> = names.iter().map(String::as_str).zip(values).collect();
        self.write(Unit::Homes(region), homes.len(), &columns, Some(geo))
    }

    /// Ids of homes, all of them so many times one after the other.
    fn ids(&self, homes: &[HomeId], times: usize) -> Values<'_> {
        let ids = homes
            .iter()
            .map(|h| self.inputs.homes.ids[h.index()].as_str());
        Values::Words {
            words: ids.collect(),
            rows: (0..times).flat_map(|_| 0..homes.len() as u32).collect(),
        }
    }

    /// Writes the values of a region for a slot and persona.
    ///
    /// # Errors
    /// What can't be written.
    pub fn values(
        &self,
        unit: (SlotId, PersonaId, usize),
        homes: &[HomeId],
        gathered: &Gathered,
        readings: &IdVec<ReadingId, Reading>,
    ) -> Result<(), Error> {
        let (slot, persona, region) = unit;
        let measured: Vec<_> = (sorted_readings(self.study).into_iter())
            .filter(|(r, _)| {
                self.study.services[readings[*r].service]
                    .slots
                    .contains(&slot)
            })
            .collect();
        let rows = measured.len() * homes.len();
        let each = |text: fn(&record::ReadingRecord) -> &String| Values::Words {
            words: measured.iter().map(|(_, m)| text(m).as_str()).collect(),
            rows: (0..measured.len() as u32)
                .flat_map(|m| std::iter::repeat_n(m, homes.len()))
                .collect(),
        };
        let (mut value, mut below, mut status) = (
            Vec::with_capacity(rows),
            Vec::with_capacity(rows),
            Vec::with_capacity(rows),
        );
        for (r, reading) in &measured {
            for &level in &gathered.values[*r] {
                let shown = if reading.is_time() {
                    level / 60.0
                } else {
                    level
                };
                value.push(if shown.is_finite() { shown } else { f64::NAN });
                below.push(readings[*r].missed(Some(level)));
            }
            status.extend(
                gathered.status[readings[*r].status]
                    .iter()
                    .map(|s| *s as u32),
            );
        }
        let columns = [
            ("home", self.ids(homes, measured.len())),
            ("persona", same(&self.study.personas[persona].name, rows)),
            ("service", each(|m| &m.service)),
            ("measure", each(|m| &m.measure)),
            ("cutoff", each(|m| &m.cutoff)),
            ("value", Values::Number(value)),
            ("below_norm", Values::Truth(below)),
            (
                "status",
                Values::Words {
                    words: STATUSES.iter().map(|s| s.word()).collect(),
                    rows: status,
                },
            ),
        ];
        let unit = Unit::Values {
            slot,
            persona,
            region,
        };
        self.write(unit, rows, &columns, None)
    }

    /// Writes the jobs by shift of a region for a persona, each with the homes in order.
    ///
    /// # Errors
    /// What can't be written.
    pub fn shifts(
        &self,
        persona: PersonaId,
        region: usize,
        homes: &[HomeId],
        jobs: &IdVec<ShiftId, ShiftJobs>,
    ) -> Result<(), Error> {
        let mut shifts: Vec<ShiftId> = jobs.ids().collect();
        shifts.sort_by(|a, b| self.study.shifts[*a].name.cmp(&self.study.shifts[*b].name));
        let rows = shifts.len() * homes.len();
        let number = |of: fn(&ShiftJobs, HomeId) -> Option<f64>| {
            let all = shifts.iter().flat_map(|s| {
                first(homes.len()).map(move |h| of(&jobs[*s], h).unwrap_or(f64::NAN))
            });
            Values::Number(all.collect())
        };
        let columns = [
            ("home", self.ids(homes, shifts.len())),
            ("persona", same(&self.study.personas[persona].name, rows)),
            (
                "shift",
                Values::Words {
                    words: shifts
                        .iter()
                        .map(|s| self.study.shifts[*s].name.as_str())
                        .collect(),
                    rows: (0..shifts.len() as u32)
                        .flat_map(|s| std::iter::repeat_n(s, homes.len()))
                        .collect(),
                },
            ),
            ("jobs", number(|j, h| j.access.get(h)?.map(|a| a.both))),
            (
                "jobs_there_only",
                number(|j, h| j.access.get(h)?.map(|a| a.there_only)),
            ),
            (
                "jobs_back_only",
                number(|j, h| j.access.get(h)?.map(|a| a.back_only)),
            ),
            (
                "jobs_by_day",
                number(|j, h| j.by_day.get(h)?.map(|a| a.both)),
            ),
        ];
        self.write(Unit::Shifts { persona, region }, rows, &columns, None)
    }

    /// Writes a file, and when that is whole and on disk, its entry in the ledger.
    fn write(
        &self,
        unit: Unit,
        rows: usize,
        columns: &[(&str, Values)],
        geo: Option<String>,
    ) -> Result<(), Error> {
        self.inputs.network.check_intact()?;
        let path = unit.path(self.record);
        let at = layout::place(self.folder, &path);
        record::make_room(self.folder, &at)?;
        let mut metadata = vec![
            ("bereik.schema", SCHEMA.to_string()),
            ("bereik.settings", self.record.settings.clone()),
        ];
        metadata.extend(geo.map(|geo| ("geo", geo)));
        columns::write(&at, columns, &metadata)?.publish()?;
        let (bytes, sha256) = fingerprint(&at).map_err(|e| Error::io(&at, "read", e))?;
        let entry = Entry {
            schema: SCHEMA,
            settings: self.record.settings.clone(),
            file: FileRecord {
                path: path.clone(),
                rows: Some(rows as u64),
                bytes,
                sha256,
            },
        };
        record::write(self.folder, &layout::entry_of(&path), &entry)
    }
}

/// All statuses, each at its own number.
const STATUSES: [Status; 6] = [
    Status::Ok,
    Status::NotLinked,
    Status::Island,
    Status::NoService,
    Status::BeyondLimit,
    Status::Closed,
];
