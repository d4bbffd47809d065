//! What the practice decided about the columns of its lists.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::field::Field;
use super::headings::{self, Meaning};

/// The practice's own choice of columns: field to headings.
pub type Mapping = BTreeMap<Field, Vec<String>>;

/// What the practice decided about the columns of its list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Choice {
    /// Fields and the columns that feed them.
    pub mapping: Mapping,
    /// The same for a list of visits.
    #[serde(default)]
    pub visits: Mapping,
    /// Headings of columns that are left out on purpose.
    #[serde(default)]
    pub ignored: Vec<String>,
    /// Headings that the configuration adds to the usual ones.
    #[serde(skip)]
    pub own: Mapping,
}

impl Choice {
    /// What a heading means to this practice; none where it is not known.
    pub(super) fn meaning(&self, heading: &str) -> Option<Meaning> {
        let key = headings::key(heading);
        let is_meant = |names: &Vec<String>| names.iter().any(|name| headings::key(name) == key);
        let own = self.own.iter().find(|(_, names)| is_meant(names));
        own.map(|(field, _)| Meaning::Field(*field)).or_else(|| headings::meaning(heading))
    }

    /// The columns that were named for a kind of list.
    pub fn of(&mut self, list: List) -> &mut Mapping {
        match list {
            List::Patients => &mut self.mapping,
            List::Visits => &mut self.visits,
        }
    }

    /// Whether a column is left out on purpose.
    pub(super) fn ignores(&self, heading: &str) -> bool {
        let key = headings::key(heading);
        self.ignored.iter().any(|ignored| headings::key(ignored) == key)
    }
}

/// What kind of list is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum List {
    /// One row for each patient, or several that agree.
    #[default]
    Patients,
    /// One row for each visit.
    Visits,
}
