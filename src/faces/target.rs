//! Where files go that nobody told where to.

use std::path::{Path, PathBuf};

use refuge::destination::Destination;
use refuge::error::{Action, Error, Result};

use jiff::Timestamp;

use crate::faces::{Catalog, fl};

/// A new folder on the desktop, or here where there is none; that of the same restore where it was
/// interrupted.
pub(crate) fn usual_target(words: &Catalog, mark: &str, now: Timestamp) -> Result<PathBuf> {
    use etcetera::BaseStrategy;
    let home = etcetera::choose_base_strategy().ok().map(|base| base.home_dir().to_owned());
    let desktops = ["Desktop", "Bureau"];
    let desktop = home.and_then(|home| {
        desktops.iter().map(|name| home.join(name)).find(|folder| folder.is_dir())
    });
    let now = now.to_zoned_datetime(jiff::tz::TimeZone::system());
    let time = now.strftime("%Y-%m-%d %Hh%M").to_string();
    let name = fl!(words, "restore-folder", time = time);
    let place = match desktop {
        Some(desktop) => desktop,
        None => std::env::current_dir().map_err(Error::io(Action::Read, Path::new(".")))?,
    };
    Ok(unfinished(&place, mark).unwrap_or_else(|| unused(&place, &name)))
}

fn unfinished(place: &Path, mark: &str) -> Option<PathBuf> {
    let names = std::fs::read_dir(place).ok()?.flatten().map(|entry| entry.path());
    let mut folders = names.filter(|path| path.is_dir());
    folders.find(|folder| Destination::is_unfinished(folder, mark))
}

/// Two in one minute get a folder each.
fn unused(place: &Path, name: &str) -> PathBuf {
    let numbered = (2..).map(|number: u32| place.join(format!("{name} ({number})")));
    let mut all = std::iter::once(place.join(name)).chain(numbered);
    all.find(|folder| folder.symlink_metadata().is_err()).unwrap_or_default()
}
