//! The lie of the land under maps: water, and the names of places, by which a reader finds home.

use super::geometry::{View, Xy, path_of_lines, path_of_water};
use super::html::{Html, Plain};
use serde::Serialize;

/// Most bytes that water may take.
const WATER_BUDGET: usize = 250_000;
/// Ever coarser ways to draw water until it fits: tolerance in view units, and the least area in square units.
const COARSER: [(f64, f64); 4] = [(0.8, 12.0), (1.6, 50.0), (3.0, 200.0), (6.0, 800.0)];
/// Most names on a map.
const NAMES: usize = 28;

/// Sizes of names by rank, in view units; the style sheet has the same.
const SIZES: [f64; 5] = [40.0, 34.0, 27.0, 25.0, 25.0];
/// Names are so much larger where the map is small, as on a telephone; the style sheet has the same.
const SMALL: f64 = 2.1;
/// Width of a letter beside the size of the text, on the safe side for bold ones.
const LETTER: f64 = 0.66;
/// Height of a line beside the size of the text, with room between names.
const LINE: f64 = 1.4;

/// Water and names of a region, metres.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Land {
    /// Rings around water against the clock, islands with it.
    pub water: Vec<Vec<Xy>>,
    /// Rivers and canals by their middle.
    pub rivers: Vec<Vec<Xy>>,
    /// Edges of water whose area is not known.
    pub shores: Vec<Vec<Xy>>,
    /// Places with names.
    pub names: Vec<Name>,
}

/// A place with a name.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Name {
    /// How important it is, 0 the most.
    pub rank: u8,
    /// Who live there; 0 where it is not known.
    pub people: u32,
    /// What it is called.
    pub text: String,
    /// Where it lies.
    pub at: Xy,
}

/// A name that has found its place.
#[derive(Clone, Debug, PartialEq)]
struct Label<'a> {
    name: &'a Name,
    x: f64,
    y: f64,
    /// Whether it also finds room on a small screen.
    small: bool,
}

/// A box in view units: west, north, east, south.
type Box4 = [f64; 4];

impl Land {
    /// The water; `named`: with the id `water`, so that other maps can repeat it. Lies over shaded areas, as nobody lives
    /// there, and under everything else.
    pub fn water(&self, view: &View, named: bool) -> Html {
        let lines = |list: &[Vec<Xy>], tolerance| {
            path_of_lines(view, list.iter().map(Vec::as_slice), tolerance)
        };
        let mut drawn = [String::new(), String::new(), String::new()];
        for (tolerance, least) in COARSER {
            drawn = [
                path_of_water(view, &self.water, tolerance, least),
                lines(&self.rivers, tolerance),
                lines(&self.shores, tolerance),
            ];
            if drawn.iter().map(String::len).sum::<usize>() <= WATER_BUDGET {
                break;
            }
            // What is still too much after the coarsest way is left out.
            drawn = Default::default();
        }
        let mut out = match named {
            true => Html::of("<g class=\"water\" id=\"water\">", &[]),
            false => Html::of("<g class=\"water\">", &[]),
        };
        for (class, d) in ["lw", "lv", "ls"].into_iter().zip(&drawn) {
            if !d.is_empty() {
                out.put("<path class=\"{}\" d=\"{}\"/>", &[&class, d]);
            }
        }
        out.put("</g>", &[]);
        out
    }

    /// Names of places, none over another nor over what is at `taken`: marks that have to be seen.
    pub fn names<'a>(&self, view: &View, taken: impl Iterator<Item = &'a Xy>) -> Html {
        let taken: Vec<(f64, f64)> = taken
            .filter_map(|at| view.point(*at))
            .map(|(x, y)| (f64::from(x), f64::from(y)))
            .collect();
        let mut out = Html::of("<g class=\"names\" aria-hidden=\"true\">", &[]);
        for label in placed(view, &self.names, &taken) {
            let rank = usize::from(label.name.rank).min(SIZES.len() - 1);
            let more = if label.small { "" } else { " nw" };
            out.put(
                "<text class=\"n{}{}\" x=\"{}\" y=\"{}\" dy=\".36em\">{}</text>",
                &[
                    &rank,
                    &more,
                    &Plain(label.x),
                    &Plain(label.y),
                    &label.name.text,
                ],
            );
        }
        out.put("</g>", &[]);
        out
    }
}

/// The most important names that find room, in the order of importance: a name that finds none gives way, and never
/// makes a more important one do so. The same on a small screen, where the letters are larger.
fn placed<'a>(view: &View, names: &'a [Name], taken: &[(f64, f64)]) -> Vec<Label<'a>> {
    let mut order: Vec<&Name> = names.iter().collect();
    order.sort_by(|a, b| {
        let key = |n: &Name| (n.rank, std::cmp::Reverse(n.people));
        let place = |n: &Name| [n.at.0, n.at.1];
        key(a)
            .cmp(&key(b))
            .then_with(|| a.text.cmp(&b.text))
            .then_with(|| {
                place(a)
                    .partial_cmp(&place(b))
                    .unwrap_or(std::cmp::Ordering::Equal)
            })
    });
    let (mut wide, mut narrow) = (blocked(view, taken, 1.0), blocked(view, taken, SMALL));
    let mut out: Vec<Label> = Vec::new();
    for name in order {
        let Some((x, y)) = view.point(name.at) else {
            continue;
        };
        let size = SIZES[usize::from(name.rank).min(SIZES.len() - 1)];
        let (x, y) = (f64::from(x), f64::from(y));
        // On the place, or a line above or below it, where something is in the way.
        let line = LINE * (size + 8.0);
        let tries = [y, y - line, y + line];
        let around = |y: f64, times: f64| text_box(&name.text, size * times, x, y);
        let free = |y: &f64| is_free(view, &wide, around(*y, 1.0));
        let Some(y) = tries.into_iter().find(free) else {
            continue;
        };
        wide.push(around(y, 1.0));
        let small = is_free(view, &narrow, around(y, SMALL));
        if small {
            narrow.push(around(y, SMALL));
        }
        out.push(Label { name, x, y, small });
        if out.len() == NAMES {
            break;
        }
    }
    out
}

