//! How a map program first shows a layer: a colour for each class of one of its columns, in the form that QGIS reads out
//! of a GeoPackage (table `layer_styles`), so that a layer opens coloured.

use super::report::kit::html::Html;
use super::table::GeometryKind;

/// A class of values and its colour.
#[derive(Clone, Debug, PartialEq)]
pub struct Class {
    /// Values from here on, included.
    pub from: f64,
    /// Up to here, included.
    pub to: f64,
    /// Red, green, blue.
    pub colour: [u8; 3],
    /// What the legend says.
    pub label: String,
}

/// Classes of a column.
#[derive(Clone, Debug, PartialEq)]
pub struct Style {
    /// What the style is called in the map program's list.
    pub name: String,
    /// The column.
    pub column: String,
    /// Its classes, in order.
    pub classes: Vec<Class>,
}

/// Upper bounds of the first four classes of shares; the fifth goes to 1. The same for every map, of pages and of map
/// programs, so that maps may be compared.
pub const SHARE_BREAKS: [f64; 4] = [0.10, 0.25, 0.50, 0.75];
/// Colours of classes of shares, light to dark.
pub const SHARE_COLOURS: [[u8; 3]; 5] = [
    [0xfb, 0xf4, 0xe8],
    [0xf7, 0xdc, 0xae],
    [0xee, 0xab, 0x63],
    [0xb9, 0x54, 0x1c],
    [0x7f, 0x2d, 0x11],
];
/// Colours of homes that miss no norm, one, two, and three or more.
pub const NORM_COLOURS: [[u8; 3]; 4] = [
    [0x8f, 0xb4, 0xcf],
    [0x4f, 0x8a, 0xb8],
    [0x24, 0x5c, 0x94],
    [0x0c, 0x1f, 0x45],
];

/// Colours of homes that miss two or more norms fewer, one fewer, as many, one more, and two or more: as on pages blue is
/// better and orange worse.
pub const CHANGE_COLOURS: [[u8; 3]; 5] = [
    [0x24, 0x5c, 0x94],
    [0x8f, 0xb4, 0xcf],
    [0xd9, 0xd9, 0xd9],
    [0xee, 0xab, 0x63],
    [0xb9, 0x54, 0x1c],
];

/// The class of a share, 0 to 4.
pub fn class_of(share: f64) -> usize {
    SHARE_BREAKS.iter().filter(|b| share >= **b).count()
}

impl Style {
    /// Shares from 0 to 1.
    pub fn shares(name: String, column: String) -> Self {
        // Shares have four decimals: a class ends before the next begins, so that what lies on a bound is in the class
        // that begins there, as on pages.
        const BEFORE: f64 = 0.000_05;
        let from = [0.0].into_iter().chain(SHARE_BREAKS);
        let to = SHARE_BREAKS.map(|to| to - BEFORE).into_iter().chain([1.0]);
        let classes = from.zip(to).zip(SHARE_COLOURS);
        let classes = classes.map(|((from, to), colour)| Class {
            from,
            to,
            colour,
            label: format!("{:.0}–{:.0}%", from * 100.0, (to + BEFORE) * 100.0),
        });
        Style {
            name,
            column,
            classes: classes.collect(),
        }
    }

    /// Numbers of norms missed out of so many, in the classes of shares.
    pub fn norms_of(name: String, column: String, norms: usize) -> Self {
        let all = norms.max(1) as f64;
        let mut style = Style::shares(name, column);
        for class in &mut style.classes {
            (class.from, class.to) = (class.from * all, class.to * all);
        }
        style
    }

    /// Numbers of norms missed: none, one, two, and three or more.
    pub fn norms_missed(name: String, column: String) -> Self {
        let classes = NORM_COLOURS.into_iter().enumerate().map(|(n, colour)| {
            let (from, to) = (n as f64 - 0.5, if n == 3 { 999.0 } else { n as f64 + 0.5 });
            Class {
                from,
                to,
                colour,
                label: if n == 3 {
                    "3+".to_owned()
                } else {
                    n.to_string()
                },
            }
        });
        Style {
            name,
            column,
            classes: classes.collect(),
        }
    }

    /// Changes of the number of norms missed, from two or more fewer to two or more more.
    pub fn norms_changed(name: String, column: String) -> Self {
        let labels = ["−2…", "−1", "0", "+1", "+2…"];
        let bounds = [-999.0, -1.5, -0.5, 0.5, 1.5, 999.0];
        let classes = bounds.windows(2).zip(CHANGE_COLOURS).zip(labels);
        let classes = classes.map(|((bounds, colour), label)| Class {
            from: bounds[0],
            to: bounds[1],
            colour,
            label: label.to_owned(),
        });
        Style {
            name,
            column,
            classes: classes.collect(),
        }
    }

