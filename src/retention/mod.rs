//! How long records are kept: rules as data, calendar arithmetic, one pure engine, plans.
//!
//! Nothing here reads a clock, a file or a configuration: facts and today's date come in, verdicts
//! come out. `docs/retention.md` explains the choices in plain words.

pub mod chance;
pub mod clock;
pub mod dates;
mod engine;
pub mod facts;
mod plan;
#[cfg(test)]
mod properties;
mod reason;
pub mod rules;
mod start;
#[cfg(test)]
mod tests;
mod trust;

pub use engine::{RecordStanding, RecordVerdict, judge};
pub use plan::{Planned, Premises, RecordFacts, RecordsAlike, RetentionPlan, plan};
pub use reason::{Confidence, KeepReason, Warning};
pub use trust::Unknown;
