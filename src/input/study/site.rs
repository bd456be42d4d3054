//! The table `[site]`: places compared for new homes.

use super::effective::{group_name, names, text};
use super::typed::{CandidatesTable, OneOrMany, SiteTable, StockTable};
use super::*;
use crate::input::document::Place;
use crate::input::resolver::Resolver;

/// Places compared for new homes. The command line may add to it, so nothing is required here.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    /// The candidates.
    pub candidates: Option<PointFile>,
    /// Column with their dwellings; none: 1 each.
    pub dwellings: Option<String>,
    /// Candidates on a grid, metres apart.
    pub grid_m: Option<f64>,
    /// Polygons the grid is laid over; none: the box around the homes.
    pub within: Option<PathBuf>,
    /// Group of the homes that stands for existing stock.
    pub group: GroupId,
    /// Existing stock in a table of its own.
    pub compare_with: Option<Stock>,
    /// How many sites are chosen together.
    pub choose: Option<usize>,
    /// Slots in which every norm must be met.
    pub slots: Vec<SlotId>,
    /// How far a household may move in a straight line, kilometres; none: any distance.
    pub move_within_km: Option<f64>,
    /// Lines to lose, by name or id; empty: those within walking reach of a candidate.
    pub survive: Vec<String>,
    /// For how many of the best candidates lines are cut where none is named.
    pub survive_top: usize,
}

/// Existing stock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stock {
    /// The table.
    pub file: PointFile,
    /// Column with the weight; none: 1 each.
    pub weight: Option<String>,
}

impl Site {
    /// What holds where the study file has no `[site]`.
    pub fn of(homes: &Homes, report_group: GroupId) -> Self {
        Site {
            candidates: None,
            dwellings: None,
            grid_m: None,
            within: None,
            group: social_housing(homes).unwrap_or(report_group),
            compare_with: None,
            choose: None,
            slots: vec![SlotId(0)],
            move_within_km: None,
            survive: Vec::new(),
            survive_top: SiteTable::default().survive_top as usize,
        }
    }

    /// The files it reads.
    pub fn inputs(&self) -> impl Iterator<Item = &PathBuf> {
        let candidates = self.candidates.iter().map(|f| &f.path);
        let stock = self.compare_with.iter().map(|s| &s.file.path);
        candidates.chain(stock).chain(&self.within)
    }
}

/// The group of social housing, by its name.
fn social_housing(homes: &Homes) -> Option<GroupId> {
    homes.groups.find(|g| {
        let name = g.name.to_lowercase().replace(['_', '-'], " ");
        ["social housing", "sociale huur", "corporatie"]
            .iter()
            .any(|word| name.contains(word))
    })
}

impl Resolver<'_> {
    pub(super) fn site(
        &mut self,
        table: SiteTable,
        homes: &Homes,
        slots: &[Slot],
        report_group: GroupId,
    ) -> Site {
        let place = Place::root().to("site");
        let mut site = Site::of(homes, report_group);
        if let Some(name) = &table.group {
            let at = place.to("group");
            site.group = self
                .reference(&at, name, "group", &homes.groups, |g| &g.name)
                .unwrap_or(site.group);
            if table.compare_with.is_some() {
                self.problems.add(
                    &at,
                    "given together with compare_with",
                    "existing stock is either a group of the homes or a table of its own",
                );
            }
        }
        if let Some(c) = table.candidates {
            let place = place.to("candidates");
            site.dwellings = c.dwellings;
            site.candidates = Some(self.point_file(&place, c.file, c.layer, c.crs, c.id));
            if table.grid_m.is_some() {
                self.problems.add(
                    &place,
                    "given together with grid_m",
                    "candidates are either in a file or on a grid",
                );
            }
        }
        if let Some(s) = table.compare_with {
            let place = place.to("compare_with");
            site.compare_with = Some(Stock {
                file: self.point_file(&place, s.file, s.layer, s.crs, s.id),
                weight: s.weight,
            });
        }
        site.grid_m = table.grid_m;
        if let Some(file) = table.within {
            let at = place.to("within");
            if table.grid_m.is_none() {
                self.problems.add(
                    &at,
                    "has no meaning without a grid",
                    "add grid_m, or leave the key out",
                );
            }
            site.within = Some(self.file(&at, &file, false));
        }
        site.choose = table.choose.map(|k| k as usize);
        if let Some(list) = table.slots {
            site.slots = self.references(&place.to("slots"), &list, "slot", slots, |s| &s.name);
        }
        site.move_within_km = table.move_within_km;
        site.survive = table.survive.map_or(Vec::new(), OneOrMany::into_vec);
        site.survive_top = table.survive_top as usize;
        site
    }

    fn point_file(
        &mut self,
        place: &Place,
        file: Option<String>,
        layer: Option<String>,
        crs: Option<String>,
        id: Option<String>,
    ) -> PointFile {
        let path = self
            .required(place, "file", file)
            .map(|file| self.file(&place.to("file"), &file, false))
            .unwrap_or_default();
        PointFile {
            layer: self.layer(place, layer, &path),
            crs: self.crs(place, crs),
            id,
            path,
        }
    }
}

/// The table as the file would have it, with nothing left out.
pub(super) fn table(study: &Study, site: &Site) -> SiteTable {
    SiteTable {
        candidates: site.candidates.as_ref().map(|file| CandidatesTable {
            file: text(&file.path),
            layer: file.layer.clone(),
            crs: file.crs.clone(),
            id: file.id.clone(),
            dwellings: site.dwellings.clone(),
        }),
        grid_m: site.grid_m,
        within: site.within.as_deref().and_then(text),
        group: match site.compare_with {
            Some(_) => None,
            None => group_name(study, site.group),
        },
        compare_with: site.compare_with.as_ref().map(|stock| StockTable {
            file: text(&stock.file.path),
            layer: stock.file.layer.clone(),
            crs: stock.file.crs.clone(),
            id: stock.file.id.clone(),
            weight: stock.weight.clone(),
        }),
        choose: site.choose.and_then(|k| u32::try_from(k).ok()),
        slots: Some(names(&site.slots, &study.slots, |slot| &slot.name)),
        move_within_km: site.move_within_km,
        survive: (!site.survive.is_empty()).then(|| OneOrMany::Many(site.survive.clone())),
        survive_top: u32::try_from(site.survive_top).unwrap_or(u32::MAX),
    }
}
