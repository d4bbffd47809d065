//! `refuge settings`: what can be changed, and reminders.

use super::super::args::papers::Settings;
use super::super::exit::Exit;
use super::super::face::Face;
use super::super::failure::Failure;

pub(super) fn run(_face: &mut Face<'_>, _options: &Settings) -> Result<Exit, Failure> {
    Err(Failure::NotBuilt("settings"))
}
