//! What two editions have in common, and what can't be compared.

use super::Edition;
use crate::axes::{GroupId, IdVec, LevelId, PersonaId, PurposeId, ShiftId, SlotId};
use crate::diagnostics::{Error, Fault, InputError};
use crate::ids::Id;
use crate::input::study::{Measure, Service, Study};
use crate::units::Seconds;

/// Something that only one edition has, or that changed its meaning.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Incomparable {
    /// `service`, `slot`, `persona`, `group`, `shift`, `rank`, `level` or `area`.
    pub kind: &'static str,
    /// Level of an area; else empty.
    pub level: String,
    /// Its name or code.
    pub name: String,
    /// Name of the edition it is in.
    pub edition: String,
    /// Why it can't be compared, as a sentence in English.
    pub why: String,
}

/// Which parts of an edition's study stand for those of the common study, in its order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picks {
    /// Services.
    pub services: IdVec<PurposeId, PurposeId>,
    /// Slots.
    pub slots: IdVec<SlotId, SlotId>,
    /// Groups.
    pub groups: IdVec<GroupId, GroupId>,
    /// Shifts.
    pub shifts: IdVec<ShiftId, ShiftId>,
    /// Levels of areas.
    pub levels: IdVec<LevelId, LevelId>,
    /// Indexes into the ranks.
    pub ranks: IdVec<usize, usize>,
}

/// The study that both editions have in common.
pub struct Aligned {
    /// With the settings of the base edition, but the area levels of the later one.
    pub study: Study,
    /// Of the earlier edition and the later.
    pub picks: [Picks; 2],
    /// What only one has.
    pub missing: Vec<Incomparable>,
    /// Services of which norms differ: the base's hold.
    pub frozen: Vec<String>,
    /// Services without a norm of which first cutoffs differ: the base's is read.
    pub cutoffs: Vec<String>,
    /// The base's report group, where the editions don't have it in common and another stands for it.
    pub lost_group: Option<String>,
}

