//! The `bereik` program: arguments as typed → resolved settings → run → exit code.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
