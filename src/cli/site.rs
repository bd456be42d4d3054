//! `bereik site`.

use super::args::{PageArgs, ThreadArgs, number};
use super::errors::usage;
use super::{Context, conclude, in_pool, results_folder};
use bereik::diagnostics::Error;
use bereik::input::study::{PointFile, Site, Study, read_study};
use bereik::output::atomic;
use bereik::run::site;
use clap::Args;
use std::path::{Path, PathBuf};

/// Compare places for new homes: what could people living there reach by time of day, how many norms would they
/// miss, which jobs could they hold, and how much of it is left if a line goes.
///
/// Places come from a file of points or plots, or from a grid. Options may stand in the study file as well, in the
/// table [site] (docs/study-file.md); those given here come first. Results go into a folder: sites.csv, sites.gpkg,
/// sites.geojson, site_access.csv, site_shifts.csv, chosen.csv, findings.csv, manifest.json, report.html, and the
/// tables as one workbook, results.xlsx.
///
/// Example: bereik site study.toml --candidates plots.gpkg --choose 3 -o sites
#[derive(Args)]
pub struct SiteArgs {
    /// The study file, TOML or JSON.
    #[arg(value_name = "STUDY.toml")]
    study: PathBuf,
    /// The candidates: .csv with id, and lon, lat or x, y; .geojson or .gpkg. A plot counts at a point inside it.
    #[arg(long, value_name = "FILE", conflicts_with = "grid")]
    candidates: Option<PathBuf>,
    /// Coordinate system of the candidates where their file doesn't say, such as EPSG:28992.
    #[arg(long, value_name = "EPSG:N", requires = "candidates")]
    crs: Option<String>,
    /// Column with the dwellings that can be built; each candidate counts as 1 without it.
    #[arg(long, value_name = "COLUMN")]
    dwellings: Option<String>,
    /// Candidates on a grid instead, so many metres apart, where there is a street; 25 to 50000.
    #[arg(long, value_name = "METRES", value_parser = number(25.0, 50_000.0))]
    grid: Option<f64>,
    /// Polygons the grid is laid over, .geojson or .gpkg; the box around the homes without it.
    #[arg(long, value_name = "FILE")]
    within: Option<PathBuf>,
    /// Choose so many sites that together lift most households above the norms, 1 to 1000.
    #[arg(long, value_name = "K", value_parser = clap::value_parser!(u32).range(1..=1000))]
    choose: Option<u32>,
    /// A line to lose, by short name, long name or id; may be given more than once. Without it, every line that can be
    /// boarded within walking reach.
    #[arg(long, value_name = "LINE")]
    survive: Vec<String>,
    /// Results folder; the study's name with `-sites` beside the study file without it.
    #[arg(short, long, value_name = "FOLDER")]
    output: Option<PathBuf>,
    #[command(flatten)]
    page: PageArgs,
    #[command(flatten)]
    threads: ThreadArgs,
}

/// Reads the study, compares the sites, says what came out.
pub fn main(args: &SiteArgs, context: &Context) -> Result<(), Error> {
    let mut study = read_study(&args.study)?;
    args.page.apply(&mut study);
    let asked = settings(&mut study, args)?;
    let folder = results_folder(&args.output, &args.study, "sites");
    let inputs = study.inputs();
    let inputs: Vec<&Path> = inputs.iter().map(PathBuf::as_path).collect();
    atomic::refuse_taken(&folder, &site::results(), &inputs)?;
    let (results, lines) = in_pool(&args.threads, || {
        site::run(&study, &asked, &folder, &context.progress)
    })??;
    context.summarise(
        &results.study.findings,
        &format!("all are in {}", folder.join("findings.csv").display()),
    );
    conclude(&study.title, &lines, &folder)
}

/// The study's own settings with those of the command line in their place; the study has them too,
/// for the manifest.
fn settings(study: &mut Study, args: &SiteArgs) -> Result<Site, Error> {
    let mut site =
        (study.site.clone()).unwrap_or_else(|| Site::of(&study.homes, study.report.group));
    let found = |path: &Path| std::path::absolute(path).map_err(|e| Error::io(path, "find", e));
    if let Some(path) = &args.candidates {
        site.candidates = Some(PointFile {
            path: found(path)?,
            layer: None,
            crs: args.crs.clone(),
            id: None,
        });
        // What the study file says is about its own file.
        (site.dwellings, site.grid_m, site.within) = (None, None, None);
    }
    if args.grid.is_some() {
        (site.grid_m, site.candidates, site.dwellings) = (args.grid, None, None);
    }
    if args.dwellings.is_some() {
        if site.candidates.is_none() && site.grid_m.is_some() {
            return Err(usage(
                "--dwellings: a grid has no columns; give --candidates",
            ));
        }
        site.dwellings = args.dwellings.clone();
    }
    if let Some(path) = &args.within {
        if site.grid_m.is_none() {
            return Err(usage("--within has no meaning without --grid"));
        }
        site.within = Some(found(path)?);
    }
    if let Some(k) = args.choose {
        site.choose = Some(k as usize);
    }
    if !args.survive.is_empty() {
        site.survive = args.survive.clone();
    }
    study.site = Some(site.clone());
    Ok(site)
}
