//! `refuge remind`: for the system's scheduler; at most one notice a day, and only when something is due.

use super::super::exit::Exit;
use super::super::face::Face;
use super::super::failure::Failure;

pub(super) fn run(_face: &mut Face<'_>) -> Result<Exit, Failure> {
    Err(Failure::NotBuilt("remind"))
}