/// Finds what two editions have in common; settings are the base's, 0 or 1.
///
/// # Errors
/// Personas, slots or measures of the same name that mean different things, all together; nothing in common.
pub fn align(editions: [&Edition; 2], base: usize) -> Result<Aligned, Error> {
    let studies = editions.map(|e| &e.study);
    let mut found = Found {
        editions,
        base,
        missing: Vec::new(),
        problems: Vec::new(),
    };
    let personas = found.pairs("persona", |s| names(&s.personas, |p| &p.name));
    let slots = found.pairs("slot", |s| names(&s.slots, |x| &x.name));
    let groups = found.pairs("group", |s| names(&s.homes.groups, |g| &g.name));
    let ranks = found.pairs("rank", |s| names(&s.homes.ranks, |r| &r.0));
    let levels = found.pairs("level", |s| names(&s.areas, |a| &a.level));
    let mut services = found.pairs("service", |s| names(&s.services, |x| &x.name));
    let mut shifts = found.pairs("shift", |s| names(&s.shifts, |x| &x.name));

    found.general();
    for [a, b] in &personas {
        let (p, q) = (&studies[0].personas[*a], &studies[1].personas[*b]);
        found.same("persona", &p.name, p.traveller == q.traveller);
    }
    for [a, b] in &slots {
        let (p, q) = (&studies[0].slots[*a], &studies[1].slots[*b]);
        found.same("slot", &p.name, p.window == q.window);
    }
    for [a, b] in &groups {
        let (p, q) = (&studies[0].homes.groups[*a], &studies[1].homes.groups[*b]);
        let alike = p.column.is_some() == q.column.is_some();
        found.same("group", &p.name, alike);
    }
    // Who competes must be comparable too.
    let group_of =
        |edition: usize, service: PurposeId| match studies[edition].services[service].measure {
            Measure::TwoStep { demand, .. } => Some(demand),
            _ => None,
        };
    services.retain(|pair| {
        let lost = (0..2).any(|e| {
            group_of(e, pair[e]).is_some_and(|demand| !groups.iter().any(|g| g[e] == demand))
        });
        if lost {
            found.only(
                "service",
                0,
                &studies[0].services[pair[0]].name,
                "the group that competes for it is in one edition only",
            );
        }
        !lost
    });
    let (mut frozen, mut cutoffs) = (Vec::new(), Vec::new());
    for [a, b] in &services {
        let (p, q) = (&studies[0].services[*a], &studies[1].services[*b]);
        found.same("service", &p.name, alike(studies, p, q));
        if p.norm != q.norm || p.essential != q.essential {
            frozen.push(p.name.clone());
        } else if p.norm.is_none() && first_cutoff(p) != first_cutoff(q) {
            cutoffs.push(p.name.clone());
        }
    }
    shifts.retain(|pair| {
        let service = |e: usize| studies[e].shifts[pair[e]].service;
        let kept = services.iter().any(|s| *s == [service(0), service(1)]);
        if !kept {
            found.only(
                "shift",
                0,
                &studies[0].shifts[pair[0]].name,
                "its jobs are those of services that can't be compared",
            );
        }
        kept
    });
    for [a, b] in &shifts {
        let (p, q) = (&studies[0].shifts[*a], &studies[1].shifts[*b]);
        let times = |s: &crate::input::study::Shift| {
            let hours = (s.start, s.end, s.compare, s.max_trip);
            (hours, s.arrive_within, s.leave_after, s.leave_within)
        };
        found.same("shift", &p.name, times(p) == times(q));
    }
    let picks = [0, 1].map(|e| Picks {
        services: pick(&services, e),
        slots: pick(&slots, e),
        groups: pick(&groups, e),
        shifts: pick(&shifts, e),
        levels: pick(&levels, e),
        ranks: pick(&ranks, e),
    });
    for (kind, none) in [
        ("persona", personas.is_empty()),
        ("slot", slots.is_empty()),
        ("group", groups.is_empty()),
        ("service", services.is_empty()),
    ] {
        if none {
            let file = studies[1].file.display().to_string();
            let problem = format!(
                "has no {kind} in common with edition {:?}",
                editions[0].name
            );
            found.problems.push(
                Fault::EditionsDiffer
                    .at(file, problem)
                    .hint("names must be the same in both editions"),
            );
        }
    }
    let report = studies[base].report.group;
    let lost_group = (!picks[base].groups.contains(&report))
        .then(|| {
            studies[base]
                .homes
                .groups
                .get(report)
                .map(|g| g.name.clone())
        })
        .flatten();
    let study = found.common(&picks, pick(&personas, base));
    let Found {
        missing, problems, ..
    } = found;
    Error::all(problems)?;
    Ok(Aligned {
        study,
        picks,
        missing,
        frozen,
        cutoffs,
        lost_group,
    })
}

/// One edition's side of pairs.
fn pick<I: Id>(pairs: &[[I; 2]], e: usize) -> IdVec<I, I> {
    pairs.iter().map(|pair| pair[e]).collect()
}

fn names<T>(list: &[T], name: impl Fn(&T) -> &String) -> Vec<String> {
    list.iter().map(|x| name(x).clone()).collect()
}

/// The cutoff that is read without a norm.
fn first_cutoff(service: &Service) -> Option<Seconds> {
    match &service.measure {
        Measure::Cumulative { cutoffs } => cutoffs.first().copied(),
        _ => None,
    }
}

/// Whether two services measure the same; where destinations come from may differ. So may cutoffs: one is read in both,
/// the base's.
pub(super) fn alike(studies: [&Study; 2], p: &Service, q: &Service) -> bool {
    let group = |e: usize, g: GroupId| studies[e].homes.groups.get(g).map(|g| &g.name);
    let measures = match (&p.measure, &q.measure) {
        (
            Measure::TwoStep {
                decay: a,
                demand: x,
            },
            Measure::TwoStep {
                decay: b,
                demand: y,
            },
        ) => a == b && group(0, *x) == group(1, *y),
        (Measure::Cumulative { .. }, Measure::Cumulative { .. }) => true,
        (a, b) => a == b,
    };
    measures && p.percentile() == q.percentile()
}

struct Found<'a> {
    editions: [&'a Edition; 2],
    base: usize,
    missing: Vec<Incomparable>,
    problems: Vec<InputError>,
}

