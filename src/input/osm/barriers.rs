//! Barriers where ways meet: which of the ways they stand in.
//!
//! By the letter of OpenStreetMap a barrier on a node closes every way through it. Mappers also put
//! the gate of a drive on the node where the drive leaves the street. Where at least two arms
//! of the ways that meet rank above the least, the barrier stands in the least, and the others run
//! through (`docs/methods.md`).

use rayon::prelude::*;

use super::records::{Finder, StreetRecords};
use super::tags::Rank;
use crate::diagnostics::{Finding, Findings, Severity};

/// What the reader finds of barriers and of ways closed to the public.
#[derive(Default)]
pub(super) struct Gates {
    /// Nodes with a barrier that stops walkers or wheelchairs.
    pub barriers: Vec<i64>,
    /// Ends of ways closed to the public: node, way.
    pub private_ends: Vec<(i64, i64)>,
}

/// A way at a node with a barrier; once for each time it comes by.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Arm {
    node: i64,
    rank: Rank,
    way: i64,
    /// 1 where it ends, 2 where it runs on.
    arms: u8,
}

impl Gates {
    /// Finds the ways that run through a node with a barrier all the same, and names each such node.
    pub(super) fn judge(mut self, records: &mut StreetRecords, findings: &mut Findings) {
        self.barriers.sort_unstable();
        self.barriers.dedup();
        if self.barriers.is_empty() {
            return;
        }
        let mut arms = self.arms(records);
        arms.par_sort_unstable();
        for arms in arms.chunk_by(|a, b| a.node == b.node) {
            let (Some(least), true) = (arms.first(), count(arms) > 2) else {
                continue;
            };
            let above = arms.partition_point(|a| a.rank == least.rank);
            let (own, others) = arms.split_at(above);
            let closes = records.closed_nodes.binary_search(&least.node).is_ok();
            let passes = count(others) > 1;
            if passes {
                records
                    .through
                    .extend(others.iter().map(|arm| (arm.node, arm.way)));
            }
            if passes || closes {
                findings.push(told(&records.file, closes, own, others, passes));
            }
        }
        records.through.sort_unstable();
        records.through.dedup();
    }

    fn arms(&self, records: &StreetRecords) -> Vec<Arm> {
        let at = |ways: &[super::WayRecord]| {
            let mut finder = Finder::new(&self.barriers);
            let mut out = Vec::new();
            for way in ways {
                let nodes = records.nodes_of(way);
                for (k, &node) in nodes.iter().enumerate() {
                    if finder.find(node).is_some() {
                        let inside = k > 0 && k + 1 < nodes.len();
                        out.push(Arm {
                            node,
                            rank: way.rank,
                            way: way.id,
                            arms: 1 + u8::from(inside),
                        });
                    }
                }
            }
            out
        };
        let mut arms: Vec<Arm> = records.ways.par_chunks(1 << 12).flat_map(at).collect();
        let closed = self.private_ends.iter();
        arms.extend(
            closed
                .filter(|(node, _)| self.barriers.binary_search(node).is_ok())
                .map(|&(node, way)| Arm {
                    node,
                    rank: Rank::Private,
                    way,
                    arms: 1,
                }),
        );
        arms
    }
}

fn count(arms: &[Arm]) -> usize {
    arms.iter().map(|a| usize::from(a.arms)).sum()
}

fn told(file: &str, closes: bool, own: &[Arm], others: &[Arm], passes: bool) -> Finding {
    let node = own.first().map_or(0, |a| a.node);
    let name = |arms: &[Arm]| {
        let mut ways: Vec<i64> = arms.iter().map(|a| a.way).collect();
        ways.dedup();
        let mut text: Vec<String> = ways.iter().take(3).map(|w| format!("way/{w}")).collect();
        if ways.len() > 3 {
            text.push(format!("{} more", ways.len() - 3));
        }
        text.join(", ")
    };
    let who = if closes { "walkers" } else { "wheelchairs" };
    let (severity, action) = if passes {
        (
            Severity::Note,
            format!(
                "taken to stand in the lesser way ({}), which ends there; {} runs through",
                name(own),
                name(others)
            ),
        )
    } else {
        (
            Severity::Warning,
            format!(
                "taken to close all ways that meet there ({})",
                name(&[own, others].concat())
            ),
        )
    };
    Finding {
        severity,
        code: "barrier-where-ways-meet".into(),
        file: file.to_owned(),
        line: None,
        record: format!("node/{node}"),
        message: format!("is a barrier that stops {who}, where several ways meet"),
        action,
    }
}
