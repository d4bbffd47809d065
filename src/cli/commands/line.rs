//! Runs a command line from within the program, as if it had been typed.

use clap::Parser;

use crate::cli::{Exit, Face, args::Cli, tell};

/// Runs one command. What goes wrong is told, and whoever called goes on.
pub(super) fn carry_out(face: &mut Face<'_>, typed: &[&str]) -> Exit {
    let line = ["refuge"].iter().chain(typed);
    let Ok(cli) = Cli::try_parse_from(line) else { return Exit::Usage };
    match super::dispatch(face, Cli { common: face.common.clone(), ..cli }) {
        Ok(exit) => exit,
        Err(failure) => {
            tell(face, &failure);
            failure.exit()
        }
    }
}
