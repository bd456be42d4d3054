//! The conformance cases, run on the built program by their own comparing script.

use std::path::Path;
use std::process::Command;

fn compare(options: &[&str]) {
    let python = ["python3", "python"].into_iter().find(|p| {
        let version = Command::new(p).arg("--version").output();
        version.is_ok_and(|v| String::from_utf8_lossy(&v.stdout).starts_with("Python 3"))
    });
    let Some(python) = python else {
        println!("SKIPPED: no Python 3 on this machine; the conformance cases were not run");
        return;
    };
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/conformance/compare.py");
    let done = Command::new(python)
        .arg(script)
        .arg(env!("CARGO_BIN_EXE_bereik"))
        .args(options)
        .output()
        .expect("python runs");
    let said = String::from_utf8_lossy(&done.stdout);
    println!("{said}{}", String::from_utf8_lossy(&done.stderr));
    assert!(done.status.success(), "not all cases pass");
    let passed = said.lines().filter(|l| l.starts_with("pass")).count();
    assert!(passed >= 20, "only {passed} cases were run");
}

#[test]
fn all_cases_pass_with_the_same_bytes_on_one_and_two_threads() {
    compare(&["--twice"]);
}

#[test]
fn all_cases_pass_with_unpacked_timetables() {
    compare(&["--folder"]);
}
