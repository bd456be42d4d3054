//! Getting a network: from a network file, or built from street data and timetables.

use crate::diagnostics::{Error, Fault, Findings, Term, Text};
use crate::input::osm::pbf::Source;
use crate::input::osm::records::StreetRecords;
use crate::input::{gtfs, osm};
use crate::network::file::{fingerprint, fingerprint_bytes};
use crate::network::streets::Streets;
use crate::network::timetable::Timetable;
use crate::network::{BuildOptions, InputFile, Network};
use crate::watch::Progress;
use std::path::{Path, PathBuf};

/// Where a network comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NetworkSource {
    /// A network file.
    File(PathBuf),
    /// Street data and timetables.
    Inputs {
        /// OpenStreetMap PBF.
        osm: PathBuf,
        /// GTFS zips or folders, in order.
        gtfs: Vec<PathBuf>,
    },
}

impl NetworkSource {
    /// All files it reads.
    pub fn paths(&self) -> Vec<&Path> {
        match self {
            NetworkSource::File(f) => vec![f],
            NetworkSource::Inputs { osm, gtfs } => std::iter::once(osm.as_path())
                .chain(gtfs.iter().map(PathBuf::as_path))
                .collect(),
        }
    }
}

/// Loads or builds a network.
///
/// # Errors
/// What the readers refuse, naming the file.
pub fn load(
    source: &NetworkSource,
    options: &BuildOptions,
    progress: &Progress,
) -> Result<Network, Error> {
    match source {
        NetworkSource::File(path) => {
            let network = open(path, progress)?;
            if network.max_snap_m() != options.max_snap_m {
                let problem = format!(
                    "{} was built with stops linked within {} m; build it again with ",
                    path.display(),
                    network.max_snap_m(),
                );
                let build = Term::BuildWithin(options.max_snap_m.to_string());
                let text = Text::from(problem)
                    .and(build)
                    .and(", or leave the option out");
                return Err(Error::usage(Fault::OptionInvalid, text));
            }
            Ok(network)
        }
        NetworkSource::Inputs { osm, gtfs } => build(osm, gtfs, options, progress),
    }
}

/// Opens a network file, whatever the farthest link it was built with.
///
/// # Errors
/// When it can't be read, is damaged or from another version.
pub fn open(path: &Path, progress: &Progress) -> Result<Network, Error> {
    let _phase = progress.phase("reading the network file", 0);
    Network::open(path)
}

/// An input file: on disk, or its bytes.
#[derive(Clone, Copy, Debug)]
pub enum InputData<'a> {
    /// A file (a timetable may be a folder).
    File(&'a Path),
    /// The bytes of a file, with a name for messages.
    Bytes {
        /// What messages call it.
        name: &'a str,
        /// All of the file.
        bytes: &'a [u8],
    },
}

impl<'a> InputData<'a> {
    /// The bytes of a file, with a name for messages.
    pub fn bytes(name: &'a str, bytes: &'a [u8]) -> Self {
        InputData::Bytes { name, bytes }
    }

    fn streets(self) -> Result<(StreetRecords, Findings), Error> {
        osm::read_streets_from(match self {
            InputData::File(path) => Source::file(path),
            InputData::Bytes { name, bytes } => Source::bytes(Path::new(name), bytes),
        })
    }

    fn timetable(self) -> Result<(gtfs::Feed, Findings), Error> {
        match self {
            InputData::File(path) => gtfs::read(path),
            InputData::Bytes { name, bytes } => gtfs::read_zip_bytes(name, bytes),
        }
    }

    fn described(self) -> Result<InputFile, Error> {
        let (name, (bytes, sha256)) = match self {
            InputData::File(path) => (
                path.to_string_lossy(),
                fingerprint(path).map_err(|e| Error::io(path, "read", e))?,
            ),
            InputData::Bytes { name, bytes } => (name.into(), fingerprint_bytes(bytes)),
        };
        Ok(InputFile {
            path: name.into_owned(),
            bytes,
            sha256,
        })
    }
}

/// Builds a network from the files of street data and timetables.
///
/// # Errors
/// What the readers refuse, naming the file; streets and timetables that do not touch.
pub fn build(
    osm: &Path,
    gtfs: &[PathBuf],
    options: &BuildOptions,
    progress: &Progress,
) -> Result<Network, Error> {
    let gtfs: Vec<InputData> = gtfs.iter().map(|p| InputData::File(p)).collect();
    build_from(InputData::File(osm), &gtfs, options, progress)
}

/// Builds a network from street data (OpenStreetMap PBF) and timetables (GTFS), files or their bytes.
///
/// # Errors
/// What the readers refuse, by name; streets and timetables that do not touch.
pub fn build_from(
    osm: InputData,
    gtfs: &[InputData],
    options: &BuildOptions,
    progress: &Progress,
) -> Result<Network, Error> {
    let network = assemble(osm, gtfs, options, progress)?;
    network.check_touch()?;
    Ok(network)
}

/// As [`build_from`], to be described: streets and timetables need not touch.
///
/// # Errors
/// What the readers refuse, by name.
pub fn assemble(
    osm: InputData,
    gtfs: &[InputData],
    options: &BuildOptions,
    progress: &Progress,
) -> Result<Network, Error> {
    let (streets, timetable) = rayon::join(
        || {
            let _phase = progress.phase("reading streets", 0);
            let (records, mut findings) = osm.streets()?;
            let (streets, more) = Streets::build(records);
            findings.append(more);
            Ok::<_, Error>((streets, findings))
        },
        || {
            let _phase = progress.phase("reading timetables", 0);
            let mut findings = Findings::default();
            let mut refused = None;
            // One feed after the other: each is given up before the next is read.
            let feeds = gtfs.iter().map_while(|feed| match feed.timetable() {
                Ok((feed, more)) => {
                    findings.append(more);
                    Some(feed)
                }
                Err(e) => {
                    refused = Some(e);
                    None
                }
            });
            let timetable = Timetable::merge_owned(feeds);
            refused.map_or(Ok((timetable, findings)), Err)
        },
    );
    let (streets, mut findings): (Streets, Findings) = streets?;
    let (timetable, more) = timetable?;
    findings.append(more);
    let (mut network, inputs) = rayon::join(
        || {
            let _phase = progress.phase("linking stops and streets", 0);
            Network::assemble(streets, timetable, findings, options)
        },
        || -> Result<Vec<InputFile>, Error> {
            let all = std::iter::once(&osm).chain(gtfs);
            all.map(|input| input.described()).collect()
        },
    );
    network.inputs = inputs?;
    Ok(network)
}

/// The same streets with other timetables: what [`build`] makes of them, but streets are shared and
/// links and walks of stops that stay are taken over.
///
/// # Errors
/// What the readers refuse, naming the file.
pub fn with_timetables(
    network: &Network,
    gtfs: &[PathBuf],
    progress: &Progress,
) -> Result<Network, Error> {
    let mut findings = Findings::default();
    let mut feeds = Vec::new();
    {
        let _phase = progress.phase("reading timetables", 0);
        for path in gtfs {
            let (feed, more) = gtfs::read(path)?;
            findings.append(more);
            feeds.push(feed);
        }
    }
    let _phase = progress.phase("linking stops and streets", 0);
    let mut swapped = network.with_feeds(&feeds, findings);
    swapped.check_touch()?;
    // The streets come first.
    swapped.inputs.truncate(1);
    for path in gtfs {
        swapped.inputs.push(InputData::File(path).described()?);
    }
    Ok(swapped)
}
