//! The answers of a set-up that is not finished, so that nobody gives them twice: they lie in the home folder
//! until the practice is made. No secret is among them.

use std::path::{Path, PathBuf};

use refuge::config::RecordRule;
use refuge::crypto::hash;
use refuge::error::{Action, Error, Result};
use refuge::id::PracticeId;
use refuge::platform;
use refuge::sources::NewSource;
use serde::{Deserialize, Serialize};

const FILE_NAME: &str = "answers.json";

/// What was answered so far.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Draft {
    /// The number of the practice, which may stand on a printed sheet already.
    pub(crate) id: PracticeId,
    #[serde(default)]
    pub(crate) name: Option<String>,
    #[serde(default)]
    pub(crate) country: Option<String>,
    #[serde(default)]
    pub(crate) public_structure: Option<bool>,
    #[serde(default)]
    pub(crate) phone: Option<String>,
    #[serde(default)]
    pub(crate) folders: Option<Vec<Folder>>,
    #[serde(default)]
    pub(crate) thins: Option<bool>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Folder {
    path: PathBuf,
    class: String,
    records: RecordRule,
    readers: Vec<String>,
}

impl Draft {
    /// Nothing answered yet.
    pub(crate) fn new() -> Self {
        let id = PracticeId(hash::random_id());
        Self {
            id,
            name: None,
            country: None,
            public_structure: None,
            phone: None,
            folders: None,
            thins: None,
        }
    }

    /// What an earlier run left; nothing where it cannot be understood.
    pub(crate) fn left(home: &Path) -> Option<Self> {
        let text = std::fs::read_to_string(home.join(FILE_NAME)).ok()?;
        serde_json::from_str(&text).ok()
    }

    pub(crate) fn keep(&self, home: &Path) -> Result<()> {
        let path = home.join(FILE_NAME);
        platform::create_private_folder(home).map_err(Error::io(Action::Create, home))?;
        forget(home);
        let mut file =
            platform::create_private_file(&path).map_err(Error::io(Action::Create, &path))?;
        let text = serde_json::to_string(self).unwrap_or_default();
        std::io::Write::write_all(&mut file, text.as_bytes())
            .map_err(Error::io(Action::Write, &path))
    }

    pub(crate) fn folders(&self) -> Option<Vec<NewSource>> {
        let folder = |folder: &Folder| NewSource {
            path: folder.path.clone(),
            class: folder.class.clone(),
            records: folder.records,
            readers: folder.readers.clone(),
        };
        Some(self.folders.as_ref()?.iter().map(folder).collect())
    }

    pub(crate) fn set_folders(&mut self, folders: &[NewSource]) {
        let folder = |folder: &NewSource| Folder {
            path: folder.path.clone(),
            class: folder.class.clone(),
            records: folder.records,
            readers: folder.readers.clone(),
        };
        self.folders = Some(folders.iter().map(folder).collect());
    }
}

/// The practice is made, or somebody begins anew.
pub(crate) fn forget(home: &Path) {
    // That it is not there is what is wanted.
    drop(std::fs::remove_file(home.join(FILE_NAME)));
}
