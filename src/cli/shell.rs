//! Completion scripts and the manual page.

use std::io::Write;

use clap::CommandFactory;

use super::args::Cli;
use super::failure::{Failure, Outcome};
use super::output::Output;

pub(crate) fn completions(
    shell: clap_complete::Shell,
    out: &mut Output,
) -> Result<Outcome, Failure> {
    // The generator panics when its writer fails, and a closed pipe is no reason to.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "nutgraf", &mut script);
    out.write_all(&script)?;
    Ok(Outcome::Done)
}

/// One page for the program and all its commands.
pub(crate) fn man(out: &mut Output) -> Result<Outcome, Failure> {
    let mut command = Cli::command().disable_help_subcommand(true);
    command.build();
    clap_mangen::Man::new(command.clone()).render(&mut *out)?;
    for subcommand in command.get_subcommands() {
        let name = subcommand.get_display_name().unwrap_or(subcommand.get_name()).to_owned();
        let page = clap_mangen::Man::new(subcommand.clone().name(name));
        page.render_synopsis_section(&mut *out)?;
        page.render_description_section(&mut *out)?;
        page.render_options_section(&mut *out)?;
    }
    Ok(Outcome::Done)
}
