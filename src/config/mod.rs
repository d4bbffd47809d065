//! `refuge.toml`: the practice, its sources and the public halves of its opening keys.
//!
//! People may edit the file: every change made here keeps their comments and their order. It holds
//! no secret. The copy in each manifest brings it back on a new computer.

mod edit;
mod purge;
mod reminders;
mod settings;

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::error::{Action, Error, Result, Thing};
use crate::id::{PracticeId, SectionId, SourceId};

pub use purge::{Control, PurgeSettings};
pub use reminders::Reminders;
pub use settings::Setting;

/// Name of the file in the home folder.
pub const FILE_NAME: &str = "refuge.toml";

/// Everything in `refuge.toml` that the program reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Config {
    /// The practice.
    pub practice: PracticeSettings,
    /// When something counts as overdue.
    #[serde(default, skip_serializing_if = "Reminders::are_usual")]
    pub reminders: Reminders,
    /// How time is judged, and who must agree before anything is erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purge: Option<PurgeSettings>,
    /// Sections: sources that share their readers. The first is the ordinary one.
    #[serde(default, rename = "section")]
    pub sections: Vec<Section>,
    /// The folders that are backed up.
    #[serde(default, rename = "source")]
    pub sources: Vec<Source>,
    /// The opening keys.
    #[serde(default, rename = "key")]
    pub keys: Vec<OpeningKey>,
}

/// The `[practice]` table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PracticeSettings {
    /// Name printed on reports and typed to confirm.
    pub name: String,
    /// Random id.
    pub id: PracticeId,
    /// `fr` or `en`.
    pub language: String,
    /// Country preset of the retention rules.
    #[serde(default = "default_country")]
    pub country: String,
    /// A public structure may not eliminate records by itself.
    #[serde(default)]
    pub public_structure: bool,
    /// Whom to call in an incident, in the practice's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call_in_incident: Option<String>,
    /// Number to call the practice, printed on labels and papers of an incident.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// What becomes of files that other programs hold open.
    #[serde(default, skip_serializing_if = "OpenFilesWay::is_usual")]
    pub open_files: OpenFilesWay,
    /// The epoch of the opening keys in force, from 1.
    #[serde(default = "first_epoch")]
    pub epoch: u32,
}

/// What becomes of files that other programs hold open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OpenFilesWay {
    /// They are left out, and told.
    #[default]
    LeftOut,
    /// They are taken from a picture of the disk, where one can be had, and marked.
    AsAfterAPowerCut,
}

impl OpenFilesWay {
    /// Every way, as it is written.
    pub(crate) const NAMED: [(Self, &'static str); 2] =
        [(Self::LeftOut, "left-out"), (Self::AsAfterAPowerCut, "as-after-a-power-cut")];

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
    fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}

/// One `[[section]]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Random id; its folder on the drives.
    pub id: SectionId,
    /// Readers besides the keys that open everything; empty in the ordinary section.
    #[serde(default)]
    pub readers: Vec<String>,
}

/// One `[[source]]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Random id.
    pub id: SourceId,
    /// The folder.
    pub path: PathBuf,
    /// Retention class, e.g. `fr/medical-record`.
    pub class: String,
    /// How it is cut into records.
    pub records: RecordRule,
    /// The section it belongs to.
    pub section: SectionId,
    /// Globs of what is left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exclude: Vec<String>,
    /// Which old snapshots thinning keeps; absent: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keep: Option<Keep>,
}

/// How many snapshots thinning keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Keep {
    /// Last of each of so many days.
    #[serde(default)]
    pub daily: u32,
    /// Last of each of so many weeks.
    #[serde(default)]
    pub weekly: u32,
    /// Last of each of so many months.
    #[serde(default)]
    pub monthly: u32,
    /// Last of each of so many years.
    #[serde(default)]
    pub yearly: u32,
}

impl Keep {
    /// What is proposed to everybody.
    pub const USUAL: Self = Self { daily: 14, weekly: 8, monthly: 12, yearly: 10 };
}

