//! Thinning out one drive: the plan, and carrying out the very plan that was shown.

use std::collections::HashSet;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{Erasing, Visit, ledger};
use crate::error::Result;
use crate::event::Observer;
use crate::expiry::holds;
use crate::id::RecordId;
use crate::ledger::{Deed, Recorded, Thinned};
use crate::rekey;
use crate::thin::{self, KeepRules, ThinOutcome, ThinPlan};
use crate::vault::SectionReader;

/// What thinning is asked for besides the rules of the sources.
#[derive(Debug)]
pub struct Thinning<'h> {
    /// Now: what lies ahead of it bears a wrong date.
    pub now: Timestamp,
    /// Where days begin.
    pub zone: &'h TimeZone,
    /// Records of which only the newest state stays.
    pub newest_only: &'h HashSet<RecordId>,
    /// A record is about to get a new key: what goes is overwritten.
    pub new_key: bool,
}

/// What thinning did.
pub struct ThinningDone {
    /// On the drive.
    pub outcome: ThinOutcome,
    /// The ledger's entry; none where nothing went.
    pub recorded: Option<Recorded>,
}

impl<'v, Kind> Visit<'v, Kind> {
    /// What thinning would do to the drive. Records that must not be erased keep every state.
    ///
    /// # Errors
    /// As [`thin::plan`].
    pub fn plan_thinning<'r>(
        &self,
        readers: &'r [SectionReader],
        how: &Thinning<'_>,
        observer: &dyn Observer,
    ) -> Result<ThinPlan<'r>>
    where
        'v: 'r,
    {
        let state = &self.practice.state;
        let pinned = holds::held(state)?;
        let rules = KeepRules {
            sources: &self.practice.config.sources,
            now: how.now,
            zone: how.zone,
            pinned: &pinned,
            newest_only: how.newest_only,
            overwrite: how.new_key || !rekey::under_way(state)?.is_empty(),
        };
        thin::plan(self.vault(), readers, state, self.drive(), &rules, observer)
    }
}

impl Visit<'_, Erasing<'_>> {
    /// Carries a plan of this visit out, and tells the ledger.
    ///
    /// # Errors
    /// As [`ThinPlan::execute`].
    pub fn thin(
        self,
        plan: ThinPlan<'_>,
        now: Timestamp,
        observer: &dyn Observer,
    ) -> Result<ThinningDone> {
        let drive = self.drive();
        let outcome = plan
            .execute(self.kind.permit, &mut self.practice.state, drive, observer)
            .map_err(|error| error.of_drive(&drive.name))?;
        if outcome.packs_removed + outcome.snapshots_removed == 0 {
            return Ok(ThinningDone { outcome, recorded: None });
        }
        let deed = Deed::Thinned(Thinned {
            drive: drive.id,
            name: drive.name.clone(),
            snapshots_removed: outcome.snapshots_removed,
            snapshots_kept: outcome.snapshots_kept,
            freed_bytes: outcome.freed_bytes,
        });
        let recorded = Some(ledger::note(self.practice, deed, now)?);
        Ok(ThinningDone { outcome, recorded })
    }
}
