//! `refuge register`: reads the patients' register of the practice software.

use super::super::args::forget::Register;
use super::super::exit::Exit;
use super::super::face::Face;
use super::super::failure::Failure;

pub(super) fn run(_face: &mut Face<'_>, _options: &Register) -> Result<Exit, Failure> {
    Err(Failure::NotBuilt("register"))
}
