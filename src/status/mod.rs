//! Where the practice stands: what should happen to each drive, and the verdict on the whole.
//!
//! Reads what the computer remembers; no key is needed and no drive has to be there.

mod fates;

pub use fates::{facts_of, fate_of};
