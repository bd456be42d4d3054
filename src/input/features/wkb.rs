//! Geometries as GeoPackage stores them: a small header, then well-known binary (ISO, little or
//! big endian, heights and measures left out). Nothing is reserved for a count that is claimed.

use geo::{Coord, Geometry, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon};

/// Reads a GeoPackage geometry; none where it is empty.
pub fn read(blob: &[u8]) -> Result<Option<Geometry<f64>>, String> {
    let [b'G', b'P', _version, flags, _, _, _, _, rest @ ..] = blob else {
        return Err("its geometry has no GeoPackage header".to_owned());
    };
    let envelope = match (flags >> 1) & 7 {
        0 => 0,
        1 => 32,
        2 | 3 => 48,
        4 => 64,
        _ => return Err("its geometry has an unknown envelope".to_owned()),
    };
    let body = rest.get(envelope..).ok_or_else(cut)?;
    let mut at = Bytes {
        rest: body,
        big: false,
    };
    let geometry = at.geometry()?;
    let empty = flags & 0x10 != 0 || !any_coordinate(&geometry);
    Ok((!empty).then_some(geometry))
}

fn any_coordinate(geometry: &Geometry<f64>) -> bool {
    // An empty point is written as two NaN.
    geo::CoordsIter::coords_iter(geometry).any(|c| !(c.x.is_nan() && c.y.is_nan()))
}

fn cut() -> String {
    "its geometry is cut short".to_owned()
}

struct Bytes<'a> {
    rest: &'a [u8],
    big: bool,
}

/// Type number without dimensions, and how many numbers a position has.
struct Head {
    kind: u32,
    numbers: usize,
}

