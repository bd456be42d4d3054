//! Points and areas in, tables out: files as people bring them, and back again.

use std::fs;
use std::path::{Path, PathBuf};

use bereik::diagnostics::{Error, Fault, Findings};
use bereik::input::areas::{AreaLayer, AreaOptions, read_areas};
use bereik::input::points::{PointOptions, PointSet, read_points};
use bereik::output::atomic::{self, AtomicFile, ResultsFolder};
use bereik::output::{GeoPackage, GeometryKind, Schema, Shape, TableWriter, Target, Value};
use bereik::units::LonLat;
use geo::{LineString, MultiPolygon, Polygon};
use tempfile::TempDir;

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// A file of the real data, or none (said plainly) where it is missing.
fn data(name: &str) -> Option<PathBuf> {
    let root = std::env::var_os("BEREIK_DATA").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"),
        PathBuf::from,
    );
    let path = root.join(name);
    if path.exists() {
        return Some(path);
    }
    println!("SKIPPED: no {}", path.display());
    None
}

fn read_as(
    name: &str,
    bytes: &[u8],
    options: &PointOptions,
) -> Result<(PointSet, Findings), Error> {
    let folder = folder();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    read_points(&path, options)
}

fn csv(text: &str) -> Result<(PointSet, Findings), Error> {
    read_as("points.csv", text.as_bytes(), &PointOptions::default())
}

fn with_crs(crs: &str) -> PointOptions {
    PointOptions {
        crs: Some(crs.to_owned()),
        ..PointOptions::default()
    }
}

/// The refusal must say all of `words`.
fn refused<T>(result: Result<T, Error>, words: &[&str]) {
    let Err(e) = result else {
        panic!("accepted what should be refused with {words:?}");
    };
    assert!(!matches!(e, Error::Usage { .. }), "{e}");
    let text = e.to_string();
    for word in words {
        assert!(text.contains(word), "no {word:?} in: {text}");
    }
}

const CLEAN: &str =
    "id,lon,lat,jobs,name\n007,5.1,52.1,12,Aa\n a ,5.2,52.2,,\"B, b\"\n\"x\"\"y\",5.3,52.3,3.5,C\n";

#[test]
fn harmless_oddities_change_nothing() {
    let (clean, findings) = csv(CLEAN).unwrap();
    assert!(findings.is_empty());
    assert_eq!(clean.ids, ["007", " a ", "x\"y"]);
    assert_eq!(
        clean.positions[1],
        LonLat {
            lon: 5.2,
            lat: 52.2
        }
    );
    assert_eq!(clean.lines, [2, 3, 4]);
    assert_eq!(
        clean.numbers("jobs").unwrap(),
        [Some(12.0), None, Some(3.5)]
    );
    assert_eq!(clean.texts("name").unwrap(), ["Aa", "B, b", "C"]);
    let same = |set: &PointSet| {
        assert_eq!((&set.ids, &set.positions), (&clean.ids, &clean.positions));
        assert_eq!(set.numbers("jobs").unwrap(), clean.numbers("jobs").unwrap());
        assert_eq!(set.texts("name").unwrap(), clean.texts("name").unwrap());
    };
    for text in [
        format!("\u{feff}{CLEAN}"),
        CLEAN.replace('\n', "\r\n"),
        CLEAN.trim_end().to_owned(),
        CLEAN.replace("\n ", "\n\n,,,,\n "),
        CLEAN.replace("\n ", "\n,,,,,\n "),
        CLEAN.replace("id,lon", "\"id\",\"lon\""),
    ] {
        same(&csv(&text).unwrap().0);
    }
    let dutch = "id;lon;lat;jobs;name\n007;5,1;52,1;12;Aa\n a ;5,2;52,2;;\"B, b\"\n\"x\"\"y\";5,3;52,3;3,5;C\n";
    same(&csv(dutch).unwrap().0);
    same(&csv(&dutch.replace(';', "\t")).unwrap().0);
    same(
        &csv(&dutch
            .replace("5,", "5.")
            .replace("52,", "52.")
            .replace("3,5", "3.5"))
        .unwrap()
        .0,
    );
}

