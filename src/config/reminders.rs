//! When something counts as overdue: the `[reminders]` table, with the usual values.

use serde::{Deserialize, Serialize};

/// Days and months after which a person is told, or warned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Reminders {
    /// A backup older than so many working days is mentioned.
    pub backup_notice_days: u16,
    /// A backup older than so many days makes action needed.
    pub backup_action_days: u16,
    /// Every other drive should be seen within so many days.
    pub drive_days: u16,
    /// A check is due so many days after the last one.
    pub check_days: u16,
    /// A check reads the whole drive once in so many months.
    pub coverage_months: u16,
    /// The recovery sheet is rehearsed so many days after the last time.
    pub rehearsal_days: u16,
    /// Expired records are looked for every so many months.
    pub purge_months: u16,
}

impl Default for Reminders {
    fn default() -> Self {
        Self {
            backup_notice_days: 2,
            backup_action_days: 7,
            drive_days: 30,
            check_days: 35,
            coverage_months: 3,
            rehearsal_days: 180,
            purge_months: 12,
        }
    }
}

impl Reminders {
    /// Whether these are the usual values, which need not be written down.
    #[must_use]
    pub(super) fn are_usual(&self) -> bool {
        *self == Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::super::Config;
    use crate::error::Error;

    #[test]
    fn one_value_may_be_changed_and_a_misspelt_one_is_refused() {
        let head = "[practice]\nname = \"x\"\nid = \"01010101010101010101010101010101\"\nlanguage = \"fr\"\n";
        let config = Config::parse(&format!("{head}[reminders]\ncheck-days = 20\n")).unwrap();
        assert_eq!((config.reminders.check_days, config.reminders.drive_days), (20, 30));
        let misspelt = Config::parse(&format!("{head}[reminders]\ncheck-day = 20\n"));
        assert!(matches!(misspelt, Err(Error::Config { .. })), "{misspelt:?}");
    }
}
