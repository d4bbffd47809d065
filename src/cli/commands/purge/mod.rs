//! `refuge purge`: plan, approve, execute, account; and finishing on drives that were away.

mod account;
mod carry_out;
mod forecast;
mod left_on_computer;
mod names;

use refuge::incident;
use refuge::settle::{self, Debt};

use super::{forgetting, home};
use crate::cli::{Exit, Face, Failure, args::forget::Purge};

pub(super) fn run(face: &mut Face<'_>, options: &Purge) -> Result<Exit, Failure> {
    let mut practice = home::practice(face)?;
    if options.on_computer {
        return left_on_computer::run(face, &mut practice);
    }
    let permit = incident::refuse_while_open(&practice.state)?;
    if options.dry_run {
        return forecast::run(face, practice, options);
    }
    match &options.plan {
        Some(plan) => carry_out::run(face, practice, &permit, options, plan),
        None if is_owed(&mut practice)? => carry_out::finish(face, practice, &permit),
        None => forecast::run(face, practice, options),
    }
}

/// Whether a drive that is plugged in missed a purge, or one was interrupted, or the wiping of an old key.
fn is_owed(practice: &mut refuge::practice::Practice) -> Result<bool, Failure> {
    for on in forgetting::plugged(practice)? {
        let owed = settle::owed(practice, &on.drive)?;
        let is_owed = owed.iter().any(|debt| matches!(debt, Debt::Purge { .. }));
        if is_owed || practice.is_half_purged(&on.drive)? {
            return Ok(true);
        }
    }
    Ok(settle::begun(&practice.state)?.is_some())
}