#[test]
fn files_in_the_wrong_form_are_refused() {
    for (text, words) in [
        ("", &["empty"][..]),
        ("id,lon,lat\n", &["no points"]),
        (
            "id,lon,lat\na,1,2\nb,3,4\na,5,6\n",
            &["line 4", "line 2", "\"a\"", "twice"],
        ),
        ("id,lon,lon\na,1,2\n", &["lon", "twice"]),
        ("lon,lat\n1,2\n", &["\"id\"", "lon, lat"]),
        ("ID,Lon,Lat\na,1,2\n", &["\"ID\"", "exact"]),
        ("id,lon,latt\na,1,2\n", &["\"latt\"", "mean"]),
        ("id,x,y\na,1,2\n", &["with crs", "EPSG:28992"]),
        ("id|lon|lat\na|1|2\n", &["separated"]),
        ("id,lon,lat\na,1\n", &["line 2", "2 fields"]),
        ("id,lon,lat\na,1,2,3\n", &["line 2", "4 fields"]),
        ("id,lon,lat\n,1,2\n", &["line 2", "without an id"]),
        (
            "id,lon,lat\na,\"4,85\",52\n",
            &["line 2", "lon", "4,85", "comma"],
        ),
        (
            "id;lon;lat\na;4.100,85;52\n",
            &["line 2", "lon", "4.100,85"],
        ),
        ("id,lon,lat\na,1,\"2\n", &["line 2", "never closed"]),
        ("id,lon,lat\na,155000,463000\n", &["EPSG:28992"]),
        ("id,lon,lat\na,52,105\n", &["swapped"]),
        ("id,lon,lat\na,x,52\n", &["line 2", "lon", "\"x\""]),
        ("id,lon,lat\na,NaN,inf\n", &["line 2", "NaN"]),
    ] {
        refused(csv(text), words);
    }
    refused(
        read_as(
            "p.csv",
            b"id,lon,lat\nCaf\xe9,1,2\n",
            &PointOptions::default(),
        ),
        &["line 2", "UTF-8"],
    );
    refused(
        read_points(Path::new("/nowhere/p.csv"), &PointOptions::default()),
        &["nowhere"],
    );
    refused(
        read_points(&std::env::temp_dir(), &PointOptions::default()),
        &["folder"],
    );
    let unknown = csv_crs("id,x,y\na,1,2\n", "RD").unwrap_err();
    assert!(matches!(unknown, Error::Usage { .. }), "{unknown}");
    assert_eq!(unknown.code(), Fault::CrsUnknown);
}

fn csv_crs(text: &str, crs: &str) -> Result<(PointSet, Findings), Error> {
    read_as("points.csv", text.as_bytes(), &with_crs(crs))
}

#[test]
fn one_bad_point_is_named_and_the_others_stay() {
    let (clean, _) = csv(CLEAN).unwrap();
    for (bad, word) in [
        ("bad,,52,1,D", "empty"),
        ("bad,5,91,1,D", "91"),
        ("bad,nan,52,1,D", "nan"),
        ("bad,0,0,1,D", "0, 0"),
        ("bad,1e999,52,1,D", "too large"),
        ("bad,155000,463000,1,D", "EPSG:28992"),
    ] {
        let (set, findings) = csv(&CLEAN.replacen("\n ", &format!("\n{bad}\n "), 1)).unwrap();
        assert_eq!(
            (&set.ids, &set.positions),
            (&clean.ids, &clean.positions),
            "{bad}"
        );
        assert_eq!(set.numbers("jobs").unwrap(), clean.numbers("jobs").unwrap());
        let found: Vec<_> = findings.iter().collect();
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].line, found[0].record.as_str()), (Some(3), "bad"));
        assert!(found[0].message.contains(word), "{:?}", found[0]);
    }
}

#[test]
fn rd_new_columns() {
    let (set, _) = csv_crs("id;x;y\nolv;155000;463000\n", "EPSG:28992").unwrap();
    let tower = LonLat {
        lon: 5.387_206_21,
        lat: 52.155_174_40,
    };
    assert!(set.positions[0].distance_m(tower) < 1.0);
    refused(
        csv_crs("id,x,y\na,463000,155000\n", "EPSG:28992"),
        &["swapped"],
    );
    refused(
        csv_crs("id,x,y\na,5.38,52.15\n", "EPSG:28992"),
        &["degrees"],
    );
    refused(
        csv_crs("id;x;y\na;155.000;463.000\n", "EPSG:28992"),
        &["thousands"],
    );
    // WGS 84 columns stay WGS 84 when another file of the run is in RD.
    let (set, _) = csv_crs("id,lon,lat\na,5.1,52.1\n", "EPSG:28992").unwrap();
    assert_eq!(
        set.positions[0],
        LonLat {
            lon: 5.1,
            lat: 52.1
        }
    );
}

#[test]
fn numbers_of_columns() {
    let text = "id,lon,lat,a,b,c\n1,5,52,1,-99997,-5\n2,5,52,x,3,2\n";
    let (set, _) = csv(text).unwrap();
    refused(
        set.numbers("a").map_err(Into::into),
        &["line 3", "a", "\"x\"", "not a number"],
    );
    refused(
        set.numbers("b").map_err(Into::into),
        &["line 2", "-99997", "missing = [-99997]"],
    );
    assert_eq!(set.numbers("c").unwrap(), [Some(-5.0), Some(2.0)]);
    refused(
        set.amounts("c").map_err(Into::into),
        &["line 2", "-5", "below zero"],
    );
    refused(
        set.numbers("B").map_err(Into::into),
        &["\"B\"", "\"b\"", "exact"],
    );
    let options = PointOptions {
        missing: vec![-99997.0],
        ..PointOptions::default()
    };
    let (set, _) = read_as("p.csv", text.as_bytes(), &options).unwrap();
    assert_eq!(set.numbers("b").unwrap(), [None, Some(3.0)]);
    let (set, _) = csv("id;lon;lat;n\n1;5,5;52,5;1.234\n").unwrap();
    refused(
        set.numbers("n").map_err(Into::into),
        &["line 2", "n", "1.234"],
    );
}

