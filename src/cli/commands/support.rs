//! `refuge support`: a file for the technician, without patients' names.

use super::super::args::papers::Support;
use super::super::exit::Exit;
use super::super::face::Face;
use super::super::failure::Failure;

pub(super) fn run(_face: &mut Face<'_>, _options: &Support) -> Result<Exit, Failure> {
    Err(Failure::NotBuilt("support"))
}