    /// As QGIS keeps it.
    pub(super) fn qml(&self, column: &str, geometry: GeometryKind) -> String {
        let [mut ranges, mut symbols] = [Html::new(), Html::new()];
        for (i, class) in self.classes.iter().enumerate() {
            let [from, to] = [class.from, class.to].map(|bound| bound.to_string());
            ranges.put(
                "<range symbol=\"{}\" lower=\"{}\" upper=\"{}\" label=\"{}\" render=\"true\"/>\n",
                &[&i, &from, &to, &class.label],
            );
            let [red, green, blue] = class.colour;
            let colour = format!("{red},{green},{blue},255");
            symbols.put(symbol(geometry), &[&i, &colour]);
        }
        let quoted = format!("\"{}\"", column.replace('"', "\"\""));
        Html::of(
            "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n\
             <qgis version=\"3.28\" styleCategories=\"Symbology\">\n\
             <renderer-v2 type=\"graduatedSymbol\" attr=\"{}\" graduatedMethod=\"GraduatedColor\" symbollevels=\"0\" enableorderby=\"0\" forceraster=\"0\">\n\
             <ranges>\n{}</ranges>\n<symbols>\n{}</symbols>\n</renderer-v2>\n</qgis>\n",
            &[&quoted, &ranges, &symbols],
        )
        .into_string()
    }
}

/// A symbol of a number and a colour: a dot, or an area with a thin edge.
fn symbol(geometry: GeometryKind) -> &'static str {
    match geometry {
        GeometryKind::Point => {
            "<symbol type=\"marker\" name=\"{}\" alpha=\"1\" clip_to_extent=\"1\"><layer class=\"SimpleMarker\" enabled=\"1\" locked=\"0\" pass=\"0\">\
             <prop k=\"name\" v=\"circle\"/><prop k=\"size\" v=\"2\"/><prop k=\"size_unit\" v=\"MM\"/><prop k=\"color\" v=\"{}\"/>\
             <prop k=\"outline_color\" v=\"255,255,255,255\"/><prop k=\"outline_width\" v=\"0.1\"/><prop k=\"outline_width_unit\" v=\"MM\"/></layer></symbol>\n"
        }
        GeometryKind::MultiPolygon => {
            "<symbol type=\"fill\" name=\"{}\" alpha=\"1\" clip_to_extent=\"1\"><layer class=\"SimpleFill\" enabled=\"1\" locked=\"0\" pass=\"0\">\
             <prop k=\"style\" v=\"solid\"/><prop k=\"color\" v=\"{}\"/><prop k=\"outline_color\" v=\"139,132,121,255\"/>\
             <prop k=\"outline_style\" v=\"solid\"/><prop k=\"outline_width\" v=\"0.2\"/><prop k=\"outline_width_unit\" v=\"MM\"/></layer></symbol>\n"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pages have the same colours in their style sheet.
    #[test]
    fn colours_are_those_of_the_pages() {
        let css = include_str!("report/kit/style.css");
        for (n, [r, g, b]) in SHARE_COLOURS.into_iter().enumerate() {
            assert!(
                css.contains(&format!("--h{n}:#{r:02x}{g:02x}{b:02x}")),
                "h{n}"
            );
        }
        for (n, [r, g, b]) in NORM_COLOURS.into_iter().enumerate() {
            assert!(
                css.contains(&format!(".m{n}{{stroke:#{r:02x}{g:02x}{b:02x}")),
                "m{n}"
            );
        }
    }

    /// On a bound too, a map program and a page put a share into the same class.
    #[test]
    fn shares_are_in_the_class_they_have_on_pages() {
        let style = Style::shares("a".into(), "b".into());
        for units in 0..=10_000 {
            let share = f64::from(units) / 1e4;
            let of = |c: &Class| (c.from..=c.to).contains(&share);
            let class = style.classes.iter().position(of);
            assert_eq!(class, Some(class_of(share)), "{share}");
        }
    }

    #[test]
    fn names_of_columns_are_quoted() {
        let style = Style::shares("a & b".into(), "x".into());
        let qml = style.qml("b\"<c>", GeometryKind::Point);
        assert!(
            qml.contains("attr=\"&quot;b&quot;&quot;&lt;c&gt;&quot;\""),
            "{qml}"
        );
        assert_eq!(qml.matches("<range ").count(), 5);
        assert_eq!(qml.matches("<symbol ").count(), 5);
    }
}
