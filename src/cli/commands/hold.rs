//! `refuge hold`: records that must not be erased for now.

use super::super::args::forget::Hold;
use super::super::exit::Exit;
use super::super::face::Face;
use super::super::failure::Failure;

pub(super) fn run(_face: &mut Face<'_>, _options: &Hold) -> Result<Exit, Failure> {
    Err(Failure::NotBuilt("hold"))
}
