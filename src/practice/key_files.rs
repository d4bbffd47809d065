//! Where this computer was told that key files and recovery sheets lie. Nothing here opens anything.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::config::{KeyKind, KeyState, OpeningKey};
use crate::crypto::{Recipient, RecoverySecret, ThreeWords};
use crate::error::{Error, KeyTrouble, Result};
use crate::practice::Practice;
use crate::state::named::{IDENTITY_PATH, KEY_FILES, KEY_PLACES, SHEETS, THREE_WORDS};

/// One copy of a recovery sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetCopy {
    /// Number of the sheet: the epoch of its key.
    pub sheet: u32,
    /// Number of the copy.
    pub copy: u32,
    /// Where it is kept, in the person's words.
    pub place: String,
}

/// What is remembered does not hang on the folder somebody stood in.
fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

impl Practice {
    /// Where the key file of whoever set up this computer lies.
    ///
    /// # Errors
    /// `State`.
    pub fn own_key_file(&self) -> Result<Option<PathBuf>> {
        let bytes = self.state.fact(&IDENTITY_PATH)?;
        Ok(bytes.and_then(|bytes| String::from_utf8(bytes).ok()).map(PathBuf::from))
    }

    /// From now on this file opens when none is named.
    ///
    /// # Errors
    /// `State`.
    pub fn remember_own_key_file(&mut self, path: &Path) -> Result<()> {
        let path = absolute(path);
        self.state.set_fact(&IDENTITY_PATH, path.to_string_lossy().as_bytes())
    }

    /// Key files of others, by the names of their keys. They may lie on sticks. Those of keys that were removed or
    /// ended with their lock are not among them.
    ///
    /// # Errors
    /// `State`.
    pub fn key_files(&self) -> Result<Vec<(String, PathBuf)>> {
        let mut files = self.state.items(KEY_FILES)?;
        let in_force = |name: &str| {
            let of_name = self.config.keys.iter().filter(|key| key.name == name);
            of_name.into_iter().any(|key| key.state == KeyState::Active)
        };
        files.retain(|(name, _)| in_force(name));
        Ok(files)
    }

    /// Remembers where the file of a key lies.
    ///
    /// # Errors
    /// `State`.
    pub fn remember_key_file(&mut self, name: &str, path: &Path) -> Result<()> {
        let path = absolute(path);
        self.state.set_item(KEY_FILES, name, &path)
    }

    /// Remembers where the file of the key with this public half was put, for as long as it is ours to destroy.
    ///
    /// # Errors
    /// `State`.
    pub fn remember_place(&mut self, recipient: &Recipient, path: &Path) -> Result<()> {
        let path = absolute(path);
        self.state.set_item(KEY_PLACES, &recipient.to_string(), &path)
    }

    /// Refuses to take a key for destroyed while the file that was made for it lies there.
    ///
    /// # Errors
    /// `Key(StillThere)`, `State`.
    pub fn refuse_while_it_lies(&self, key: &OpeningKey) -> Result<()> {
        let place = self.state.item::<PathBuf>(KEY_PLACES, &key.recipient)?;
        let is_file = key.kind != KeyKind::Plugin;
        let Some(place) = place.filter(|place| is_file && place.exists()) else {
            return Ok(());
        };
        // Another key may have been put there since.
        for other in self.config.keys.iter().filter(|other| other.state == KeyState::Active) {
            if self.state.item(KEY_PLACES, &other.recipient)?.as_ref() == Some(&place) {
                return Ok(());
            }
        }
        Err(Error::Key(KeyTrouble::StillThere(place)))
    }

    /// Where the copies of a sheet are kept.
    ///
    /// # Errors
    /// `State`.
    pub fn sheet_copies(&self, sheet: u32) -> Result<Vec<SheetCopy>> {
        let all = self.state.items::<SheetCopy>(SHEETS)?;
        Ok(all.into_iter().map(|(_, copy)| copy).filter(|copy| copy.sheet == sheet).collect())
    }

    /// Remembers where the copies of a sheet are kept, in place of what was known of that sheet.
    ///
    /// # Errors
    /// `State`.
    pub fn remember_sheet_copies(&mut self, sheet: u32, places: &[String]) -> Result<()> {
        let mut all = self.state.items::<SheetCopy>(SHEETS)?;
        all.retain(|(_, copy)| copy.sheet != sheet);
        all.extend((1..).zip(places).map(|(copy, place)| {
            (format!("{sheet}-{copy}"), SheetCopy { sheet, copy, place: place.clone() })
        }));
        self.state.replace_items(SHEETS, &all)
    }

    /// The three words of the sheet in force that can be asked for.
    ///
    /// # Errors
    /// `State`.
    pub fn three_words(&self) -> Result<Option<ThreeWords>> {
        self.state.item(THREE_WORDS, &self.config.practice.epoch.to_string())
    }

    /// Keeps what three words of sheet no. `sheet` are checked with, in place of those of any other.
    ///
    /// # Errors
    /// `State`.
    pub fn keep_three_words(&mut self, sheet: u32, secret: &RecoverySecret) -> Result<()> {
        let key = sheet.to_string();
        // One set and never another for the same sheet: each would give away three more words.
        if self.state.item::<ThreeWords>(THREE_WORDS, &key)?.is_some() {
            return Ok(());
        }
        self.state.replace_items(THREE_WORDS, &[(key, ThreeWords::of(secret))])
    }
}
