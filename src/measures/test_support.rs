//! What the tests of several measures share.

/// Whether two numbers agree to one part in a thousand million of the larger (or of 1).
pub fn close(a: f64, b: f64) -> bool {
    a == b || (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0)
}

/// Fails with both numbers when they are not close.
#[track_caller]
pub fn assert_close(a: f64, b: f64) {
    assert!(close(a, b), "{a} is not {b}");
}
