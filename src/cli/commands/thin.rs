//! `refuge thin`: removes old backups by the rule of each source.

use super::super::args::forget::Thin;
use super::super::exit::Exit;
use super::super::face::Face;
use super::super::failure::Failure;

pub(super) fn run(_face: &mut Face<'_>, _options: &Thin) -> Result<Exit, Failure> {
    Err(Failure::NotBuilt("thin"))
}