const PLACES: &str = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","id":7,"properties":{"id":"007","jobs":12,"name":"A"},"geometry":{"type":"Point","coordinates":[5.1,52.1,3]}},
{"type":"Feature","id":12345678901234567890,"properties":{"jobs":null,"extra":true},"geometry":{"type":"Polygon","coordinates":[[[0,0],[9,0],[9,9],[6,9],[6,2],[2,2],[2,9],[0,9],[0,0]]]}},
{"type":"Feature","id":1.50,"properties":null,"geometry":{"type":"MultiPoint","coordinates":[[5.3,52.3]]}}
]}"#;

#[test]
fn geojson_points() {
    let read = |text: &str| read_as("p.geojson", text.as_bytes(), &PointOptions::default());
    let (set, findings) = read(PLACES).unwrap();
    assert!(findings.is_empty());
    assert_eq!(set.ids, ["007", "12345678901234567890", "1.50"]);
    assert_eq!(
        set.positions[0],
        LonLat {
            lon: 5.1,
            lat: 52.1
        }
    );
    let inside = set.positions[1];
    assert!(
        !(2.0..=6.0).contains(&inside.lon) || inside.lat < 2.0,
        "{inside:?}"
    );
    assert_eq!(set.numbers("jobs").unwrap(), [Some(12.0), None, None]);
    assert_eq!(set.texts("extra").unwrap(), ["", "true", ""]);
    let (set, findings) = read(&PLACES.replace("[5.1,52.1,3]", "[500,52.1]")).unwrap();
    assert_eq!(set.ids.len(), 2);
    assert_eq!(set.numbers("jobs").unwrap(), [None, None]);
    assert_eq!(findings.iter().next().unwrap().record, "007");
    refused(
        read(&PLACES.replace("\"id\":1.50", "\"id\":\"007\"")),
        &["line 4", "line 2", "twice"],
    );
    refused(
        read(&PLACES.replace("\"id\":1.50,", "")),
        &["line 4", "without an id"],
    );
    refused(read(&PLACES[..PLACES.len() - 20]), &["line"]);
    // RD New in a file that says so, and in one that only the option tells about.
    let rd = PLACES
        .replace("[5.1,52.1,3]", "[155000,463000]")
        .replace("[[5.3,52.3]]", "[[155000,463000]]");
    let (set, _) = read_as("p.json", rd.as_bytes(), &with_crs("EPSG:28992")).unwrap();
    assert!((set.positions[0].lon - 5.3872).abs() < 1e-4);
    let (set, _) = read_as("p.json", PLACES.as_bytes(), &with_crs("EPSG:28992")).unwrap();
    assert_eq!(
        set.positions[0],
        LonLat {
            lon: 5.1,
            lat: 52.1
        }
    );
}

/// Every prefix, and a flipped bit at many places, of a small file: an answer, never a crash.
fn sweep(name: &str, whole: &[u8], read: impl Fn(&Path) -> bool) {
    let folder = folder();
    let path = folder.path().join(name);
    let try_one = |bytes: &[u8]| {
        fs::write(&path, bytes).unwrap();
        read(&path)
    };
    assert!(try_one(whole), "the clean file must be read");
    let step = (whole.len() / 400).max(1);
    for n in (0..whole.len()).step_by(step) {
        try_one(&whole[..n]);
    }
    let step = (whole.len() * 8 / 1200).max(1);
    for bit in (0..whole.len() * 8).step_by(step) {
        let mut bad = whole.to_vec();
        bad[bit / 8] ^= 1 << (bit % 8);
        try_one(&bad);
    }
}

#[test]
fn damaged_files_never_crash() {
    let points = |path: &Path| match read_points(path, &PointOptions::default()) {
        Ok((set, _)) => {
            for column in &set.columns {
                let _ = set.numbers(&column.name);
            }
            true
        }
        Err(e) => {
            assert!(!matches!(e, Error::Usage { .. }), "{e}");
            false
        }
    };
    sweep("p.csv", CLEAN.as_bytes(), points);
    sweep("p.geojson", PLACES.as_bytes(), points);
    let folder = folder();
    let path = folder.path().join("p.gpkg");
    small_package(&path);
    let whole = fs::read(&path).unwrap();
    sweep("p.gpkg", &whole, points);
    let options = AreaOptions {
        level: "wijk".into(),
        code: "code".into(),
        ..AreaOptions::default()
    };
    sweep("a.gpkg", &whole, |path| read_areas(path, &options).is_ok());
}

fn square(lon: f64, lat: f64, side: f64) -> MultiPolygon<f64> {
    let corners = vec![
        (lon, lat),
        (lon + side, lat),
        (lon + side, lat + side),
        (lon, lat + side),
        (lon, lat),
    ];
    MultiPolygon(vec![Polygon::new(LineString::from(corners), vec![])])
}

fn small_package(path: &Path) {
    let schema = Schema::new()
        .text("id")
        .text("code")
        .number("jobs", 1)
        .int("n")
        .geometry(GeometryKind::MultiPolygon);
    let mut table = TableWriter::create(&Target::new(Some(path), true).unwrap(), &schema).unwrap();
    for (i, code) in ["WK000300", "WK000301", "WK000302"].into_iter().enumerate() {
        let area = square(5.0 + i as f64, 52.0, 1.0);
        let values = [
            Value::Text(code.trim_start_matches("WK")),
            Value::Text(code),
            Value::Number(i as f64 + 0.25),
            Value::Int(-1),
        ];
        table.row_with(&values, Some(Shape::Area(&area))).unwrap();
    }
    table.finish().unwrap();
}

