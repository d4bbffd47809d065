//! `refuge completions SHELL`: a completion script on standard output.

use clap::CommandFactory;

use super::super::args::Cli;
use super::super::args::papers::Completions;
use super::super::exit::Exit;
use super::super::face::Face;
use super::super::failure::Failure;
use super::super::help;

pub(super) fn run(face: &mut Face<'_>, options: &Completions) -> Result<Exit, Failure> {
    let mut tree = help::localized(Cli::command(), face.words, None);
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut tree, "refuge", &mut script);
    face.result(String::from_utf8_lossy(&script).trim_end())?;
    Ok(Exit::Done)
}
