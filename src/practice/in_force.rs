//! Which keyring parts an opening key in force opens, by their names: epoch, and whom they are sealed to.

use std::collections::BTreeSet;

use crate::config::{Config, KeyState};
use crate::crypto::Recipient;
use crate::error::Result;
use crate::format::names::PartName;

/// Keyring parts that open the backups now.
#[derive(Debug)]
pub struct InForce {
    epoch: u32,
    tags: BTreeSet<String>,
}

impl InForce {
    /// As the configuration names keys and epoch.
    ///
    /// # Errors
    /// `Key(NotARecipient)` when it names something else.
    pub fn of(config: &Config) -> Result<Self> {
        let active = config.keys.iter().filter(|key| key.state == KeyState::Active);
        let tag = |text: &str| text.parse::<Recipient>().map(|recipient| recipient.tag());
        let tags = active.map(|key| tag(&key.recipient)).collect::<Result<_>>()?;
        Ok(Self { epoch: config.practice.epoch, tags })
    }

    /// Whether a part is one of them.
    #[must_use]
    pub fn has(&self, part: &PartName) -> bool {
        part.epoch == self.epoch && self.tags.contains(&part.tag)
    }
}