#[test]
fn a_geopackage_comes_back() {
    let folder = folder();
    let path = folder.path().join("wijken 'x'.gpkg");
    small_package(&path);
    let (set, findings) = read_points(&path, &PointOptions::default()).unwrap();
    assert!(findings.is_empty());
    assert_eq!(set.ids, ["000300", "000301", "000302"]);
    assert_eq!(
        set.numbers("jobs").unwrap(),
        [Some(0.3), Some(1.3), Some(2.3)]
    );
    assert_eq!(
        set.positions[0],
        LonLat {
            lon: 5.5,
            lat: 52.5
        }
    );
    let by_code = PointOptions {
        id_column: Some("code".into()),
        ..PointOptions::default()
    };
    assert_eq!(read_points(&path, &by_code).unwrap().0.ids[2], "WK000302");
    let options = AreaOptions {
        level: "wijk".into(),
        code: "code".into(),
        ..AreaOptions::default()
    };
    let (layer, findings) = read_areas(&path, &options).unwrap();
    assert!(findings.is_empty());
    assert_eq!(layer.areas[1].code, "WK000301");
    assert_eq!(layer.areas[1].shape, square(6.0, 52.0, 1.0));
    assert_eq!(
        layer.locate(LonLat {
            lon: 6.5,
            lat: 52.1
        }),
        Some(1)
    );
    assert_eq!(
        layer.locate(LonLat {
            lon: 6.0,
            lat: 52.1
        }),
        Some(0),
        "a border"
    );
    let none = AreaOptions {
        code: "Code".into(),
        ..options.clone()
    };
    refused(read_areas(&path, &none), &["\"Code\"", "\"code\""]);
}

#[test]
fn several_layers_and_awkward_names() {
    let folder = folder();
    let path = folder.path().join("several.gpkg");
    let mut package = GeoPackage::create(&path).unwrap();
    let schema = Schema::new()
        .text("id")
        .text("ID")
        .text("fid")
        .text("say \"x\"; --")
        .geometry(GeometryKind::Point);
    for name in ["buurt", "Buurt", "gpkg_x", "it's \"odd\""] {
        let mut layer = package.layer(name, &schema).unwrap();
        let values = ["0", "1", "2", "3"].map(Value::Text);
        let place = LonLat {
            lon: 5.0,
            lat: 52.0,
        };
        package
            .row(&mut layer, &values, Some(Shape::Point(place)))
            .unwrap();
        package
            .row(&mut layer, &["x", "1", "2", "3"].map(Value::Text), None)
            .unwrap();
        package.close(layer).unwrap();
    }
    package.finish().unwrap();
    refused(
        read_points(&path, &PointOptions::default()),
        &["several layers", "buurt", "Buurt_", "_gpkg_x"],
    );
    for layer in ["buurt", "Buurt_", "_gpkg_x", "it's \"odd\""] {
        let options = PointOptions {
            layer: Some(layer.into()),
            ..PointOptions::default()
        };
        let (set, findings) = read_points(&path, &options).unwrap();
        assert_eq!(set.ids, ["0"]);
        assert_eq!(set.texts("say \"x\"; --").unwrap(), ["3"]);
        assert_eq!(set.texts("ID_").unwrap(), ["1"]);
        assert_eq!(findings.iter().next().unwrap().record, "x");
    }
}

#[test]
fn a_geopackage_in_rd_new_is_converted() {
    let folder = folder();
    let path = folder.path().join("rd.gpkg");
    let mut package = GeoPackage::create(&path).unwrap();
    let schema = Schema::new().text("id").geometry(GeometryKind::Point);
    let mut layer = package.layer("rd", &schema).unwrap();
    let place = LonLat {
        lon: 155_000.0,
        lat: 463_000.0,
    };
    package
        .row(&mut layer, &[Value::Text("olv")], Some(Shape::Point(place)))
        .unwrap();
    package.close(layer).unwrap();
    package.finish().unwrap();
    let change = |sql: &str| {
        let db = rusqlite::Connection::open(&path).unwrap();
        db.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
        db.execute_batch(sql).unwrap();
    };
    refused(
        read_points(&path, &PointOptions::default()),
        &["EPSG:28992"],
    );
    change(
        "INSERT INTO gpkg_spatial_ref_sys VALUES ('RD', 77, 'epsg', 28992, '', '');
         UPDATE gpkg_geometry_columns SET srs_id = 77;",
    );
    let tower = LonLat {
        lon: 5.387_206_21,
        lat: 52.155_174_40,
    };
    let (set, _) = read_points(&path, &PointOptions::default()).unwrap();
    assert!(set.positions[0].distance_m(tower) < 1.0);
    // Where the layer says nothing, the option does.
    change("UPDATE gpkg_geometry_columns SET srs_id = -1;");
    let (set, _) = read_points(&path, &with_crs("EPSG:28992")).unwrap();
    assert!(set.positions[0].distance_m(tower) < 1.0);
    change("UPDATE gpkg_geometry_columns SET srs_id = 99;");
    refused(read_points(&path, &PointOptions::default()), &["99"]);
    change(
        "UPDATE gpkg_geometry_columns SET srs_id = 77; UPDATE gpkg_spatial_ref_sys SET organization = 'ESRI' WHERE srs_id = 77;",
    );
    refused(
        read_points(&path, &PointOptions::default()),
        &["ESRI:28992"],
    );
    // A view could compute for ever.
    change(
        "UPDATE gpkg_geometry_columns SET srs_id = 4326; ALTER TABLE rd RENAME TO other;
         CREATE VIEW rd AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS fid, NULL AS geom FROM n;",
    );
    refused(
        read_points(&path, &PointOptions::default()),
        &["not a table"],
    );
}

