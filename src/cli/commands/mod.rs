//! One file per verb; here only which file answers which verb.
//!
//! A command is one screen: read the options, call the library, report.

mod about;
mod attach;
mod backup;
mod completions;
mod drives;
pub(crate) mod home;
pub(crate) mod identities;
mod init;
mod man;
pub(crate) mod sheet;
mod sources;
mod wizard;

use super::args::{Cli, Verb};
use super::exit::Exit;
use super::face::Face;
use super::failure::Failure;

/// Carries out one command line.
pub(crate) fn dispatch(face: &mut Face<'_>, cli: Cli) -> Result<Exit, Failure> {
    let Some(verb) = cli.verb else {
        return Err(Failure::NotBuilt("status"));
    };
    match verb {
        Verb::Init(options) => init::run(face, &options),
        Verb::Attach(options) => attach::run(face, &options),
        Verb::Sources(options) => sources::run(face, options),
        Verb::Drives(options) => drives::run(face, options),
        Verb::Backup(options) => backup::run(face, &options),
        Verb::About => about::run(face),
        Verb::Completions(options) => completions::run(face, &options),
        Verb::Man(options) => man::run(face, &options),
        other => Err(Failure::NotBuilt(other.name())),
    }
}
