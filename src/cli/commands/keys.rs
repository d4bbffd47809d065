//! `refuge keys`: who can open the backups, and how that changes.

use super::super::args::keys::Keys;
use super::super::exit::Exit;
use super::super::face::Face;
use super::super::failure::Failure;

pub(super) fn run(_face: &mut Face<'_>, _options: &Keys) -> Result<Exit, Failure> {
    Err(Failure::NotBuilt("keys"))
}
