//! One file per verb; here only which file answers which verb.
//!
//! A command is one screen: read the options, call the library, report.

pub(crate) mod about;
pub(crate) mod attach;
pub(crate) mod backup;
pub(crate) mod classes;
pub(crate) mod completions;
pub(crate) mod drives;
pub(crate) mod forgetting;
pub(crate) mod hold;
pub(crate) mod home;
pub(crate) mod incident;
pub(crate) mod init;
pub(crate) mod keys;
pub(crate) mod ledger_copies;
pub(crate) mod line;
pub(crate) mod look;
pub(crate) mod man;
pub(crate) mod menu;
pub(crate) mod mishaps;
mod mount;
pub(crate) mod purge;
pub(crate) mod reading;
pub(crate) mod recover;
pub(crate) mod register;
pub(crate) mod remind;
pub(crate) mod report;
pub(crate) mod restore;
pub(crate) mod schedule;
pub(crate) mod settings;
pub(crate) mod source_kind;
mod sources;
pub(crate) mod status;
pub(crate) mod support;
pub(crate) mod thin;
pub(crate) mod thinning_rule;
pub(crate) mod trial;
pub(crate) mod verify;
pub(crate) mod wizard;
pub(crate) mod year;

use crate::cli::{
    Exit, Face, Failure,
    args::{Cli, Verb},
    papers::guide,
};

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
        Verb::Mount(options) => mount::run(face, &options),
        Verb::Verify(options) => verify::run(face, &options),
        Verb::About => about::run(face),
        Verb::Completions(options) => completions::run(face, &options),
        Verb::Man(options) => man::run(face, &options),
        Verb::Status(options) => status::run(face, &options),
        Verb::Register(options) => register::run(face, &options),
        Verb::Hold(options) => hold::run(face, &options),
        Verb::Purge(options) => purge::run(face, &options),
        Verb::Year => year::run(face),
        Verb::Thin(options) => thin::run(face, &options),
        Verb::Keys(options) => keys::run(face, &options),
        Verb::Report(options) => report::run(face, &options),
        Verb::Guide(options) => guide::run(face, &options),
        Verb::Incident(options) => incident::run(face, &options),
        Verb::Settings(options) => settings::run(face, &options),
        Verb::Support(options) => support::run(face, &options),
        Verb::Remind(options) => remind::run(face, &options),
    }
}
