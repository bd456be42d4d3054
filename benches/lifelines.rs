//! Lifelines against running the study without each line, stop and trip: a table in Markdown.
//!
//! `cargo bench -p bereik-benches --bench lifelines` takes Porto Alegre (`BEREIK_STUDY`: another study) for its first
//! slot; `-- line stop` leaves trips out. Running the study without everything would take hours, so
//! it is done for some of each kind, spread evenly, and multiplied; those must agree exactly.
//! Times are those of processors, all threads together (on Linux; elsewhere on the clock).

use bereik::axes::SlotId;
use bereik::diagnostics::Error;
use bereik::input::study::read_study;
use bereik::run::lifelines::cut::{Cut, Kind};
use bereik::run::lifelines::{self, Options, Scope};
use bereik::run::study::inputs;
use bereik::watch::Progress;
use bereik_benches::{from_the_top, timed};
use std::path::PathBuf;

/// How many of each kind are also computed in full.
const SAMPLE: usize = 6;

fn main() -> Result<(), Error> {
    from_the_top();
    let path = std::env::var_os("BEREIK_STUDY").map_or_else(
        || PathBuf::from("examples/porto-alegre/study.toml"),
        PathBuf::from,
    );
    let Ok(study) = read_study(&path) else {
        println!("{}: not there, or its data aren't; skipped", path.display());
        return Ok(());
    };
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let inputs = inputs::read(&study, &Progress::silent())?;
    println!(
        "{}: {}; {} homes, {} personas, {} threads\n",
        study.title,
        study.slots[SlotId(0)].name,
        inputs.homes.len(),
        study.personas.len(),
        rayon::current_num_threads()
    );
    println!(
        "| what may go | how many | pairs in doubt | networks | lifelines, s | each in full, s | all in full, h | times faster |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- | --- |");
    for kind in Kind::ALL {
        let named = |w: &String| w == kind.word();
        if wanted.iter().any(|w| !w.starts_with('-')) && !wanted.iter().any(named) {
            continue;
        }
        let options = Options {
            kinds: vec![kind],
            slots: vec![study.slots[SlotId(0)].name.clone()],
            ..Options::default()
        };
        let asked = Scope::new(&study, &options)?;
        let ((found, work), took) =
            timed(|| lifelines::find(&study, &inputs, asked, &Progress::silent()))?;
        let all: Vec<Cut> = found.outcomes.keys().copied().collect();
        let step = (all.len() / SAMPLE).max(1);
        let some: Vec<Cut> = all.iter().copied().step_by(step).collect();
        let ((), sampled) = timed(|| {
            for cut in &some {
                let due = lifelines::naive(&study, &inputs, &found, *cut)?;
                assert_eq!(due, found.outcomes[cut].fallen, "{cut:?}");
            }
            Ok(())
        })?;
        let each = sampled / some.len() as f64;
        let full = each * all.len() as f64;
        println!(
            "| {}s | {} | {} of {} ({:.4} %) | {} | {took:.1} | {each:.2} | {:.1} | {:.0} |",
            kind.word(),
            all.len(),
            work.in_doubt,
            work.pairs,
            100.0 * work.in_doubt as f64 / work.pairs.max(1) as f64,
            work.networks,
            full / 3600.0,
            full / took,
        );
    }
    Ok(())
}