/// A table of every kind of value, with a matrix's shape.
fn write_sample(path: &Path) {
    let schema = Schema::new()
        .text("from_id")
        .text("to_id")
        .number("travel_time_p50", 2)
        .int("n")
        .geometry(GeometryKind::Point);
    let target = Target::new(Some(path), true).unwrap();
    let mut table = TableWriter::create(&target, &schema).unwrap();
    for i in 0..3_000i64 {
        let id = format!("{:04}", i % 7);
        let time = if i % 5 == 0 {
            Value::Empty
        } else {
            Value::Fixed(i)
        };
        let place = LonLat::new(5.0 + i as f64 / 1e4, 52.0);
        table
            .row_with(
                &[
                    Value::Text(&id),
                    Value::Text("=a,\"b\"\n"),
                    time,
                    Value::Int(i),
                ],
                place.map(Shape::Point),
            )
            .unwrap();
    }
    table.finish().unwrap();
}

#[test]
fn every_format_gives_the_same_bytes_twice_and_the_same_rows() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::RowAccessor;
    let folder = folder();
    for ending in ["csv", "parquet", "geojson", "gpkg"] {
        // In two folders: the GeoPackage's layer is called like the file.
        let paths = ["a", "b"].map(|d| {
            fs::create_dir_all(folder.path().join(d)).unwrap();
            folder.path().join(d).join(format!("t.{ending}"))
        });
        paths.iter().for_each(|p| write_sample(p));
        assert_eq!(
            fs::read(&paths[0]).unwrap(),
            fs::read(&paths[1]).unwrap(),
            "{ending}"
        );
    }
    let left: Vec<_> = fs::read_dir(folder.path().join("a"))
        .unwrap()
        .map(|e| e.unwrap().file_name())
        .collect();
    assert_eq!(left.len(), 4, "no scraps: {left:?}");

    let text = fs::read_to_string(folder.path().join("a/t.csv")).unwrap();
    assert!(text.starts_with("from_id,to_id,travel_time_p50,n\n0000,\"=a,\"\"b\"\"\n\",,0\n0001,\"=a,\"\"b\"\"\n\",0.01,1\n"), "{}", &text[..120]);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(|r| r.unwrap()).collect();
    assert_eq!(rows.len(), 3_000);

    let file = fs::File::open(folder.path().join("a/t.parquet")).unwrap();
    let reader = SerializedFileReader::new(file).unwrap();
    let mut n = 0;
    for (row, expected) in reader.get_row_iter(None).unwrap().zip(&rows) {
        let row = row.unwrap();
        assert_eq!(row.get_string(0).unwrap(), &expected[0]);
        assert_eq!(row.get_string(1).unwrap(), &expected[1]);
        let time = row
            .get_double(2)
            .map(|v| format!("{v:.2}"))
            .unwrap_or_default();
        assert_eq!(time, expected[2]);
        assert_eq!(row.get_long(3).unwrap().to_string(), &expected[3]);
        n += 1;
    }
    assert_eq!(n, 3_000);

    let text = fs::read_to_string(folder.path().join("a/t.geojson")).unwrap();
    let parsed: geojson::FeatureCollection = text
        .parse::<geojson::GeoJson>()
        .unwrap()
        .try_into()
        .unwrap();
    assert_eq!(parsed.features.len(), 3_000);
    let last = parsed.features.last().unwrap();
    assert_eq!(
        last.property("travel_time_p50").unwrap().as_f64(),
        Some(29.99)
    );
    assert!(text.contains("[5.2999000,52.0000000]"));

    let options = PointOptions {
        id_column: Some("n".into()),
        ..PointOptions::default()
    };
    for ending in ["geojson", "gpkg"] {
        let (set, _) = read_points(
            &folder.path().join("a").join(format!("t.{ending}")),
            &options,
        )
        .unwrap();
        assert_eq!(set.len(), 3_000);
        let times: Vec<String> = set
            .numbers("travel_time_p50")
            .unwrap()
            .iter()
            .map(|v| v.map(|v| format!("{v:.2}")).unwrap_or_default())
            .collect();
        assert!(times.iter().zip(&rows).all(|(t, r)| *t == r[2]), "{ending}");
        assert_eq!(set.texts("to_id").unwrap()[0], "=a,\"b\"\n");
        assert!((set.positions[2_999].lon - 5.2999).abs() < 1e-9);
    }
}

