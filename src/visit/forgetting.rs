//! What deciding about legal periods begins with: the practice, its drives, an opening key, and
//! everything the drives tell; then the register, the plan, the approval and the purge itself.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::declare;
use super::ledger::note;
use crate::config::{Control, Setting};
use crate::crypto::Identity;
use crate::error::{Error, Result};
use crate::event::Observer;
use crate::expiry::gather::confirm_clock;
use crate::expiry::import::{self, Handed, Here, Imported};
use crate::expiry::{
    self, Days, Gathered, Judgement, Outlook, StoredPlan, approval, deeds, overlap,
};
use crate::incident::Permit;
use crate::ledger::{Deed, RegisterImported};
use crate::practice::{self, Plugged, Practice};
use crate::retention::clock::ClockCheck;
use crate::settle::{self, Account};

/// A practice with everything on the table.
pub struct Assembly {
    /// The practice.
    pub practice: Practice,
    /// Its drives that are there.
    pub plugged: Vec<Plugged>,
    /// Keys that open them.
    pub keys: Vec<Identity>,
    /// What the drives tell.
    pub gathered: Gathered,
    /// When.
    pub now: Timestamp,
    zone: TimeZone,
}

impl Assembly {
    /// Opens the practice's drives with keys, and reads what they tell.
    ///
    /// # Errors
    /// `Key` when the keys do not open a drive; when one cannot be read.
    pub fn open(
        practice: Practice,
        plugged: Vec<Plugged>,
        keys: Vec<Identity>,
        now: Timestamp,
    ) -> Result<Self> {
        let gathered = expiry::gather(&practice, &plugged, &keys)?;
        Ok(Self { practice, plugged, keys, gathered, now, zone: TimeZone::system() })
    }

    /// The day, where the practice is.
    #[must_use]
    pub fn today(&self) -> Date {
        self.day_of(self.now)
    }

    /// The day of a moment, where the practice is.
    #[must_use]
    pub fn day_of(&self, moment: Timestamp) -> Date {
        self.zone.to_datetime(moment).date()
    }

    /// Where the practice is.
    #[must_use]
    pub const fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// Refuses a clock that does not fit what is on record, unless today's date was typed: then what lies
    /// ahead of it bore a wrong date.
    ///
    /// # Errors
    /// `Clock`, `State`.
    pub fn guard_clock(&mut self, typed: Option<Date>) -> Result<()> {
        let known = match self.gathered.clock(&self.practice, self.now)? {
            ClockCheck::Plausible => return Ok(()),
            _ if typed == Some(self.today()) => {
                let manifests = &self.gathered.manifests;
                let confirmed = confirm_clock(&mut self.practice, manifests, self.now)?;
                let deed = Deed::DateConfirmed(confirmed);
                return note(&mut self.practice, deed, self.now).map(drop);
            }
            ClockCheck::Behind { known } | ClockCheck::FarAhead { known } => known,
        };
        let text = practice::stamp;
        Err(Error::Clock { now: text(self.now), known: text(known) })
    }

    /// Judges every record, today or as if it were another day.
    ///
    /// # Errors
    /// As [`Gathered::judge`].
    pub fn judge(&self, as_of: Option<Date>) -> Result<Judgement> {
        let days = Days { today: self.today(), judged: as_of.unwrap_or_else(|| self.today()) };
        self.gathered.judge(&self.practice, days, &self.zone)
    }

    /// Reads the patients' register, and tells the ledger.
    ///
    /// # Errors
    /// `Register`, `State`.
    pub fn import(&mut self, handed: Handed<'_>) -> Result<Imported> {
        let here = Here { today: self.today(), zone: &self.zone };
        let imported = import::import(&mut self.practice, &self.gathered, handed, here)?;
        note(&mut self.practice, Deed::RegisterImported(register_event(&imported)), self.now)?;
        Ok(imported)
    }

    /// Changes a setting of the practice.
    ///
    /// # Errors
    /// `Invalid`, `Config`, `State`.
    pub fn set(&mut self, setting: Setting, value: &str) -> Result<()> {
        declare::setting(&mut self.practice, setting, value, self.now)
    }

    /// Keeps a judgement as a numbered plan, and tells the ledger; where nothing is due there is no plan, and the
    /// ledger tells that.
    ///
    /// # Errors
    /// `State`.
    pub fn keep(&mut self, judged: &Judgement) -> Result<Option<StoredPlan>> {
        Outlook::of(&judged.plan).keep(&mut self.practice.state)?;
        if judged.plan.due.is_empty() {
            let looked = Deed::NothingDue(deeds::nothing_due(judged));
            return note(&mut self.practice, looked, self.now).map(|_| None);
        }
        let stored = approval::store(&mut self.practice, judged, self.now)?;
        note(&mut self.practice, Deed::PlanMade(deeds::plan_made(&stored)), self.now)?;
        Ok(Some(stored))
    }

    /// Takes a plan as approved: from now on its records count as forgotten. Who holds the key that
    /// was used is who agreed, where nobody is named.
    ///
    /// # Errors
    /// `Plan`, `State`.
    pub fn approve(
        &mut self,
        stored: &mut StoredPlan,
        fresh: &Judgement,
        control: Control,
        by: Option<&str>,
    ) -> Result<()> {
        approval::approve(&mut self.practice.state, stored, control, by)?;
        let mut approved_by = stored.approved_by.clone();
        if approved_by.is_empty() {
            approved_by.extend(self.key_name());
        }
        let mut purged = deeds::purged(&self.practice, stored, fresh, control, approved_by)?;
        let forgotten = self.practice.state.forgotten()?;
        let copies = overlap::also_in(&self.gathered, &stored.plan.ids(), &forgotten);
        purged.copies_elsewhere = copies.len() as u64;
        let records = stored.plan.records.iter().map(|of| of.record).collect();
        settle::begin(&mut self.practice, purged, records)
    }

    /// Carries the purge that is under way out on the drives that are there.
    ///
    /// # Errors
    /// As [`settle::carry_out`].
    pub fn complete(
        &mut self,
        permit: &Permit,
        observer: &dyn Observer,
    ) -> Result<Option<Account>> {
        let Self { practice, plugged, keys, now, .. } = self;
        settle::carry_out(practice, permit, plugged, keys, *now, observer)
    }

    fn key_name(&self) -> Option<String> {
        let halves = self.keys.iter().filter_map(Identity::to_recipient);
        let public: Vec<String> = halves.map(|half| half.to_string()).collect();
        let mut known = self.practice.config.keys.iter();
        known.find(|key| public.contains(&key.recipient)).map(|key| key.name.clone())
    }
}

fn register_event(imported: &Imported) -> RegisterImported {
    let note = &imported.note;
    RegisterImported {
        sha256: note.sha256.clone(),
        exported: Some(note.exported),
        rows: note.summary.rows,
        matched: note.summary.matched,
        quarantined: note.summary.quarantined,
        unmatched_rows: note.summary.unmatched_rows,
        unmatched_records: note.summary.unmatched_records,
    }
}
