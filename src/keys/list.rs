//! Which opening keys there are, and which still have to be destroyed.

use crate::config::{Config, KeyKind, KeyState, OpeningKey};
use crate::id::SectionId;

/// One opening key, without its recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedKey {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: KeyKind,
    /// The epoch it belongs to.
    pub epoch: u32,
    /// Whether it opens new backups.
    pub state: KeyState,
    /// The sections it opens.
    pub sections: Vec<SectionId>,
    /// Whether it opens all sections, also future ones.
    pub opens_all: bool,
}

impl ListedKey {
    pub(super) fn of(config: &Config, key: &OpeningKey) -> Self {
        let all = || config.sections.iter().map(|section| section.id).collect();
        Self {
            name: key.name.clone(),
            kind: key.kind,
            epoch: key.epoch,
            state: key.state,
            sections: key.sections.clone().unwrap_or_else(all),
            opens_all: key.sections.is_none(),
        }
    }
}

/// Every opening key the practice ever had, the newest epoch first.
#[must_use]
pub fn list(config: &Config) -> Vec<ListedKey> {
    let mut all: Vec<_> = config.keys.iter().map(|key| ListedKey::of(config, key)).collect();
    all.sort_by(|left, right| (right.epoch, &left.name).cmp(&(left.epoch, &right.name)));
    all
}

/// Keys that somebody must still destroy, the oldest epoch first.
#[must_use]
pub fn to_destroy(config: &Config) -> Vec<ListedKey> {
    let mut due = list(config);
    due.retain(|key| key.state == KeyState::ToDestroy);
    due.reverse();
    due
}
