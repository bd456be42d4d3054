//! Bytes of a table on their way to the CSV reader: line ends made one, rows kept short, the
//! end marked.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

/// Most bytes of one row.
pub const MOST_ROW_BYTES: u64 = 1 << 20;

/// A row that nothing else writes. It is put behind the last row: when the CSV reader does not
/// find it as a row of its own, a quotation mark was left open.
pub const END: &[u8] = b"\x01end of table\x02";

/// What the reader of rows and the stream of bytes tell each other.
#[derive(Default)]
pub struct Meter {
    /// Bytes given out.
    given: Cell<u64>,
    /// Bytes that belong to rows read in full.
    done: Cell<u64>,
    /// Bytes given out when the end mark was.
    end: Cell<Option<u64>>,
    /// The row being read is longer than is allowed.
    too_long: Cell<bool>,
}

impl Meter {
    /// Says that a row has been read and ends at byte `at`.
    pub fn row_ends(&self, at: u64) {
        self.done.set(at);
    }
    /// Whether byte `at` is where the end mark ends.
    pub fn is_end(&self, at: u64) -> bool {
        self.end.get() == Some(at)
    }
    /// Whether reading stopped at a row that is too long.
    pub fn too_long(&self) -> bool {
        self.too_long.get()
    }
}

/// Wraps the bytes of a table. CRLF and CR become LF, within quotes too, so that a table reads
/// the same whatever its line ends; a row longer than [`MOST_ROW_BYTES`] is an error.
pub struct Bounded<R> {
    inner: R,
    meter: Rc<Meter>,
    after_cr: bool,
    tail: &'static [u8],
    tail_due: bool,
}

impl<R: Read> Bounded<R> {
    /// Wraps `inner`, which must not begin with a byte order mark.
    pub fn new(inner: R, meter: Rc<Meter>) -> Self {
        Self {
            inner,
            meter,
            after_cr: false,
            tail: b"",
            tail_due: true,
        }
    }

    fn give(&mut self, n: usize) {
        let given = self.meter.given.get().saturating_add(n as u64);
        self.meter.given.set(given);
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if out.is_empty() {
            return Ok(0);
        }
        loop {
            if !self.tail.is_empty() {
                let n = self.tail.read(out)?;
                self.give(n);
                if self.tail.is_empty() {
                    self.meter.end.set(Some(self.meter.given.get()));
                }
                return Ok(n);
            }
            if !self.tail_due {
                return Ok(0);
            }
            let pending = self.meter.given.get().saturating_sub(self.meter.done.get());
            if pending > MOST_ROW_BYTES {
                self.meter.too_long.set(true);
                return Err(io::Error::other("row too long"));
            }
            let n = match self.inner.read(out) {
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                other => other?,
            };
            if n == 0 {
                self.tail_due = false;
                self.tail = b"\n\x01end of table\x02\n";
                continue;
            }
            let Some(bytes) = out.get_mut(..n) else {
                return Err(io::Error::other("more bytes than asked for"));
            };
            let kept = one_line_end(bytes, &mut self.after_cr);
            if kept > 0 {
                self.give(kept);
                return Ok(kept);
            }
        }
    }
}

/// Turns CRLF and CR into LF in place; gives how many bytes are left.
fn one_line_end(bytes: &mut [u8], after_cr: &mut bool) -> usize {
    if !*after_cr && !bytes.contains(&b'\r') {
        return bytes.len();
    }
    let bytes = Cell::from_mut(bytes).as_slice_of_cells();
    let mut free = bytes.iter();
    let mut kept = 0;
    for b in bytes {
        let b = b.get();
        let put = match b {
            b'\n' if *after_cr => None,
            b'\r' => Some(b'\n'),
            other => Some(other),
        };
        *after_cr = b == b'\r';
        if let Some(b) = put
            && let Some(place) = free.next()
        {
            place.set(b);
            kept += 1;
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_become_one_however_the_bytes_are_cut() {
        let text = b"a\r\nb\rc\nd\r\n\r\ne\r";
        for size in 1..text.len() {
            let mut out = Vec::new();
            let mut after_cr = false;
            for piece in text.chunks(size) {
                let mut piece = piece.to_vec();
                let n = one_line_end(&mut piece, &mut after_cr);
                out.extend_from_slice(&piece[..n]);
            }
            assert_eq!(out, b"a\nb\nc\nd\n\ne\n", "pieces of {size}");
        }
    }
}
