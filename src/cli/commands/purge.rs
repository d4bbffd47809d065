//! `refuge purge`: plan, approve, execute, account.

use super::super::args::forget::Purge;
use super::super::exit::Exit;
use super::super::face::Face;
use super::super::failure::Failure;

pub(super) fn run(_face: &mut Face<'_>, _options: &Purge) -> Result<Exit, Failure> {
    Err(Failure::NotBuilt("purge"))
}