#[test]
fn names_cannot_be_formulas_in_a_spreadsheet_but_ids_stay() {
    let folder = folder();
    let path = folder.path().join("t.csv");
    let schema = Schema::new().text("id").label("name");
    let target = Target::new(Some(&path), false).unwrap();
    let mut table = TableWriter::create(&target, &schema).unwrap();
    for name in ["=1+1", "Aa-Zuid", "@x,y"] {
        table
            .row(&[Value::Text("=1+1"), Value::Text(name)])
            .unwrap();
    }
    table.finish().unwrap();
    let text = fs::read_to_string(&path).unwrap();
    assert_eq!(text, "id,name\n=1+1,'=1+1\n=1+1,Aa-Zuid\n=1+1,\"'@x,y\"\n");
}

#[test]
fn a_parquet_table_may_have_several_row_groups_or_none() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    let folder = folder();
    for (rows, groups) in [(0usize, 0), (1, 1), ((1 << 20) + 5, 2)] {
        let path = folder.path().join("t.parquet");
        let schema = Schema::new().text("a").number("b", 0);
        let mut table =
            TableWriter::create(&Target::new(Some(&path), false).unwrap(), &schema).unwrap();
        for _ in 0..rows {
            table.row(&[Value::Text("x"), Value::Empty]).unwrap();
        }
        table.finish().unwrap();
        let reader = SerializedFileReader::new(fs::File::open(&path).unwrap()).unwrap();
        let about = reader.metadata().file_metadata();
        assert_eq!(
            (about.num_rows(), reader.num_row_groups()),
            (rows as i64, groups)
        );
    }
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn an_unfinished_file_leaves_the_older_one() {
    let folder = folder();
    for ending in ["csv", "parquet", "geojson", "gpkg"] {
        let path = folder.path().join(format!("t.{ending}"));
        fs::write(&path, "older").unwrap();
        let schema = Schema::new().text("a").geometry(GeometryKind::Point);
        let target = Target::new(Some(&path), true).unwrap();
        let mut table = TableWriter::create(&target, &schema).unwrap();
        table.row(&[Value::Text("x")]).unwrap();
        assert_eq!(names(folder.path()).len(), 2);
        drop(table);
        assert_eq!(fs::read_to_string(&path).unwrap(), "older");
        fs::remove_file(&path).unwrap();
        assert!(names(folder.path()).is_empty());
    }
}

#[test]
fn outputs_that_cannot_be_are_refused_early() {
    let folder = folder();
    let here = |name: &str| folder.path().join(name);
    fs::write(here("in.csv"), "x").unwrap();
    fs::create_dir(here("feed")).unwrap();
    fs::write(here("feed/stops.txt"), "x").unwrap();
    let input = here("in.csv");
    let feed = here("feed");
    let inputs = [input.as_path(), feed.as_path()];
    let usage = |r: Result<(), Error>| {
        let e = r.unwrap_err();
        assert!(matches!(e, Error::Usage { .. }), "{e}");
        assert_eq!(e.code(), Fault::OutputRefused);
    };
    usage(atomic::refuse_inputs(&here("in.csv"), &inputs));
    usage(atomic::refuse_inputs(&here("feed/../in.csv"), &inputs));
    usage(atomic::refuse_inputs(&here("feed/stops.txt"), &inputs));
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(here("in.csv"), here("link.csv")).unwrap();
        fs::hard_link(here("in.csv"), here("hard.csv")).unwrap();
        usage(atomic::refuse_inputs(&here("link.csv"), &inputs));
        usage(atomic::refuse_inputs(&here("hard.csv"), &inputs));
    }
    atomic::refuse_inputs(&here("out.csv"), &inputs).unwrap();
    usage(atomic::check_writable(folder.path()));
    assert_eq!(
        atomic::check_writable(&here("no/out.csv"))
            .unwrap_err()
            .code(),
        Fault::FileNotFound
    );
    atomic::check_writable(&here("out.csv")).unwrap();
    assert!(!here("out.csv").exists());
}

#[cfg(unix)]
#[test]
fn links_stay_and_full_devices_are_told() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = folder();
    let (real, link) = (
        folder.path().join("real.csv"),
        folder.path().join("link.csv"),
    );
    fs::write(&real, "older").unwrap();
    symlink(&real, &link).unwrap();
    AtomicFile::write(&link, b"newer").unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(&real).unwrap(), "newer");
    assert_ne!(
        fs::metadata(&real).unwrap().permissions().mode() & 0o044,
        0,
        "others may read"
    );
    if Path::new("/dev/full").exists() {
        let e = AtomicFile::write(Path::new("/dev/full"), b"x").unwrap_err();
        assert_eq!(e.code(), Fault::DiskFull, "{e}");
        assert!(Path::new("/dev/full").exists());
    }
}

/// Not a test of its own: what `an_interrupt_leaves_nothing` runs and interrupts.
#[cfg(unix)]
#[test]
fn interrupted_child() {
    let Some(folder) = std::env::var_os("BEREIK_TEST_INTERRUPT") else {
        return;
    };
    let folder = PathBuf::from(folder);
    atomic::install_interrupt_handler();
    let mut file = AtomicFile::create(&folder.join("a.html")).unwrap();
    std::io::Write::write_all(&mut file, &[b'x'; 100_000]).unwrap();
    let package = GeoPackage::create(&folder.join("b.gpkg")).unwrap();
    fs::write(folder.join("started"), "").unwrap();
    std::thread::sleep(std::time::Duration::from_secs(60));
    drop((file, package));
}

