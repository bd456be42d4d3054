//! The library as a stranger uses it.

#[path = "../../examples/access.rs"]
mod access_example;

#[test]
fn the_example_runs_and_stops_when_it_is_called_off() {
    access_example::main().expect("ten homes");
    let text = include_str!("../../examples/access.rs");
    assert!(
        text.lines().count() <= 40,
        "short enough to be read at once"
    );
}

/// A job that shares its network lives as long as it is wanted, and goes from thread to thread.
#[test]
fn a_job_can_be_kept_and_handed_over() {
    use bereik::*;
    let folder = tempfile::tempdir().expect("a folder");
    synth::generate(synth::Size::Town, 1, folder.path()).expect("a town");
    let file = |name: &str| folder.path().join(name);
    let gtfs = [file("bus-tram.gtfs.zip")];
    let (options, silent) = (BuildOptions::default(), Progress::silent());
    let network = build(&file("polderland.osm.pbf"), &gtfs, &options, &silent).expect("a network");
    let rd = PointOptions::in_crs("EPSG:28992");
    let (homes, _) = read_points(&file("homes.csv"), &rd).expect("homes");
    let question = || {
        let day = "2026-03-10".parse().expect("a date");
        Question::new(
            day,
            Window::departures(8 * 3600, 9 * 3600),
            Traveller::default(),
        )
    };
    let of = |job: &Job| {
        let homes = Opportunity::new("homes", vec![1.0; job.destination_links().len()]);
        let query = AccessQuery::of(vec![homes], vec![Measure::cumulative(&[Seconds(1800)])]);
        let mut out = Vec::new();
        for_each_origin(job, &query, &Progress::silent(), |_, a| {
            out.push(a[0].value);
            Ok::<(), Error>(())
        })
        .expect("access");
        out
    };
    let points = &homes.positions[..20];
    let due = of(&Job::new(&network, question(), points, points).expect("a job"));
    let kept: Job<'static> =
        Job::shared(std::sync::Arc::new(network), question(), points, points).expect("a job");
    let found = std::thread::spawn(move || of(&kept)).join();
    assert_eq!(found.expect("a thread"), due);
}

/// What the front page re-exports: enough to work with, few enough to know.
#[test]
fn the_front_page_has_some_forty_names() {
    let page = include_str!("../../src/lib.rs");
    let names: usize = (page.lines().filter(|l| l.starts_with("pub use ")))
        .map(|l| l.matches(',').count() + 1)
        .sum();
    assert!((30..=45).contains(&names), "{names} names");
}
