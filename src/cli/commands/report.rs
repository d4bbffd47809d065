//! `refuge report`: papers about what was done.

use super::super::args::papers::Report;
use super::super::exit::Exit;
use super::super::face::Face;
use super::super::failure::Failure;

pub(super) fn run(_face: &mut Face<'_>, _options: &Report) -> Result<Exit, Failure> {
    Err(Failure::NotBuilt("report"))
}
