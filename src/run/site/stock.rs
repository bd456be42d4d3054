//! Existing stock, and where a level stands in it and among all homes.

use super::ladder::Ladder;
use crate::axes::{Grid, HomeId, IdVec, PersonaId, ReadingId, SlotId};
use crate::diagnostics::{Error, Findings};
use crate::ids::Id;
use crate::input::points::{PointOptions, read_points};
use crate::input::study::{Site, Study};
use crate::measures::sample::Sample;
use crate::run::study;
use crate::run::study::access::{Access, At, Slice};
use crate::run::study::inputs::Inputs;
use crate::units::LonLat;
use crate::watch::Progress;

/// Existing stock.
pub struct Stock {
    /// The group's name, or the file's.
    pub name: String,
    /// Positions, where it isn't the study's homes.
    own: Option<(Vec<LonLat>, Grid<SlotId, PersonaId, Slice>)>,
    /// Dwellings, households or people, by position.
    pub weights: Vec<Option<f64>>,
    ladders: Grid<SlotId, PersonaId, IdVec<ReadingId, Rung>>,
}

/// Where levels of one reading stand.
#[derive(Clone, Debug, Default)]
pub struct Rung {
    stock: Ladder,
    region: Ladder,
    /// P10, P50 and P90 of the stock; `+∞` for not reached.
    pub quantiles: [Option<f64>; 3],
}

impl Rung {
    /// Percentile position among existing stock, 0 (worst) to 100.
    pub fn among_stock(&self, level: f64) -> Option<f64> {
        self.stock.position(level)
    }
    /// The share of existing stock that is worse off, 0 to 100.
    pub fn stock_worse_off(&self, level: f64) -> Option<f64> {
        self.stock.worse_off(level)
    }
    /// The share of all homes of the study (main group) that is worse off, 0 to 100.
    pub fn region_worse_off(&self, level: f64) -> Option<f64> {
        self.region.worse_off(level)
    }
    /// Percentile position among all homes of the study (main group), 0 (worst) to 100.
    pub fn in_region(&self, level: f64) -> Option<f64> {
        self.region.position(level)
    }
}

impl Stock {
    /// Positions.
    pub fn positions<'a>(&'a self, inputs: &'a Inputs) -> &'a [LonLat] {
        self.own
            .as_ref()
            .map_or(&inputs.homes.positions, |own| &own.0)
    }
    /// Access by slot and persona.
    pub fn slices<'a>(&'a self, access: &'a Access) -> &'a Grid<SlotId, PersonaId, Slice> {
        self.own.as_ref().map_or(&access.slices, |own| &own.1)
    }
    /// Where levels stand in a slot, for a persona and reading.
    pub fn rung(&self, slot: SlotId, persona: PersonaId, reading: ReadingId) -> &Rung {
        &self.ladders[(slot, persona)][reading]
    }
}

/// Access at points that aren't the study's homes.
pub(super) struct Points<'a> {
    pub study: &'a Study,
    pub inputs: &'a Inputs,
    pub access: &'a Access,
}

impl Points<'_> {
    /// Slices of some points, by slot and persona.
    pub fn slices(
        &self,
        phase: &str,
        points: &[LonLat],
        progress: &Progress,
    ) -> Result<Grid<SlotId, PersonaId, Slice>, Error> {
        let (slots, personas) = (self.study.slots.len(), self.study.personas.len());
        let phase = progress.phase(phase, slots * personas * points.len());
        Grid::try_from_fn(slots, personas, |slot, persona| {
            let at = At {
                study: self.study,
                inputs: self.inputs,
                network: &self.inputs.network,
                readings: &self.access.readings,
                main: &self.access.main,
                slot,
                persona,
            };
            at.slice(Some(points), &|| phase.advance(1))
                .map(|(slice, _)| slice)
        })
    }
}

/// A table of existing stock: name, positions, weights.
pub(super) type StockFile = (String, Vec<LonLat>, Vec<Option<f64>>);

/// Reads the table of existing stock, where there is one.
///
/// # Errors
/// What the reader refuses; a column that isn't there or holds no amounts.
pub(super) fn file(
    study: &Study,
    site: &Site,
    findings: &mut Findings,
) -> Result<Option<StockFile>, Error> {
    let Some(stock) = &site.compare_with else {
        return Ok(None);
    };
    let options = PointOptions {
        crs: stock.file.crs.clone(),
        missing: study.homes.missing.clone(),
        id_column: stock.file.id.clone(),
        layer: stock.file.layer.clone(),
    };
    let (set, more) = read_points(&stock.file.path, &options)?;
    findings.append(more);
    let weights = match &stock.weight {
        Some(column) => set.amounts(column)?,
        None => vec![Some(1.0); set.len()],
    };
    Ok(Some((set.file, set.positions, weights)))
}

/// Existing stock with its access, and where levels stand in it.
///
/// # Errors
/// A date outside every feed's calendar.
pub(super) fn read(
    study: &Study,
    site: &Site,
    results: &study::Results,
    own: Option<StockFile>,
    progress: &Progress,
) -> Result<Stock, Error> {
    let (inputs, access) = (&results.inputs, &results.access);
    let mut stock = match own {
        Some((name, positions, weights)) => {
            let at = Points {
                study,
                inputs,
                access,
            };
            let slices = at.slices("access of existing stock", &positions, progress)?;
            Stock {
                name,
                own: Some((positions, slices)),
                weights,
                ladders: Grid::default(),
            }
        }
        None => Stock {
            name: study.homes.groups[site.group].name.clone(),
            own: None,
            weights: inputs.weights[site.group].to_vec(),
            ladders: Grid::default(),
        },
    };
    let everybody = &inputs.weights[study.report.group];
    let rung = |slot: SlotId, persona: PersonaId, reading: ReadingId| {
        let times = access.readings[reading].is_time();
        let sample = |slice: &Slice, weights: &[Option<f64>]| {
            let level = |i: usize| slice.level(reading, HomeId::new(i));
            Sample::new(weights.iter().enumerate().map(|(i, w)| (level(i), *w)))
        };
        let existing = sample(&stock.slices(access)[(slot, persona)], &stock.weights);
        let quantile = |p: u8| {
            crate::measures::travel_time::Percentile::new(p).and_then(|p| existing.quantile(p))
        };
        Rung {
            quantiles: [quantile(10), quantile(50), quantile(90)],
            stock: Ladder::new(&existing, times),
            region: Ladder::new(&sample(&access.slices[(slot, persona)], everybody), times),
        }
    };
    let ladders = Grid::from_fn(study.slots.len(), study.personas.len(), |s, p| {
        access.readings.ids().map(|r| rung(s, p, r)).collect()
    });
    stock.ladders = ladders;
    Ok(stock)
}
