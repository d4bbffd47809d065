//! The words of a verdict: what decided it, how sure it is, what a person should look at.

use serde::{Deserialize, Serialize};

use super::trust::Unknown;

/// What decided the last day to keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeepReason {
    /// The term of the rule.
    Term,
    /// An age of the patient.
    Age,
    /// The patient's death.
    Death,
    /// The longest time allowed.
    Cap,
    /// Another record of the same patient, which must be kept longer.
    SamePatient,
    /// The clock has not started: the year is not over, the patient is alive.
    NotStarted,
    /// The class never expires.
    NeverExpires,
    /// Something needed is unknown.
    Unknown(Unknown),
}

impl KeepReason {
    /// Its word in ledger, JSON and catalogues: `term`, `unknown-no-register`.
    #[must_use]
    pub fn word(self) -> String {
        match serde_json::to_value(self) {
            Ok(serde_json::Value::String(word)) => word,
            Ok(serde_json::Value::Object(unknown)) => unknown
                .values()
                .next()
                .and_then(serde_json::Value::as_str)
                .map_or_else(|| "unknown".to_owned(), |word| format!("unknown-{word}")),
            _ => "unknown".to_owned(),
        }
    }
}

/// How sure a verdict is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// Nothing can be said.
    None,
    /// File times only, or the longest case for want of a birth date.
    Low,
    /// One good source.
    Good,
    /// The register, and the files do not contradict it.
    High,
}

/// Something a person should look at; it never makes a record due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Warning {
    /// The files are newer than the register's last contact; the later date was used.
    RegisterOlderThanFiles,
    /// Deceased, but without a date: the death rule was not applied.
    DeathWithoutDate,
    /// The file was active long after the death: the death rule was not applied.
    ActivityAfterDeath,
    /// The birth date is missing: the longest case was assumed.
    BirthMissing,
    /// The content changed on a day on which that of very many did: not counted as a contact.
    MassChange,
}
