//! Amounts of memory as people write them.

/// Bytes of an amount such as `6GiB`, `800 MiB`, `6GB` or a plain number of bytes.
///
/// # Errors
/// What is wrong, for a message.
pub fn parse(text: &str) -> Result<u64, String> {
    let text = text.trim();
    let split = text
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(split);
    let unit: f64 = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1.0,
        "kib" | "k" => 1024.0,
        "mib" | "m" => 1048576.0,
        "gib" | "g" => 1073741824.0,
        "tib" | "t" => 1099511627776.0,
        "kb" => 1e3,
        "mb" => 1e6,
        "gb" => 1e9,
        "tb" => 1e12,
        _ => return Err("not an amount of memory".to_owned()),
    };
    let number: f64 = number
        .parse()
        .map_err(|_| "not an amount of memory".to_owned())?;
    let bytes = number * unit;
    if !(1048576.0..=1e15).contains(&bytes) {
        return Err("must be from 1 MiB to 900 TiB".to_owned());
    }
    Ok(bytes as u64)
}

/// Bytes for people: `812 MiB`, `5.4 GiB`.
pub fn words(bytes: u64) -> String {
    let mib = bytes as f64 / 1048576.0;
    if mib < 1024.0 {
        format!("{mib:.0} MiB")
    } else {
        format!("{:.1} GiB", mib / 1024.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts() {
        assert_eq!(parse("6GiB"), Ok(6 << 30));
        assert_eq!(parse(" 1.5 gib"), Ok(3 << 29));
        assert_eq!(parse("800MB"), Ok(800_000_000));
        assert_eq!(parse("2097152"), Ok(2 << 20));
        for wrong in [
            "", "GiB", "6 apples", "-6GiB", "6.1.2GiB", "1 KiB", "nan", "1e9",
        ] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
        assert_eq!(words(6 << 30), "6.0 GiB");
        assert_eq!(words(800 << 20), "800 MiB");
    }
}
