//! Papers as files of the program's own, to be opened in the browser.

use std::path::{Path, PathBuf};

use refuge::error::{Action, Error, Result};
use refuge::platform;

/// Folder of the home folder for papers that were opened without saying where to keep them.
const FOLDER: &str = "papers";
/// What the name of a plan begins with.
const PLAN: &str = "P-";

/// The program's own print can be made again at any time, so an older one gives way.
pub(crate) fn own_file(home: &Path, name: &str, text: &str) -> Result<PathBuf> {
    let folder = home.join(FOLDER);
    platform::create_private_folder(&folder).map_err(Error::io(Action::Create, &folder))?;
    let path = folder.join(name);
    std::fs::write(&path, text).map_err(Error::io(Action::Write, &path))?;
    Ok(path)
}

/// Deletes the lists of patients that were opened to be read and printed: what is erased is not to stay there by
/// name. Answers how many were deleted; one that cannot be stays, and the next plan tries again.
pub(crate) fn delete_plans(home: &Path) -> u64 {
    let Ok(files) = std::fs::read_dir(home.join(FOLDER)) else { return 0 };
    let is_plan = |path: &PathBuf| {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        name.is_some_and(|name| name.starts_with(PLAN) && name.ends_with(".html"))
    };
    let plans = files.filter_map(|file| Some(file.ok()?.path())).filter(is_plan);
    plans.filter(|plan| std::fs::remove_file(plan).is_ok()).count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plans_are_deleted_and_other_papers_stay() {
        let home = tempfile::tempdir().unwrap();
        assert_eq!(delete_plans(home.path()), 0);
        for name in ["P-2026-01.html", "P-2026-02.html", "2026-017.html", "guide-01.html"] {
            own_file(home.path(), name, "DURAND Paul").unwrap();
        }
        assert_eq!(delete_plans(home.path()), 2);
        assert_eq!(std::fs::read_dir(home.path().join(FOLDER)).unwrap().count(), 2);
    }
}
