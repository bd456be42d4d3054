use super::Context;
use bereik::diagnostics::Error;
#[derive(clap::Args)]
pub struct DemoArgs {}
pub fn main(_: &DemoArgs, _: &Context) -> Result<(), Error> {
    Ok(())
}
#[derive(clap::Args)]
pub struct SynthArgs {}
pub fn synth(_: &SynthArgs, _: &Context) -> Result<(), Error> {
    Ok(())
}
