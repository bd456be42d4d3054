//! What `matrix` and `access` share: travel from every point of one file to every point of another.

use super::Context;
use super::args::{QueryArgs, check_date};
use super::errors::usage;
use bereik::diagnostics::{Error, Findings};
use bereik::input::lost::{self, Given};
use bereik::input::points::PointSet;
use bereik::measures::travel_time::Percentile;
use bereik::network::links::StreetLink;
use bereik::network::{BuildOptions, Network};
use bereik::output::atomic;
use bereik::output::table::Target;
use bereik::routing::job::{Job, Question};
use bereik::run::linking;
use std::path::{Path, PathBuf};

/// Reads a percentile.
pub fn percentile(text: &str) -> Result<Percentile, String> {
    let wrong = || "percentiles are whole numbers from 1 to 99 (100: the longest)".to_owned();
    text.trim()
        .parse()
        .ok()
        .and_then(Percentile::new)
        .ok_or_else(wrong)
}

/// Refuses the same percentile twice: two columns would have one name.
pub fn no_doubles(percentiles: &[Percentile]) -> Result<(), Error> {
    for (i, p) in percentiles.iter().enumerate() {
        if percentiles[..i].contains(p) {
            return Err(usage(format!("--percentiles: {} is given twice", p.get())));
        }
    }
    Ok(())
}

/// Seconds as hundredths of a minute, the nearest.
pub fn hundredths(seconds: u32) -> i64 {
    (i64::from(seconds) * 100 + 30) / 60
}

/// Checks an output against the inputs, before any work.
pub fn check_output(
    output: Option<&PathBuf>,
    inputs: &[&Path],
    geometry: bool,
) -> Result<Target, Error> {
    if let Some(folder) = output.filter(|o| o.is_dir()) {
        return Err(atomic::refused(
            folder,
            "is a folder; give the name of a file",
        ));
    }
    let target = Target::new(output.map(PathBuf::as_path), geometry)?;
    if let Some(path) = output {
        atomic::refuse_inputs(path, inputs)?;
        atomic::check_writable(path)?;
    }
    Ok(target)
}

/// The network to travel on; says what is odd about it.
pub fn network(
    query: &QueryArgs,
    options: &BuildOptions,
    context: &Context,
) -> Result<Network, Error> {
    let network = query.source.load(options, &context.progress)?;
    context.summarise(
        &network.findings,
        "build the network with `bereik build` and see `bereik info --findings`",
    );
    check_date(&network, query.date)?;
    Ok(network)
}

/// The job between two sets of points (of one file: `same`); says which of them are linked to no street, or perhaps to
/// the wrong one.
pub fn job<'n>(
    network: &'n Network,
    question: Question,
    (origins, destinations, same): (&PointSet, &PointSet, bool),
    context: &Context,
) -> Result<Job<'n>, Error> {
    let traveller = &question.traveller;
    let walk_m = f64::from(traveller.walk.reach_mm(traveller.max_walk)) / 1000.0;
    let job = Job::new(
        network,
        question,
        &origins.positions,
        &destinations.positions,
    )?;
    job.warnings.iter().for_each(|w| context.warn(w));
    let (from, to) = (job.origin_links(), job.destination_links());
    context.warn_unlinked("origins", origins, from, network, Some(walk_m))?;
    context.warn_unlinked("destinations", destinations, to, network, None)?;
    context.warn_doubtful("origins", origins, from, network);
    if !same {
        context.warn_doubtful("destinations", destinations, to, network);
    }
    Ok(job)
}

impl Context {
    /// Names points that are too far from any street, or, with the length of a walk, wider than it.
    ///
    /// # Errors
    /// When all are, with the likely cause.
    fn warn_unlinked<L>(
        &self,
        what: &str,
        set: &PointSet,
        links: &[Option<L>],
        network: &Network,
        walk_m: Option<f64>,
    ) -> Result<(), Error> {
        let max_snap_m = network.max_snap_m();
        let far = links.iter().filter(|l| l.is_none()).count();
        let given = Given {
            what,
            file: &set.file,
            positions: &set.positions,
        };
        let mut much = Findings::default();
        let judged = linking::judge(&given, far, network)?;
        let wide = walk_m.and_then(|m| lost::too_wide(what, set, m));
        judged.into_iter().chain(wide).for_each(|f| much.push(f));
        self.summarise(&much, "");
        let ids: Vec<&str> = set
            .ids
            .iter()
            .zip(links)
            .filter(|(_, l)| l.is_none())
            .map(|(id, _)| id.as_str())
            .collect();
        if !ids.is_empty() {
            self.warn(&format!(
                "{}: {} {what} farther than {max_snap_m} m from any walkable street, not linked: {}",
                set.file,
                ids.len(),
                some_of(ids.iter().map(|id| (*id).to_owned()))
            ));
        }
        Ok(())
    }

    /// Names points that may be linked to the wrong street.
    fn warn_doubtful(
        &self,
        what: &str,
        set: &PointSet,
        links: &[Option<StreetLink>],
        network: &Network,
    ) {
        let doubts = network.doubts(&set.positions, links);
        let id = |point: usize| set.ids.get(point).map_or("", String::as_str);
        for (kind, said) in doubts.kinds() {
            if !said.is_empty() {
                let points = said
                    .iter()
                    .map(|(p, words)| format!("{} ({words})", id(*p)));
                let (n, some) = (said.len(), some_of(points));
                self.warn(&format!("{}: {n} {what} {kind}: {some}", set.file));
            }
        }
    }
}

/// The first few, and whether there are more.
fn some_of(mut all: impl Iterator<Item = String>) -> String {
    let some: Vec<String> = all.by_ref().take(5).collect();
    let more = if all.next().is_some() { ", …" } else { "" };
    format!("{}{more}", some.join(", "))
}