#[cfg(unix)]
#[test]
fn an_interrupt_leaves_nothing() {
    use std::process::{Command, Stdio};
    for signal in ["-INT", "-TERM"] {
        let folder = folder();
        fs::write(folder.path().join("a.html"), "older").unwrap();
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "tables::interrupted_child"])
            .env("BEREIK_TEST_INTERRUPT", folder.path())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let begun = std::time::Instant::now();
        while !folder.path().join("started").exists() {
            assert!(begun.elapsed().as_secs() < 30, "the child never started");
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        assert!(names(folder.path()).len() > 2, "unfinished files are there");
        let pid = child.id().to_string();
        assert!(
            Command::new("kill")
                .args([signal, &pid])
                .status()
                .unwrap()
                .success()
        );
        assert_eq!(child.wait().unwrap().code(), Some(atomic::INTERRUPTED));
        assert_eq!(names(folder.path()), ["a.html", "started"], "{signal}");
        assert_eq!(
            fs::read_to_string(folder.path().join("a.html")).unwrap(),
            "older"
        );
    }
}

#[test]
fn a_results_folder_appears_together() {
    let folder = folder();
    let path = folder.path().join("a/b");
    let mut results = ResultsFolder::create(&path).unwrap();
    results.add_bytes("one.json", b"{}").unwrap();
    assert!(!path.join("one.json").exists());
    drop(results);
    assert!(!folder.path().join("a").exists());
    let mut results = ResultsFolder::create(&path).unwrap();
    results.add_bytes("one.json", b"{}").unwrap();
    let target = Target::new(Some(&results.path("t.csv")), false).unwrap();
    let table = TableWriter::create(&target, &Schema::new().text("a")).unwrap();
    results.add(table.ready().unwrap().unwrap());
    let manifest = || serde_json::json!({"program": "bereik test"});
    assert!(results.publish(manifest()).unwrap().is_empty());
    assert_eq!(names(&path), ["manifest.json", "one.json", "t.csv"]);
    // Files of an earlier run go, those that are no results stay; a run that fails leaves all.
    fs::write(path.join("notes.txt"), "mine").unwrap();
    let mut results = ResultsFolder::create(&path).unwrap();
    results.add_bytes("one.json", b"[]").unwrap();
    drop(results);
    assert_eq!(
        names(&path),
        ["manifest.json", "notes.txt", "one.json", "t.csv"]
    );
    let mut results = ResultsFolder::create(&path).unwrap();
    results.add_bytes("one.json", b"[]").unwrap();
    assert!(results.publish(manifest()).unwrap().is_empty());
    assert_eq!(names(&path), ["manifest.json", "notes.txt", "one.json"]);
    assert_eq!(fs::read_to_string(path.join("one.json")).unwrap(), "[]");
    let file = folder.path().join("a/b/one.json");
    let refused = ResultsFolder::create(&file).unwrap_err();
    assert!(matches!(refused, Error::Usage { .. }), "{refused}");
    assert_eq!(refused.code(), Fault::OutputRefused);
}

// Real files.

fn real(name: &str, options: &PointOptions) -> Option<(PointSet, Findings)> {
    data(name).map(|path| read_points(&path, options).unwrap())
}

#[test]
fn real_points() {
    let plain = PointOptions::default();
    if let Some((set, findings)) = real("newport-uk/newport_oa_centroids.csv", &plain) {
        assert_eq!((set.len(), findings.is_empty()), (511, true));
        assert!(set.ids.contains(&"W00008773".to_owned()));
    }
    if let Some((set, _)) = real("newport-uk/newport_supermarkets.csv", &plain) {
        assert_eq!((set.len(), set.ids[0].as_str()), (22, "0"));
        assert_eq!(set.texts("brand").unwrap()[0], "Lidl");
        assert!(set.numbers("brand").is_err());
    }
    if let Some((set, _)) = real("porto-alegre/poa_hexgrid.csv", &plain) {
        let sum = |name: &str| set.amounts(name).unwrap().iter().flatten().sum::<f64>();
        assert_eq!(set.len(), 1_227);
        assert_eq!((sum("population"), sum("jobs")), (812_935.0, 337_921.0));
        assert!(!set.looks_swapped([-51.27, -30.12, -51.13, -29.98]));
        assert!(set.looks_swapped([-30.12, -51.27, -29.98, -51.13]));
    }
    // Polygons, by a point inside, from a file made for another purpose.
    let by_code = PointOptions {
        id_column: Some("BU_CODE".into()),
        ..PointOptions::default()
    };
    if let Some((set, findings)) = real("netherlands/amsterdam_buurten_kwb2019.geojson", &by_code) {
        assert_eq!((set.len(), findings.is_empty()), (443, true));
        assert_eq!(set.ids[0], "BU03630000");
        assert_eq!(set.numbers("a_inw").unwrap()[0], Some(1035.0));
    }
    // The same places in RD New and in WGS 84 degrees.
    let stops = "netherlands/ov_oost_boardings_per_stop_2021.csv";
    let Some(path) = data(stops) else { return };
    let text = fs::read_to_string(path).unwrap();
    let stop = PointOptions {
        id_column: Some("STOPPLACECODE".into()),
        ..with_crs("EPSG:28992")
    };
    let rd = text.replacen("RD-X,RD-Y", "x,y", 1);
    match (
        read_as("d.csv", text.as_bytes(), &stop),
        read_as("rd.csv", rd.as_bytes(), &stop),
    ) {
        (Ok((degrees, _)), Ok((rd, _))) => {
            let far: Vec<_> = degrees
                .ids
                .iter()
                .zip(&degrees.positions)
                .filter_map(|(id, p)| {
                    let at = rd.ids.iter().position(|other| other == id)?;
                    Some(rd.positions[at].distance_m(*p))
                })
                .collect();
            let close = far.iter().filter(|d| **d < 1.0).count();
            assert!(
                far.len() > 4_000 && close * 100 > far.len() * 99,
                "{close} of {}",
                far.len()
            );
        }
        (a, b) => panic!("{:?} {:?}", a.err(), b.err()),
    }
}

