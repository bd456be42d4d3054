//! `bereik monitor`.

mod explain;

use super::Context;
use bereik::diagnostics::Error;
use clap::{Args, Subcommand};

/// Run a study over several editions, and explain what changed between them.
#[derive(Args)]
pub struct MonitorArgs {
    #[command(subcommand)]
    command: MonitorCommand,
}

/// The commands of a monitor.
#[derive(Subcommand)]
enum MonitorCommand {
    Explain(explain::ExplainArgs),
}

/// Does what is asked.
pub fn main(args: &MonitorArgs, context: &Context) -> Result<(), Error> {
    match &args.command {
        MonitorCommand::Explain(a) => explain::main(a, context),
    }
}
