//! One file per verb; here only which file answers which verb.
//!
//! A command is one screen: read the options, call the library, report.

mod about;
mod attach;
mod backup;
mod classes;
mod completions;
mod desk;
mod drives;
mod fate_words;
mod hold;
pub(crate) mod home;
pub(crate) mod identities;
mod incident;
mod init;
mod key_names;
mod keys;
mod label;
mod look;
mod man;
mod menu;
mod noted;
mod purge;
mod reading;
mod register;
mod rekeying;
mod remind;
mod report;
mod restore;
mod schedule;
mod secret_files;
mod settings;
pub(crate) mod sheet;
mod sources;
mod status;
mod support;
mod thin;
mod trial;
mod verify;
mod wizard;

use super::args::{Cli, Verb};
use super::exit::Exit;
use super::face::Face;
use super::failure::Failure;

/// Carries out one command line.
pub(crate) fn dispatch(face: &mut Face<'_>, cli: Cli) -> Result<Exit, Failure> {
    let Some(verb) = cli.verb else {
        return menu::run(face);
    };
    match verb {
        Verb::Init(options) => init::run(face, &options),
        Verb::Attach(options) => attach::run(face, &options),
        Verb::Sources(options) => sources::run(face, options),
        Verb::Drives(options) => drives::run(face, options),
        Verb::Backup(options) => backup::run(face, &options),
        Verb::Try(options) => trial::run(face, &options),
        Verb::Restore(options) => restore::run(face, &options),
        Verb::Snapshots(options) => look::snapshots(face, &options),
        Verb::Ls(options) => look::ls(face, &options),
        Verb::Find(options) => look::find(face, &options),
        Verb::Diff(options) => look::diff(face, &options),
        Verb::Verify(options) => verify::run(face, &options),
        Verb::About => about::run(face),
        Verb::Completions(options) => completions::run(face, &options),
        Verb::Man(options) => man::run(face, &options),
        Verb::Status(options) => status::run(face, &options),
        Verb::Register(options) => register::run(face, &options),
        Verb::Hold(options) => hold::run(face, &options),
        Verb::Purge(options) => purge::run(face, &options),
        Verb::Thin(options) => thin::run(face, &options),
        Verb::Keys(options) => keys::run(face, &options),
        Verb::Report(options) => report::run(face, &options),
        Verb::Incident(options) => incident::run(face, &options),
        Verb::Settings(options) => settings::run(face, &options),
        Verb::Support(options) => support::run(face, &options),
        Verb::Remind(options) => remind::run(face, &options),
    }
}
