use super::Context;
use bereik::diagnostics::Error;
#[derive(clap::Args)]
pub struct AccessArgs {}
pub fn main(_: &AccessArgs, _: &Context) -> Result<(), Error> {
    Ok(())
}
