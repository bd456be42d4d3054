//! The header of a file.

use super::super::format::header;
use super::super::wire::{Fault, Value, fields, number};
use super::{Check, ELEMENT_BYTES};

/// Refuses files that need what is not read here. Of the header's box only the form is looked
/// at: real files have wrong ones.
///
/// # Errors
/// When a length is out of range, a text is not UTF-8, the header would take too much memory, or
/// the file needs what is not known here.
pub(in super::super) fn check_header(bytes: &[u8]) -> Result<(), Fault> {
    let required = required_features(bytes)
        .map_err(|fault| format!("the file header can't be decoded ({fault})"))?;
    for feature in required {
        match feature {
            "OsmSchema-V0.6" | "DenseNodes" => {}
            "HistoricalInformation" => {
                return Err("this is a history file, with deleted and old versions \
                     (`osmium time-filter` makes an ordinary one)"
                    .into());
            }
            other => {
                return Err(format!(
                    "the file requires the feature {other:?}, which is not known here"
                ));
            }
        }
    }
    Ok(())
}

/// What a reader must know to read the file.
fn required_features(bytes: &[u8]) -> Result<Vec<&str>, Fault> {
    check_size(bytes)?;
    let mut required = Vec::new();
    let mut last_box = None;
    let mut all = fields(bytes);
    while let Some((field, value)) = all.next()? {
        let Value::Bytes(content) = value else {
            continue;
        };
        match field {
            header::BOX => last_box = Some(content),
            header::REQUIRED => required.push(text(content)?),
            header::OPTIONAL | header::PROGRAM | header::SOURCE | header::REPLICATION_URL => {
                text(content)?;
            }
            _ => {}
        }
    }
    if let Some(bytes) = last_box {
        check_box(bytes)?;
    }
    Ok(required)
}

/// Goes over all of the header: its lengths, and how much it holds.
fn check_size(bytes: &[u8]) -> Result<(), Fault> {
    let mut check = Check::default();
    let mut all = fields(bytes);
    while let Some((field, value)) = all.next()? {
        check.grow(ELEMENT_BYTES)?;
        match (field, value) {
            (header::BOX, Value::Bytes(b)) => check.unknown(b)?,
            (_, Value::Bytes(b)) => check.grow(b.len() as u64)?,
            _ => {}
        }
    }
    Ok(())
}

fn text(bytes: &[u8]) -> Result<&str, Fault> {
    std::str::from_utf8(bytes).map_err(|_| "a text is not UTF-8".into())
}

/// A box has four sides, whatever they are.
fn check_box(bytes: &[u8]) -> Result<(), Fault> {
    let mut all = fields(bytes);
    while all.next()?.is_some() {}
    if (1..=4).all(|side| number(bytes, side).is_some()) {
        return Ok(());
    }
    Err("its box lacks a side".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_read_whole() {
        // A box of four sides; the program's name.
        let sides = [0x0a, 8, 8, 1, 0x10, 2, 0x18, 3, 0x20, 4];
        assert!(check_header(&sides).is_ok());
        assert!(check_header(&[0x82, 1, 1, b'x']).is_ok());
        for (bytes, fault) in [
            (&[0x0a, 6, 8, 1, 0x10, 2, 0x18, 3][..], "lacks a side"),
            (&[0x22, 1, 0xff], "not UTF-8"),
            (&[0x82, 1, 1, 0xff], "not UTF-8"),
            (&[0x22, 9, b'x'], "9 bytes where 1 are left"),
            (&[0x22, 1, b'x'], "requires the feature \"x\""),
        ] {
            let text = check_header(bytes).unwrap_err();
            assert!(text.contains(fault), "{text}");
        }
    }
}
