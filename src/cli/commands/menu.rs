//! `refuge` alone: the status, then a numbered menu on a terminal.

use super::super::exit::Exit;
use super::super::face::Face;
use super::super::failure::Failure;

pub(super) fn run(_face: &mut Face<'_>) -> Result<Exit, Failure> {
    Err(Failure::NotBuilt("status"))
}
