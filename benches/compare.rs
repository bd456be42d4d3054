//! Comparing a study with a scenario, in part and in full: a table in Markdown.
//!
//! `cargo bench -p bereik-benches --bench compare` takes Newport, Rhein-Neckar and Porto Alegre where their data are; `-- STUDY SCENARIO` another
//! pair. Times are on the clock, with the threads of the machine.

use bereik::diagnostics::Error;
use bereik::input::scenario::{Edit, read_scenario};
use bereik::input::study::read_study;
use bereik::run::compare::{self, Options};
use bereik::run::study::{compute_of, inputs};
use bereik::watch::Progress;
use bereik_benches::from_the_top;
use std::path::Path;
use std::time::Instant;

fn timed<T>(work: impl FnOnce() -> Result<T, Error>) -> Result<(T, f64), Error> {
    let begun = Instant::now();
    Ok((work()?, begun.elapsed().as_secs_f64()))
}

fn row(study: &Path, scenario: &Path) -> Result<(), Error> {
    let study = read_study(study)?;
    let scenario = read_scenario(scenario, &study)?;
    let silent = Progress::silent();
    let inputs = inputs::read(&study, &silent)?;
    let (base, base_s) = timed(|| compute_of(&study, inputs.clone(), &silent))?;
    let edits: Vec<&Edit> = scenario.edits.iter().collect();
    let (made, apply_s) = timed(|| bereik::scenario::apply(&study, &inputs, &edits))?;
    let (part, part_s) = timed(|| {
        compare::computed(
            &study,
            &base,
            made,
            &edits,
            Options::default(),
            &Progress::silent(),
        )
    })?;
    let edited = part.results.inputs.clone();
    let (full, full_s) = timed(|| compute_of(&part.study, edited, &silent))?;
    compare::checks::verify(&part.results, &full)?;
    let recomputed = part.recomputed;
    println!(
        "| {} | {} of {} | {base_s:.1} | {apply_s:.2} | {part_s:.1} | {full_s:.1} | {:.1} |",
        scenario.name,
        recomputed.homes,
        recomputed.of_homes,
        full_s / part_s
    );
    Ok(())
}

fn main() -> Result<(), Error> {
    from_the_top();
    let given: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| a != "--bench")
        .collect();
    println!(
        "| scenario | homes × slots × personas anew | base, s | edits applied, s | in part, s | in full, s | times faster |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- |");
    if let [study, scenarios @ ..] = given.as_slice()
        && !scenarios.is_empty()
    {
        return (scenarios.iter()).try_for_each(|s| row(Path::new(study), Path::new(s)));
    }
    for (place, scenarios) in [
        ("newport", ["evening-cut", "a-and-e"]),
        ("rhein-neckar", ["line-cut", "evening-cut"]),
        ("porto-alegre", ["line-cut", "evening-cut"]),
    ] {
        let folder = Path::new("examples").join(place);
        let study = folder.join("study.toml");
        if read_study(&study).is_err() {
            println!("{place}: its data are not there; skipped");
            continue;
        }
        for scenario in scenarios {
            row(&study, &folder.join(format!("{scenario}.toml")))?;
        }
    }
    Ok(())
}
