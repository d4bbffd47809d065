//! Papers as files of the program's own, to be opened in the browser.

use std::path::{Path, PathBuf};

use refuge::error::{Action, Error, Result};
use refuge::platform;

/// Folder of the home folder for papers that were opened without saying where to keep them.
const FOLDER: &str = "papers";

/// The program's own print can be made again at any time, so an older one gives way.
pub(crate) fn own_file(home: &Path, name: &str, text: &str) -> Result<PathBuf> {
    let folder = home.join(FOLDER);
    platform::create_private_folder(&folder).map_err(Error::io(Action::Create, &folder))?;
    let path = folder.join(name);
    std::fs::write(&path, text).map_err(Error::io(Action::Write, &path))?;
    Ok(path)
}