impl Bytes<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], String> {
        let (head, rest) = self.rest.split_first_chunk::<N>().ok_or_else(cut)?;
        self.rest = rest;
        Ok(*head)
    }

    fn u32(&mut self) -> Result<u32, String> {
        let bytes = self.take()?;
        Ok(if self.big {
            u32::from_be_bytes(bytes)
        } else {
            u32::from_le_bytes(bytes)
        })
    }

    fn f64(&mut self) -> Result<f64, String> {
        let bytes = self.take()?;
        Ok(if self.big {
            f64::from_be_bytes(bytes)
        } else {
            f64::from_le_bytes(bytes)
        })
    }

    fn head(&mut self) -> Result<Head, String> {
        self.big = match self.take::<1>()? {
            [0] => true,
            [1] => false,
            _ => return Err("its geometry has an unknown byte order".to_owned()),
        };
        let code = self.u32()?;
        // ISO adds 1000, 2000, 3000; the older extended form sets high bits, and may add an SRID.
        let (z, m) = (code & 0x8000_0000 != 0, code & 0x4000_0000 != 0);
        if code & 0x2000_0000 != 0 {
            self.u32()?;
        }
        let plain = code & 0x1fff_ffff;
        let extra = match plain / 1000 {
            0 => usize::from(z) + usize::from(m),
            1 | 2 => 1,
            3 => 2,
            _ => return Err(format!("its geometry is of the unknown type {code}")),
        };
        Ok(Head {
            kind: plain % 1000,
            numbers: 2 + extra,
        })
    }

    fn coord(&mut self, numbers: usize) -> Result<Coord<f64>, String> {
        let c = Coord {
            x: self.f64()?,
            y: self.f64()?,
        };
        for _ in 2..numbers {
            self.f64()?;
        }
        Ok(c)
    }

    fn finite(&mut self, numbers: usize) -> Result<Coord<f64>, String> {
        let c = self.coord(numbers)?;
        if c.x.is_finite() && c.y.is_finite() {
            Ok(c)
        } else {
            Err("its geometry has a coordinate that is not a number".to_owned())
        }
    }

    fn line(&mut self, numbers: usize) -> Result<LineString<f64>, String> {
        let n = self.u32()?;
        let mut list = Vec::new();
        for _ in 0..n {
            list.push(self.finite(numbers)?);
        }
        Ok(LineString(list))
    }

    fn polygon(&mut self, numbers: usize) -> Result<Polygon<f64>, String> {
        let n = self.u32()?;
        let mut rings = Vec::new();
        for _ in 0..n {
            rings.push(self.line(numbers)?);
        }
        let mut rings = rings.into_iter();
        let outer = rings.next().unwrap_or(LineString(Vec::new()));
        Ok(Polygon::new(outer, rings.collect()))
    }

    /// The members of a collection, each with its own head of type `kind`.
    fn members<T>(
        &mut self,
        kind: u32,
        read: fn(&mut Self, usize) -> Result<T, String>,
    ) -> Result<Vec<T>, String> {
        let n = self.u32()?;
        let big = self.big;
        let mut list = Vec::new();
        for _ in 0..n {
            let head = self.head()?;
            if head.kind != kind {
                return Err("its geometry mixes types".to_owned());
            }
            list.push(read(self, head.numbers)?);
            self.big = big;
        }
        Ok(list)
    }

    fn geometry(&mut self) -> Result<Geometry<f64>, String> {
        let head = self.head()?;
        let n = head.numbers;
        Ok(match head.kind {
            1 => {
                let c = self.coord(n)?;
                let empty = c.x.is_nan() && c.y.is_nan();
                let finite = c.x.is_finite() && c.y.is_finite();
                if !(empty || finite) {
                    return Err("its geometry has a coordinate that is not a number".to_owned());
                }
                Point(c).into()
            }
            2 => self.line(n)?.into(),
            3 => self.polygon(n)?.into(),
            4 => {
                let points = self.members(1, |b, n| b.finite(n))?;
                MultiPoint(points.into_iter().map(Point).collect()).into()
            }
            5 => MultiLineString(self.members(2, Self::line)?).into(),
            6 => MultiPolygon(self.members(3, Self::polygon)?).into(),
            7 => return Err("its geometry is a collection, which has no use here".to_owned()),
            8..=17 => {
                return Err(
                    "its geometry has curves or surfaces; convert it to straight lines".to_owned(),
                );
            }
            other => return Err(format!("its geometry is of the unknown type {other}")),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geozero::{CoordDimensions, ToWkb};

    fn blob(g: &Geometry<f64>) -> Vec<u8> {
        g.to_gpkg_wkb(CoordDimensions::xy(), Some(4326), Vec::new())
            .unwrap()
    }

    fn samples() -> Vec<Geometry<f64>> {
        let ring = |d: f64| LineString::from(vec![(d, d), (9. - d, d), (9. - d, 9. - d), (d, d)]);
        let polygon = Polygon::new(ring(0.), vec![ring(2.)]);
        vec![
            Point::new(1.5, -2.5).into(),
            ring(1.).into(),
            polygon.clone().into(),
            MultiPoint(vec![Point::new(1., 2.), Point::new(3., 4.)]).into(),
            MultiLineString(vec![ring(0.), ring(1.)]).into(),
            MultiPolygon(vec![polygon.clone(), polygon]).into(),
        ]
    }

    #[test]
    fn what_another_library_writes_is_read_back() {
        for g in samples() {
            assert_eq!(read(&blob(&g)), Ok(Some(g)));
        }
    }

    #[test]
    fn prefixes_and_flipped_bits_do_no_harm() {
        for g in samples() {
            let whole = blob(&g);
            for n in 0..whole.len() {
                assert!(read(&whole[..n]).is_err(), "{n} bytes of {g:?}");
            }
            for bit in 0..whole.len() * 8 {
                let mut bad = whole.clone();
                bad[bit / 8] ^= 1 << (bit % 8);
                let _ = read(&bad);
            }
        }
    }

    #[test]
    fn heights_and_big_endian() {
        let mut blob = b"GP\0\0\0\0\0\0\0".to_vec();
        blob.extend(1001u32.to_be_bytes());
        for v in [5.0f64, 52.0, 7.0] {
            blob.extend(v.to_be_bytes());
        }
        assert_eq!(read(&blob), Ok(Some(Point::new(5.0, 52.0).into())));
    }
}
