//! The `[purge]` table: how a practice judges time, and who must agree before anything is erased.
//!
//! What is not said there is as the law's presets and the careful defaults have it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::register::{KeyRule, Mapping};
use crate::retention::facts::{Hold, Policy, WithoutBirth};
use crate::retention::rules::{Override, Rule, RuleError, Rules};

/// The table as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PurgeSettings {
    /// Who must agree before a plan is carried out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub control: Option<Control>,
    /// How a folder's name tells whose it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folder_names: Option<KeyRule>,
    /// Dates before this day are not believed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub practice_opened: Option<Date>,
    /// Headings of the practice's own lists of patients, for fields whose usual headings are others.
    #[serde(default, skip_serializing_if = "Mapping::is_empty")]
    pub headings: Mapping,
    /// Month and day on which the financial year closes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub financial_year_closing: Option<(i8, i8)>,
    /// Days of grace after the last day to keep.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grace_days: Option<u16>,
    /// What to do where an age matters and the birth date is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub without_birth: Option<WithoutBirth>,
    /// A copy of every hold, so that it survives the loss of the computer's memory.
    #[serde(default, rename = "hold", skip_serializing_if = "Vec::is_empty")]
    pub holds: Vec<Hold>,
    /// Classes of the practice's own.
    #[serde(default, rename = "class", skip_serializing_if = "Vec::is_empty")]
    pub classes: Vec<Rule>,
    /// Changes to the classes of the presets.
    #[serde(default, rename = "change", skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Override>,
}

/// Who must agree before a plan is carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Control {
    /// One person.
    #[default]
    Single,
    /// Two people, one after the other.
    Dual,
    /// One person, but not before a week has passed since the plan.
    CoolingOff,
}

words! { Control, "As the configuration and the ledger spell it.":
    Single => "single",
    Dual => "dual",
    CoolingOff => "cooling-off",
}

impl PurgeSettings {
    /// The practice's decisions about judging time.
    #[must_use]
    pub fn policy(&self) -> Policy {
        let usual = Policy::default();
        Policy {
            practice_opened: self.practice_opened,
            financial_year_closing: self
                .financial_year_closing
                .unwrap_or(usual.financial_year_closing),
            grace_days: self.grace_days.unwrap_or(usual.grace_days),
            without_birth: self.without_birth.unwrap_or(usual.without_birth),
        }
    }

    /// The rules in force: the presets with the practice's own classes and changes.
    ///
    /// # Errors
    /// Why a class or a change is refused.
    pub fn rules(&self) -> Result<Rules, RuleError> {
        Rules::of_practice(self.classes.clone(), &self.changes)
    }
}
