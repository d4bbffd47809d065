//! `refuge incident`: what to do after an attack, and freezing what would erase.

use super::super::args::papers::Incident;
use super::super::exit::Exit;
use super::super::face::Face;
use super::super::failure::Failure;

pub(super) fn run(_face: &mut Face<'_>, _options: &Incident) -> Result<Exit, Failure> {
    Err(Failure::NotBuilt("incident"))
}
