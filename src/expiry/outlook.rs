//! What falls due in the years to come, from one judgement: counts alone, so that a paper can show them without a key.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::retention::{Planned, RetentionPlan};
use crate::state::State;
use crate::state::named::{NOW, OUTLOOK};

/// Years that are shown one by one, the current one first.
const YEARS: usize = 10;

/// Records by the year from which they may be erased, if nothing more happens to them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outlook {
    /// The day that was judged.
    pub judged: Date,
    /// May be erased already.
    pub due: u64,
    /// From this year on, the first being that of the day; what is due already is not among them.
    pub years: Vec<u64>,
    /// In years after these.
    pub later: u64,
}

impl Outlook {
    /// What a judgement says of the years after it.
    #[must_use]
    pub fn of(plan: &RetentionPlan) -> Self {
        let mut outlook = Self {
            judged: plan.today,
            due: plan.due.len() as u64,
            years: vec![0; YEARS],
            later: 0,
        };
        for year in plan.kept.iter().filter_map(falls_due) {
            let ahead = usize::try_from(year - plan.today.year()).unwrap_or(0);
            match outlook.years.get_mut(ahead) {
                Some(count) => *count += 1,
                None => outlook.later += 1,
            }
        }
        outlook
    }

    /// Each year and its number.
    pub fn by_year(&self) -> impl Iterator<Item = (i16, u64)> {
        (self.judged.year()..).zip(self.years.iter().copied())
    }

    /// Whether nothing falls due after that day.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.later == 0 && self.years.iter().all(|count| *count == 0)
    }

    /// Keeps it for papers.
    pub(crate) fn keep(&self, state: &mut State) -> Result<()> {
        state.set_item(OUTLOOK, NOW, self)
    }
}

/// The year of the first day on which it need not be kept; nothing while that is not known.
fn falls_due(record: &Planned) -> Option<i16> {
    record.verdict.keep_until?.tomorrow().ok().map(Date::year)
}

/// The last one that was kept.
///
/// # Errors
/// `State`.
pub fn known(state: &State) -> Result<Option<Outlook>> {
    state.item(OUTLOOK, NOW)
}
