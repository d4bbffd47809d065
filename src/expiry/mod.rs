//! What may go, and when: every record judged from what the drives hold, the patients' register, the
//! rules and the holds; a numbered plan of it, and who approved that. No drive is written here.

pub mod approval;
mod coarse;
pub mod deeds;
pub mod gather;
pub mod holds;
pub mod import;
pub mod left_on_computer;
pub mod outlook;
pub mod overlap;
mod plan;
pub mod remembered;

pub use approval::StoredPlan;
pub use coarse::CoarseDay;
pub use gather::{Days, Gathered, Judgement, gather};
pub use holds::record_named;
pub use outlook::Outlook;
pub use plan::{Inputs, KnownRecord, PurgePlan, RecordToForget, facts_of, names, number, plan};
