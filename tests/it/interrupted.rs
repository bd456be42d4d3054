//! Results that replace older ones: stopped after any file operation or by a signal at any moment, a folder holds the older
//! results, or the new, or says that it is unfinished; the next run puts it right. What is the user's own stays.

mod beside;
mod town;

use bereik::output::atomic;
use std::collections::BTreeMap;
use std::process::{Command, Stdio};
use town::*;

/// What a program ended after a file operation exits with.
const STOPPED: i32 = 86;

/// Ends the program after its first file operation, its second, and so on until it comes through.
fn stopped_after_every_file_operation(command: &'static [&'static str], before: &[&str]) {
    if !cfg!(debug_assertions) {
        return;
    }
    let over = Over::new(command, before);
    let mut seen = Vec::new();
    for n in 1.. {
        let at = over.reset();
        let output = bereik(command, &at)
            .env("BEREIK_TEST_STOP_AFTER", n.to_string())
            .output()
            .expect("the program runs");
        let when = format!("after file operation {n}");
        let state = over.state(&at, &when);
        if output.status.success() {
            assert_eq!(state, State::New);
            assert!(!at.join(HIDDEN).exists());
            break;
        }
        assert_eq!(output.status.code(), Some(STOPPED), "{}", said(&output));
        seen.push(state);
        next_run_is_whole(&at, &when);
    }
    let count = |state: State| seen.iter().filter(|s| **s == state).count();
    let all = [State::Older, State::Unfinished, State::New].map(count);
    println!(
        "{command:?}: stopped {} times, older, unfinished, new: {all:?}",
        seen.len()
    );
    // First the older results, then the folder says that it is unfinished, then the new.
    assert!(
        seen.is_sorted_by_key(|s| [State::Older, State::Unfinished, State::New]
            .iter()
            .position(|x| x == s)),
        "{seen:?}"
    );
    // Every file is written, put in its place and moved in; the older ones are moved away.
    assert!(
        seen.len() > 3 * over.new.len() && all.iter().all(|n| *n > 0),
        "{all:?}"
    );
}

/// Ends the program by fifty signals at moments of its whole duration, more of them towards the end.
#[cfg(unix)]
fn stopped_by_signals(command: &'static [&'static str], before: &[&str]) {
    const SIGNALS: u32 = 50;
    let over = Over::new(command, before);
    let mut counts = BTreeMap::new();
    for n in 0..SIGNALS {
        let at = over.reset();
        let signal = ["-INT", "-TERM", "-KILL"][n as usize % 3];
        // Results are put in their place in the last part of a run.
        let share = match n % 5 {
            0 => f64::from(n) / f64::from(SIGNALS),
            _ => 0.75 + 0.3 * f64::from(n) / f64::from(SIGNALS),
        };
        let mut child = bereik(command, &at).spawn().expect("the program runs");
        std::thread::sleep(over.took.mul_f64(share));
        let sent = Command::new("kill")
            .args([signal, &child.id().to_string()])
            .stderr(Stdio::null())
            .status();
        sent.expect("kill");
        let status = child.wait().expect("ends");
        let when = format!("by {signal} after {share:.2} of its time ({status:?})");
        let state = over.state(&at, &when);
        if signal != "-KILL" {
            assert_ne!(state, State::Unfinished, "{when}");
            let ours = |name: &&String| name.starts_with(".bereik");
            assert_eq!(files(&at).keys().find(ours), None, "{when}");
        }
        match status.code() {
            Some(0) => assert_eq!(state, State::New, "{when}"),
            code => assert!(matches!(code, Some(atomic::INTERRUPTED) | None), "{when}"),
        }
        *counts
            .entry(format!("{:?} {state:?}", status.code()))
            .or_insert(0) += 1;
        next_run_is_whole(&at, &when);
    }
    println!("{command:?}: {counts:?}");
}

macro_rules! stopped {
    ($($name:ident: $command:expr, over $before:expr;)*) => {$(
        mod $name {
            use super::*;

            #[test]
            fn after_every_file_operation() {
                stopped_after_every_file_operation($command, $before);
            }

            #[cfg(unix)]
            #[test]
            fn by_fifty_signals() {
                stopped_by_signals($command, $before);
            }
        }
    )*};
}

stopped! {
    run: RUN, over OTHER_RUN;
    compare: COMPARE, over OTHER_COMPARE;
    lifelines: LIFELINES, over OTHER_COMPARE;
    site: SITE, over OTHER_COMPARE;
    explain: EXPLAIN, over OTHER_RUN;
}
