//! Thinning out one drive: old snapshots by the rule of each source, then the space they held.
//!
//! [`plan()`] reads and decides, [`ThinPlan::execute`] acts. It can stop between any two writes; planning
//! and executing again finishes it:
//! 1. what is still needed of packs that mostly are not is copied into new packs, and read back;
//! 2. indexes that name the new packs instead of the old, both copies read back;
//! 3. manifests without what the rules drop, both copies read back;
//! 4. the state learns all that: nothing old is gone yet, so before and after it is right;
//! 5. old manifests, then old indexes are overwritten and removed;
//! 6. parity of the old packs is removed, then the packs; parity is computed anew.
//!
//! An object that an interrupted run wrote counts once it is whole. Old packs go last: no index
//! ever names a pack that is gone. A pack of which anything cannot be read stays as it is.

mod damaged;
mod execute;
mod keep;
mod plan;

pub use damaged::damaged;
pub use execute::ThinOutcome;
pub use keep::{KeepRules, kept, lines};
pub use plan::{ThinPlan, plan};
