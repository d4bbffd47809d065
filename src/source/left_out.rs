//! What a source leaves out by rule, in figures.

use crate::exclude::ExclusionRule;

/// Names that are left out by rule, with all that may lie below them. What the system makes for itself
/// is not counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// By a pattern of the person.
    pub patterns: u64,
    /// Folders that say of themselves that they are caches.
    pub caches: u64,
    /// Folders that programs call a cache.
    pub litter: u64,
}

impl LeftOut {
    /// Counts one name.
    pub const fn count(&mut self, rule: ExclusionRule) {
        match rule {
            ExclusionRule::System => {}
            ExclusionRule::Litter => self.litter += 1,
            ExclusionRule::Pattern => self.patterns += 1,
        }
    }

    /// Adds what was left out elsewhere.
    pub const fn add(&mut self, other: Self) {
        self.patterns += other.patterns;
        self.caches += other.caches;
        self.litter += other.litter;
    }

    /// All of them.
    #[must_use]
    pub const fn names(&self) -> u64 {
        self.patterns + self.caches + self.litter
    }
}