/// How a source is cut into records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RecordRule {
    /// Every first-level folder is a record; loose files are one more.
    EachFolder,
    /// Files grouped by the year of their last change.
    ByYear,
    /// One record.
    Whole,
    /// One record per calendar year of backup.
    Generations,
}

words! { RecordRule, "Its word in configuration and JSON.":
    EachFolder => "each-folder",
    ByYear => "by-year",
    Whole => "whole",
    Generations => "generations",
}

/// One `[[key]]`: an opening key, as the computer may know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpeningKey {
    /// Name people know it by.
    pub name: String,
    /// What it is.
    pub kind: KeyKind,
    /// age recipient.
    pub recipient: String,
    /// The epoch it belongs to.
    pub epoch: u32,
    /// Whether it opens new backups.
    pub state: KeyState,
    /// Sections it opens; absent: all, also future ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sections: Option<Vec<SectionId>>,
}

/// What an opening key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum KeyKind {
    /// The recovery sheet.
    Sheet,
    /// An identity file behind a passphrase.
    File,
    /// A hardware token behind an age plugin.
    Plugin,
}

words! { KeyKind, "Its word in configuration, ledger and JSON.":
    Sheet => "sheet",
    File => "file",
    Plugin => "plugin",
}

/// What an opening key is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyState {
    /// Opens new backups.
    Active,
    /// Belongs to an old epoch, and must be destroyed.
    ToDestroy,
    /// Somebody attested that it was destroyed.
    Destroyed,
}

words! { KeyState, "Its word in configuration and JSON.":
    Active => "active",
    ToDestroy => "to-destroy",
    Destroyed => "destroyed",
}

impl Config {
    /// Reads the file in `home`.
    ///
    /// # Errors
    /// `NotSetUp` when there is none, `Config` when it cannot be understood.
    pub fn load(home: &Path) -> Result<Self> {
        let path = home.join(FILE_NAME);
        let text = std::fs::read_to_string(&path).map_err(|source| match source.kind() {
            std::io::ErrorKind::NotFound => Error::NotSetUp,
            _ => Error::Io { action: Action::Read, path, source },
        })?;
        Self::parse(&text)
    }

    /// Reads the text of a configuration.
    ///
    /// # Errors
    /// `Config`, with the line where it is known.
    pub fn parse(text: &str) -> Result<Self> {
        let config: Self = toml::from_str(text).map_err(|cause| Error::Config {
            line: cause.span().map(|span| line_of(text, span.start)),
            reason: cause.message().to_owned(),
        })?;
        config.check()?;
        Ok(config)
    }

    /// The section of that id.
    ///
    /// # Errors
    /// `Config` when a source names a section that is not there.
    pub fn section(&self, id: SectionId) -> Result<&Section> {
        let found = self.sections.iter().find(|section| section.id == id);
        found.ok_or_else(|| Error::Config { line: None, reason: format!("no section {id}") })
    }

    /// How time is judged, and who must agree: what is written, or the careful defaults.
    #[must_use]
    pub fn purge_settings(&self) -> PurgeSettings {
        self.purge.clone().unwrap_or_default()
    }

    /// The opening keys that new keyring parts of a section are sealed to.
    pub fn keys_of(&self, section: SectionId) -> impl Iterator<Item = &OpeningKey> {
        let opens = move |key: &&OpeningKey| match &key.sections {
            None => true,
            Some(sections) => sections.contains(&section),
        };
        self.keys.iter().filter(|key| key.state == KeyState::Active).filter(opens)
    }

    fn check(&self) -> Result<()> {
        for source in &self.sources {
            self.section(source.section)?;
        }
        let mut names: Vec<_> = self.keys.iter().map(|key| (&key.name, key.epoch)).collect();
        names.sort();
        if let Some([(name, _), _]) = names.array_windows().find(|[left, right]| left == right) {
            return Err(Error::Exists { what: Thing::Key, name: (*name).clone() });
        }
        Ok(())
    }
}

fn line_of(text: &str, offset: usize) -> usize {
    1 + text.bytes().take(offset).filter(|byte| *byte == b'\n').count()
}

fn default_country() -> String {
    "fr".to_owned()
}

const fn first_epoch() -> u32 {
    1
}
