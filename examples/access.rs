//! bereik as a library: a network out of bytes, access of ten homes on two threads, and work called off.
use bereik::*;
use std::fs::read;

pub fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let file = |name: &str| folder.path().join(name);
    synth::generate(synth::Size::Town, 1, folder.path())?;
    let streets = read(file("polderland.osm.pbf"))?;
    let buses = read(file("bus-tram.gtfs.zip"))?;
    let osm = InputData::bytes("streets", &streets);
    let gtfs = [InputData::bytes("buses", &buses)];
    let silent = Progress::silent();
    let network = build_from(osm, &gtfs, &BuildOptions::default(), &silent)?;

    let (homes, _) = read_points(&file("homes.csv"), &PointOptions::in_crs("EPSG:28992"))?;
    let (work, _) = read_points(&file("jobs.csv"), &PointOptions::default())?;
    let morning = Window::departures(7 * 3600, 9 * 3600);
    let question = Question::new("2026-03-10".parse()?, morning, Traveller::default());
    let job = Job::new(&network, question, &homes.positions[..10], &work.positions)?;
    let jobs = work.amounts("jobs")?.into_iter();
    let jobs = Opportunity::new("jobs", jobs.map(Option::unwrap_or_default).collect());
    let within = Measure::cumulative(&[Seconds(45 * 60)]);
    let query = AccessQuery::of(vec![jobs], vec![within]);
    let print = |home: usize, found: &[Answer]| {
        println!(
            "{}: {:?} jobs in 45 minutes",
            homes.ids[home], found[0].value
        );
        Ok::<(), Error>(())
    };
    let two = rayon::ThreadPoolBuilder::new().num_threads(2).build()?;
    two.install(|| for_each_origin(&job, &query, &silent, print))?;
    let ended = for_each_origin(&job, &query, &Progress::new(|| true), print);
    assert!(matches!(ended, Err(Error::Cancelled)));
    Ok(())
}
