//! `refuge completions SHELL`: a completion script on standard output.

use clap::CommandFactory;

use crate::cli::{
    Exit, Face, Failure,
    args::{Cli, papers::Completions},
    words::help,
};

pub(super) fn run(face: &mut Face<'_>, options: &Completions) -> Result<Exit, Failure> {
    let mut tree = help::localized(Cli::command(), face.words, None);
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut tree, "refuge", &mut script);
    face.result(String::from_utf8_lossy(&script).trim_end())?;
    Ok(Exit::Done)
}
