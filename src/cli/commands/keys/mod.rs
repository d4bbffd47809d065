//! `refuge keys`: who can open the backups, and how that changes.

mod add;
mod attest;
pub(crate) mod list;
mod opened_drives;
pub(crate) mod passphrase;
pub(crate) mod rehearse;
mod remove;
mod renew;
mod rotate;

use crate::cli::{
    Exit, Face, Failure,
    args::keys::{KeyVerb, Keys},
    papers::sheet_form,
};

pub(super) fn run(face: &mut Face<'_>, options: &Keys) -> Result<Exit, Failure> {
    match &options.verb {
        None | Some(KeyVerb::List) => list::run(face),
        Some(KeyVerb::Add(options)) => add::run(face, options),
        Some(KeyVerb::Remove { name }) => remove::run(face, name),
        Some(KeyVerb::Passphrase { new_passphrase_file }) => {
            passphrase::run(face, new_passphrase_file.as_deref())
        }
        Some(KeyVerb::Sheet(options)) => sheet_form::run(face, options),
        Some(KeyVerb::Rehearse(options)) => rehearse::run(face, options.all),
        Some(KeyVerb::Rotate(options)) => rotate::run(face, options),
        Some(KeyVerb::Attest(options)) => attest::run(face, options),
    }
}

/// Asks for words of the recovery sheet and notes that it can still be read; other checks offer it.
pub(super) fn rehearse(face: &mut Face<'_>) -> Result<Exit, Failure> {
    rehearse::run(face, false)
}
