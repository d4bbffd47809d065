//! `refuge status`: one screen that says whether the data is safe, and what to do next.

use super::super::args::daily::Status;
use super::super::exit::Exit;
use super::super::face::Face;
use super::super::failure::Failure;

pub(super) fn run(_face: &mut Face<'_>, _options: &Status) -> Result<Exit, Failure> {
    Err(Failure::NotBuilt("status"))
}