/// A table of statistics with codes for "no value", given positions to be read as points.
#[test]
fn real_codes_for_no_value() {
    let Some(path) = data("netherlands/cbs_wijk_2017.csv") else {
        return;
    };
    let text = fs::read_to_string(path).unwrap();
    let mut with_places = String::new();
    for (i, line) in text.lines().enumerate() {
        with_places += line;
        with_places += if i == 0 { ",lon,lat\n" } else { ",5.5,52.1\n" };
    }
    let mut options = PointOptions {
        id_column: Some("WK_CODE".into()),
        ..PointOptions::default()
    };
    let (set, _) = read_as("w.csv", with_places.as_bytes(), &options).unwrap();
    assert_eq!((set.len(), set.ids[0].as_str()), (3_159, "WK000300"));
    refused(
        set.amounts("P_00_14_JR").map_err(Into::into),
        &["-9999", "missing"],
    );
    options.missing = vec![-99_999_999.0, -99_997.0];
    let (set, _) = read_as("w.csv", with_places.as_bytes(), &options).unwrap();
    let shares = set.amounts("P_00_14_JR").unwrap();
    assert!(shares.iter().any(Option::is_none));
    assert!(shares.iter().flatten().all(|v| (0.0..=100.0).contains(v)));
}

#[test]
fn real_areas() {
    let options = |level: &str, code: &str, name: &str| AreaOptions {
        level: level.into(),
        code: code.into(),
        name: Some(name.into()),
        ..AreaOptions::default()
    };
    let name_at = |layer: &AreaLayer, lon: f64, lat: f64| {
        layer
            .locate(LonLat { lon, lat })
            .map(|i| layer.areas[i].name.clone())
    };
    if let Some(path) = data("netherlands/cbs_wijk_2014.geojson") {
        let (layer, findings) = read_areas(&path, &options("wijk", "WK_CODE", "WK_NAAM")).unwrap();
        let kinds: Vec<_> = findings.counts().map(|(code, _, n)| (code, n)).collect();
        println!("{} areas, {kinds:?}", layer.areas.len());
        assert!(layer.areas.len() > 2_600);
        assert!(
            kinds
                .iter()
                .any(|(code, _)| *code == "area-ring-crosses-itself")
        );
        // Every area's inner point lies in it, or in another it overlaps.
        let mut own = 0;
        for (i, area) in layer.areas.iter().enumerate() {
            let c = bereik::input::features::interior::inside(&area.shape).unwrap();
            let found = layer.locate(LonLat { lon: c.x, lat: c.y });
            own += usize::from(found == Some(i));
        }
        assert!(
            own * 100 > layer.areas.len() * 99,
            "{own} of {}",
            layer.areas.len()
        );
    }
    if let Some(path) = data("netherlands/amsterdam_buurten_kwb2019.geojson") {
        let (layer, _) = read_areas(&path, &options("buurt", "BU_CODE", "BU_NAAM")).unwrap();
        assert_eq!(layer.areas.len(), 443);
        // The Westertoren stands on the Westermarkt.
        let found = name_at(&layer, 4.883_526, 52.374_532).unwrap();
        assert_eq!(found, "Leliegracht e.o.");
        assert_eq!(name_at(&layer, 4.0, 52.0), None);
        let out = folder();
        let path = out.path().join("buurt.gpkg");
        let schema = Schema::new()
            .text("code")
            .text("name")
            .geometry(GeometryKind::MultiPolygon);
        let mut table =
            TableWriter::create(&Target::new(Some(&path), true).unwrap(), &schema).unwrap();
        for area in &layer.areas {
            table
                .row_with(
                    &[Value::Text(&area.code), Value::Text(&area.name)],
                    Some(Shape::Area(&area.shape)),
                )
                .unwrap();
        }
        table.finish().unwrap();
        let (back, _) = read_areas(&path, &options("buurt", "code", "name")).unwrap();
        assert_eq!(back.areas, layer.areas);
    }
}
