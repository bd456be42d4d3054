//! From the file as typed to a [`Study`]: defaults, references, contradictions.

use super::service::services;
use super::typed::*;
use super::*;
use crate::diagnostics::Fault;
use crate::input::document::{Checked, Place, Settings, check, expect};
use crate::travel::{Bicycle, Wheelchair};

/// Resolves a document; problems of the schema check and of the meaning come together.
pub(super) fn resolve(
    document: &Document,
    path: &Path,
    look_for_files: bool,
) -> Result<Study, Error> {
    expect(document, Settings::Study)?;
    let schema = json_schema();
    let Checked { value, problems } = check(document, &schema);
    let typed: StudyFile = serde_json::from_value(value).map_err(|e| {
        Fault::SettingInvalid.at(&document.file, format!("cannot be understood: {e}"))
    })?;
    let file = std::path::absolute(path).map_err(|e| Error::io(path, "find", e))?;
    let mut r = Resolver {
        problems,
        base: file.parent().unwrap_or(Path::new("/")).to_owned(),
        look_for_files,
    };
    let study = r.study(typed, file);
    r.problems.into_result()?;
    Ok(study)
}

impl Resolver<'_> {
    fn study(&mut self, typed: StudyFile, file: PathBuf) -> Study {
        let root = Place::root();
        for (key, given) in [
            ("study", typed.study.is_some()),
            ("network", typed.network.is_some()),
            ("homes", typed.homes.is_some()),
            ("slot", typed.slot.is_some()),
            ("service", typed.service.is_some()),
        ] {
            if !given {
                self.problems.missing(&root.to(key));
            }
        }
        let place = root.to("study");
        let table = typed.study.unwrap_or_default();
        let title = table.title.unwrap_or_else(|| {
            let stem = file.file_stem().unwrap_or_default();
            stem.to_string_lossy().into_owned()
        });
        // Any date does where none could be read: there is a problem then, and no study comes out.
        let date = self
            .required(&place, "date", table.date)
            .and_then(|text| self.date(&place.to("date"), &text))
            .unwrap_or_default();
        let percentiles = self.percentiles(&place, table.percentiles);
        let network_table = typed.network.unwrap_or_default();
        let max_snap_m = network_table.max_snap_m;
        let island_junctions = network_table.island_junctions as usize;
        let unknown_is_accessible = network_table.wheelchair_unknown_is_accessible;
        let network = self.network(network_table);
        let homes = self.homes(typed.homes.unwrap_or_default());
        let areas = self.areas(typed.areas.unwrap_or_default());
        let personas = self.personas(typed.persona, unknown_is_accessible);
        let slots = self.slots(typed.slot.unwrap_or_default(), date);
        let services = services(
            self,
            typed.service.unwrap_or_default(),
            &Surroundings {
                network: &network,
                homes: &homes,
                slots: &slots,
                personas: &personas,
                percentiles: &percentiles,
            },
        );
        let shifts = self.shifts(typed.shift.unwrap_or_default(), date, &services);
        let profile = typed
            .profile
            .map(|table| self.profile(table, date, &services, &personas));
        let report = self.report(typed.report.unwrap_or_default(), &title, &areas, &homes);
        let site = typed
            .site
            .map(|table| self.site(table, &homes, &slots, report.group));
        Study {
            file,
            title,
            date,
            language: table.language,
            percentiles,
            usual: table.usual,
            fictional: table.fictional,
            network,
            max_snap_m,
            island_junctions,
            wheelchair_unknown_is_accessible: unknown_is_accessible,
            homes,
            areas: areas.into(),
            personas: personas.into(),
            slots: slots.into(),
            services: services.into(),
            shifts: shifts.into(),
            profile,
            report,
            site,
        }
    }

    fn percentiles(&mut self, place: &Place, given: Option<OneOrMany<Percentile>>) -> Vec<u8> {
        let mut list: Vec<u8> = Vec::new();
        for Percentile(p) in given.map_or(vec![Percentile(50)], OneOrMany::into_vec) {
            if list.contains(&p) {
                let place = place.to("percentiles");
                let problem = format!("{p} is given twice");
                self.problems.add(&place, problem, "");
            } else {
                list.push(p);
            }
        }
        list
    }

    fn network(&mut self, table: NetworkTable) -> NetworkInput {
        let place = Place::root().to("network");
        if let Some(file) = table.file {
            let at = place.to("file");
            if table.osm.is_some() || table.gtfs.is_some() {
                self.problems.add(
                    &at,
                    "given together with osm or gtfs",
                    "give either the built network, or osm and gtfs",
                );
            }
            return NetworkInput::Built(self.file(&at, &file, false));
        }
        let osm = self
            .required(&place, "osm", table.osm)
            .map(|osm| self.file(&place.to("osm"), &osm, false))
            .unwrap_or_default();
        let at = place.to("gtfs");
        let given = self.required(&place, "gtfs", table.gtfs);
        let single = matches!(given, Some(OneOrMany::One(_)));
        let mut gtfs = Vec::new();
        for (i, feed) in given.into_iter().flat_map(OneOrMany::into_vec).enumerate() {
            let at = if single { at.clone() } else { at.to(i) };
            let path = self.file(&at, &feed, true);
            if gtfs.contains(&path) {
                self.problems
                    .add(&at, "the same timetable twice", "name each feed once");
            }
            gtfs.push(path);
        }
        NetworkInput::Sources { osm, gtfs }
    }

    fn homes(&mut self, table: HomesTable) -> Homes {
        let place = Place::root().to("homes");
        let path = self
            .required(&place, "file", table.file)
            .map(|file| self.file(&place.to("file"), &file, false))
            .unwrap_or_default();
        let file = PointFile {
            layer: self.layer(&place, table.layer, &path),
            crs: self.crs(&place, table.crs),
            id: table.id,
            path,
        };
        let missing = table.missing.into_iter().flat_map(OneOrMany::into_vec);
        let columns = |map: Option<ColumnMap>| -> Vec<(String, String)> {
            map.into_iter()
                .flatten()
                .filter_map(|(name, column)| Some((name, column.as_str()?.to_owned())))
                .collect()
        };
        let mut groups: Vec<Group> = Vec::new();
        for (name, given) in table.groups.into_iter().flatten() {
            let at = place.to("groups");
            if name.trim().is_empty() {
                let hint = "write: everyone = \"inhabitants\"";
                self.problems.add(&at, "a group has no name", hint);
            }
            let Ok(given) = serde_json::from_value(given) else {
                continue;
            };
            let (column, share) = match given {
                GroupColumn::Column(ColumnName(column)) => (column, None),
                GroupColumn::Share(ShareTable { share, of }) => {
                    let at = at.to(name.as_str());
                    let share = self.required(&at, "share", share);
                    (self.required(&at, "of", of).unwrap_or_default(), share)
                }
            };
            groups.push(Group {
                name,
                column: Some(column),
                share,
            });
        }
        if groups.is_empty() {
            groups.push(Group {
                name: "homes".to_owned(),
                column: None,
                share: None,
            });
        }
        Homes {
            file,
            missing: missing.collect(),
            groups: groups.into(),
            ranks: columns(table.ranks),
        }
    }

    fn areas(&mut self, tables: Vec<AreaTable>) -> Vec<AreaLevel> {
        let list = Place::root().to("areas");
        let mut names = Names::new();
        let mut areas = Vec::new();
        for (i, table) in tables.into_iter().enumerate() {
            let place = list.to(i);
            let path = self
                .required(&place, "file", table.file)
                .map(|file| self.file(&place.to("file"), &file, false))
                .unwrap_or_default();
            areas.push(AreaLevel {
                level: self.unique(&place, "level", table.level, &mut names, i),
                layer: self.layer(&place, table.layer, &path),
                crs: self.crs(&place, table.crs),
                code: self
                    .required(&place, "code", table.code)
                    .unwrap_or_default(),
                name: table.name,
                year: table.year,
                path,
            });
        }
        areas
    }

    fn personas(&mut self, tables: Option<Vec<PersonaTable>>, unknown: bool) -> Vec<Persona> {
        let list = Place::root().to("persona");
        let mut names = Names::new();
        let tables = tables.unwrap_or_else(|| {
            vec![PersonaTable {
                name: Some("on foot".to_owned()),
                ..PersonaTable::default()
            }]
        });
        let mut personas = Vec::new();
        for (i, table) in tables.into_iter().enumerate() {
            let place = list.to(i);
            if table.unknown_is_accessible.is_some() && !table.wheelchair {
                self.problems.add(
                    &place.to("unknown_is_accessible"),
                    "has no meaning without a wheelchair",
                    "add wheelchair = true, or leave the key out",
                );
            }
            if table.wheelchair && table.bicycle.is_some() {
                self.problems.add(
                    &place.to("bicycle"),
                    "given together with wheelchair = true",
                    "make two personas",
                );
            }
            let mut traveller = Traveller::default();
            for (setting, held) in self.settings(&place, &table) {
                setting.set(&mut traveller, held);
            }
            traveller.bicycle = table.bicycle.map(|b| self.bicycle(&place.to("bicycle"), b));
            traveller.wheelchair = table.wheelchair.then(|| Wheelchair {
                unknown_is_accessible: table.unknown_is_accessible.unwrap_or(unknown),
            });
            personas.push(Persona {
                name: self.unique(&place, "name", table.name, &mut names, i),
                traveller,
            });
        }
        personas
    }

    fn bicycle(&mut self, place: &Place, table: BicycleTable) -> Bicycle {
        let bicycle = Bicycle {
            access: table.access,
            egress: table.egress,
            speed: self.speed(&place.to("kmh"), table.kmh),
            max: self.minutes(&place.to("max_min"), table.max_min),
        };
        if !bicycle.access && !bicycle.egress {
            self.problems.add(
                place,
                "a bicycle for neither the first nor the last leg",
                "set access or egress to true, or leave the bicycle out",
            );
        }
        bicycle
    }

    /// A group by name; else "everyone", else the first.
    pub fn group(&mut self, place: &Place, name: Option<String>, homes: &Homes) -> GroupId {
        name.and_then(|name| self.reference(place, &name, "group", &homes.groups, |g| &g.name))
            .or_else(|| homes.groups.find(|g| g.name == "everyone"))
            .unwrap_or_default()
    }

    fn report(
        &mut self,
        table: ReportTable,
        title: &str,
        areas: &[AreaLevel],
        homes: &Homes,
    ) -> Report {
        let place = Place::root().to("report");
        let level = table.level.and_then(|name| {
            self.reference(&place.to("level"), &name, "level of areas", areas, |a| {
                &a.level
            })
        });
        Report {
            title: table.title.unwrap_or_else(|| title.to_owned()),
            top_pockets: table.top_pockets as usize,
            min_people: table.min_people,
            level: level.or((!areas.is_empty()).then_some(LevelId(0))),
            group: self.group(&place.to("group"), table.group, homes),
            annex: false,
        }
    }
}

/// What a service may refer to.
pub(super) struct Surroundings<'a> {
    pub network: &'a NetworkInput,
    pub homes: &'a Homes,
    pub slots: &'a [Slot],
    pub personas: &'a [Persona],
    pub percentiles: &'a [u8],
}