impl Found<'_> {
    fn only(&mut self, kind: &'static str, edition: usize, name: &str, why: &str) {
        self.missing.push(Incomparable {
            kind,
            level: String::new(),
            name: name.to_owned(),
            edition: self.editions[edition].name.clone(),
            why: why.to_owned(),
        });
    }

    /// Pairs of what has the same name, in the order of the base; the rest is noted.
    fn pairs<I: Id>(
        &mut self,
        kind: &'static str,
        list: impl Fn(&Study) -> Vec<String>,
    ) -> Vec<[I; 2]> {
        let lists = self.editions.map(|e| list(&e.study));
        let mut pairs = Vec::new();
        for name in &lists[self.base] {
            let [a, b] = [0, 1].map(|e| lists[e].iter().position(|n| n == name).map(I::new));
            pairs.extend(a.zip(b).map(|(a, b)| [a, b]));
        }
        for e in 0..2 {
            for name in lists[e].iter().filter(|n| !lists[1 - e].contains(n)) {
                let why = format!(
                    "edition {:?} has none of this name",
                    self.editions[1 - e].name
                );
                self.only(kind, e, name, &why);
            }
        }
        pairs
    }

    fn same(&mut self, kind: &str, name: &str, same: bool) {
        if !same {
            let [a, b] = self.editions;
            let problem = format!(
                "{kind} {name:?} means something else in edition {:?} than in edition {:?} ({})",
                b.name,
                a.name,
                a.study.file.display()
            );
            self.problems.push(
                Fault::EditionsDiffer.at(b.study.file.display().to_string(), problem)
                    .field(format!("{kind} {name:?}"))
                    .hint("what is compared must be the same in both: make the settings equal, or give it another name so that it is left out"),
            );
        }
    }

    /// Settings of the study as a whole.
    fn general(&mut self) {
        let [a, b] = self.editions.map(|e| &e.study);
        for (key, same) in [
            ("usual", a.usual == b.usual),
            ("percentiles", a.percentiles == b.percentiles),
            ("max_snap_m", a.max_snap_m == b.max_snap_m),
            ("island_junctions", a.island_junctions == b.island_junctions),
        ] {
            self.same("setting", key, same);
        }
    }

    /// The base's study with only what both have.
    fn common(&self, picks: &[Picks; 2], personas: IdVec<PersonaId, PersonaId>) -> Study {
        let base = &self.editions[self.base].study;
        let mine = &picks[self.base];
        let mut study = base.clone();
        study.personas = personas.iter().map(|p| base.personas[*p].clone()).collect();
        study.slots = mine.slots.iter().map(|s| base.slots[*s].clone()).collect();
        study.homes.groups = (mine.groups.iter())
            .map(|g| base.homes.groups[*g].clone())
            .collect();
        study.homes.ranks = (mine.ranks.iter())
            .map(|r| base.homes.ranks[*r].clone())
            .collect();
        let later = &self.editions[1].study;
        study.areas = (picks[1].levels.iter())
            .map(|l| later.areas[*l].clone())
            .collect();
        study.services = IdVec::new();
        for k in mine.services.ids() {
            let mut service = base.services[mine.services[k]].clone();
            // Measured in both, or it can't be compared.
            service.slots = mine
                .slots
                .ids()
                .filter(|slot| {
                    (0..2).all(|e| {
                        let of = &self.editions[e].study.services[picks[e].services[k]];
                        of.slots.contains(&picks[e].slots[*slot])
                    })
                })
                .collect();
            if let Measure::TwoStep { demand, .. } = &mut service.measure {
                let to = mine.groups.find(|g| g == demand);
                *demand = to.unwrap_or_default();
            }
            study.services.push(service);
        }
        study.shifts = IdVec::new();
        for shift in &mine.shifts {
            let mut shift = base.shifts[*shift].clone();
            let to = mine.services.find(|s| *s == shift.service);
            shift.service = to.unwrap_or_default();
            study.shifts.push(shift);
        }
        study.profile = None;
        study.site = None;
        let group = mine.groups.find(|g| *g == base.report.group);
        study.report.group = group.unwrap_or_default();
        let level = (base.report.level).and_then(|level| mine.levels.find(|l| *l == level));
        study.report.level = level.or(study.areas.ids().next());
        study
    }
}