/// What names must leave free: marks, the scale in the lower left corner and the arrow in the upper right.
fn blocked(view: &View, taken: &[(f64, f64)], times: f64) -> Vec<Box4> {
    const MARK: f64 = 22.0;
    let mut out = vec![
        [0.0, view.height - 75.0 * times, 470.0, view.height],
        [view.width - 70.0 * times, 0.0, view.width, 90.0 * times],
    ];
    let mark = MARK * times;
    out.extend(
        taken
            .iter()
            .map(|(x, y)| [x - mark, y - mark, x + mark, y + mark]),
    );
    out
}

fn text_box(text: &str, size: f64, x: f64, y: f64) -> Box4 {
    // Letters outside the Latin and its like are about as wide as high.
    let letters = text
        .chars()
        .map(|c| if u32::from(c) < 0x1100 { LETTER } else { 1.05 });
    let (w, h) = (size * letters.sum::<f64>() / 2.0, size * LINE / 2.0);
    [x - w, y - h, x + w, y + h]
}

/// Whether a box lies within the view and over none of the others.
fn is_free(view: &View, others: &[Box4], b: Box4) -> bool {
    let inside = b[0] >= 0.0 && b[1] >= 0.0 && b[2] <= view.width && b[3] <= view.height;
    inside && others.iter().all(|o| !overlap(*o, b))
}

fn overlap(a: Box4, b: Box4) -> bool {
    a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view() -> View {
        View::of([(0.0, 0.0), (20_000.0, 12_000.0)].iter()).unwrap()
    }

    fn name(rank: u8, people: u32, text: &str, at: Xy) -> Name {
        let text = text.to_owned();
        Name {
            rank,
            people,
            text,
            at,
        }
    }

    #[test]
    fn no_name_lies_over_another_and_none_gives_way_to_a_lesser_one() {
        let mut seed = 7u32;
        let mut next = |n: u32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) % n
        };
        let names: Vec<Name> = (0..200)
            .map(|i| {
                let at = (f64::from(next(20_000)), f64::from(next(12_000)));
                name(next(5) as u8, next(3) * 100, &format!("Place {i}"), at)
            })
            .collect();
        let view = view();
        let marks = [(500.0, 600.0), (1500.0, 300.0)];
        let labels = placed(&view, &names, &marks);
        let mut turned = names.clone();
        turned.reverse();
        let same = placed(&view, &turned, &marks);
        assert_eq!(labels, same, "the order of the file does not matter");
        assert!(labels.len() > 10 && labels.len() <= NAMES);
        let importance = |n: &Name| (n.rank, std::cmp::Reverse(n.people));
        assert!(labels.is_sorted_by_key(|l| importance(l.name)));
        for (times, shown) in [(1.0, 0..labels.len()), (SMALL, 0..labels.len())] {
            let boxes: Vec<Box4> = labels[shown]
                .iter()
                .filter(|l| times == 1.0 || l.small)
                .map(|l| {
                    text_box(
                        &l.name.text,
                        SIZES[usize::from(l.name.rank)] * times,
                        l.x,
                        l.y,
                    )
                })
                .collect();
            for (i, a) in boxes.iter().enumerate() {
                assert!(boxes[..i].iter().all(|b| !overlap(*a, *b)));
                assert!(
                    marks
                        .iter()
                        .all(|(x, y)| !overlap(*a, [*x, *y, x + 1.0, y + 1.0]))
                );
            }
        }
    }

    #[test]
    fn the_most_important_of_two_at_one_place_is_named() {
        let at = (10_000.0, 6_000.0);
        let names = [
            name(4, 0, "Hamlet", at),
            name(1, 0, "Town", at),
            name(1, 90, "Larger town", at),
        ];
        let view = view();
        let labels = placed(&view, &names, &[]);
        let texts: Vec<&str> = labels.iter().map(|l| l.name.text.as_str()).collect();
        // The second a line above, the third a line below.
        assert_eq!(texts, ["Larger town", "Town", "Hamlet"]);
        let small: Vec<bool> = labels.iter().map(|l| l.small).collect();
        assert_eq!(small, [true, false, false]);
        // Outside of the map there are no names.
        assert!(placed(&view, &[name(0, 0, "Far", (90_000.0, 0.0))], &[]).is_empty());
    }

    #[test]
    fn water_is_drawn_as_coarsely_as_it_must_be() {
        let square = |x: f64, size: f64| {
            let y = x / 2.0;
            vec![
                (x, y),
                (x + size, y),
                (x + size, y + size),
                (x, y + size),
                (x, y),
            ]
        };
        let land = Land {
            water: vec![square(1000.0, 900.0)],
            ..Land::default()
        };
        let drawn = land.water(&view(), true).into_string();
        assert!(drawn.contains("class=\"lw\"") && !drawn.contains("class=\"lv\""));
        // So many ponds that only lakes are left.
        let mut many = land.clone();
        many.water
            .extend((0..40_000).map(|i| square(f64::from(i % 19_000), 60.0)));
        let coarse = many.water(&view(), true).into_string();
        assert_eq!(coarse, drawn);
        let empty = Land::default().water(&view(), false).into_string();
        assert_eq!(empty, "<g class=\"water\"></g>");
    }
}
