use super::Context;
use bereik::diagnostics::Error;
#[derive(clap::Args)]
pub struct RunArgs {}
pub fn main(_: &RunArgs, _: &Context) -> Result<(), Error> {
    Ok(())
}
