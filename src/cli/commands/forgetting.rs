//! What the commands about legal periods begin with: the practice, its drives, an opening key, and
//! everything the drives tell; and the guards before anything is decided.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use refuge::crypto::Identity;
use refuge::error::{Error, Result};
use refuge::expiry::gather::confirm_clock;
use refuge::expiry::{self, Days, Gathered, Judgement};
use refuge::ledger::Deed;
use refuge::practice::{Plugged, Practice};
use refuge::retention::clock::ClockCheck;

use super::{home, noted};
use crate::cli::{Face, Failure, opening};

/// The practice with everything on the table.
pub(crate) struct Desk {
    pub(crate) practice: Practice,
    pub(crate) plugged: Vec<Plugged>,
    pub(crate) keys: Vec<Identity>,
    pub(crate) gathered: Gathered,
    pub(crate) now: Timestamp,
    zone: TimeZone,
}

impl Desk {
    /// Opens the practice's drives with a key, and reads what they tell.
    pub(crate) fn open(face: &mut Face<'_>, mut practice: Practice) -> Result<Self, Failure> {
        let now = home::now();
        let plugged = plugged(&mut practice)?;
        let keys = opening::open_identities(face, Some(&practice))?;
        let gathered = expiry::gather(&practice, &plugged, &keys)?;
        Ok(Self { practice, plugged, keys, gathered, now, zone: TimeZone::system() })
    }

    /// The day, where the practice is.
    pub(crate) fn today(&self) -> Date {
        self.zone.to_datetime(self.now).date()
    }

    /// The day of a moment, where the practice is.
    pub(crate) fn day_of(&self, moment: Timestamp) -> Date {
        self.zone.to_datetime(moment).date()
    }

    /// Where the practice is.
    pub(super) const fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// Refuses a clock that does not fit what is on record, unless today's date was typed: then what lies
    /// ahead of it bore a wrong date.
    pub(crate) fn guard_clock(&mut self, typed: Option<Date>) -> Result<()> {
        let known = match self.gathered.clock(&self.practice, self.now)? {
            ClockCheck::Plausible => return Ok(()),
            _ if typed == Some(self.today()) => {
                let manifests = &self.gathered.manifests;
                let confirmed = confirm_clock(&mut self.practice, manifests, self.now)?;
                return noted::note(&mut self.practice, Deed::DateConfirmed(confirmed)).map(drop);
            }
            ClockCheck::Behind { known } | ClockCheck::FarAhead { known } => known,
        };
        let text = refuge::practice::stamp;
        Err(Error::Clock { now: text(self.now), known: text(known) })
    }

    /// Judges every record, today or as if it were another day.
    pub(crate) fn judge(&self, as_of: Option<Date>) -> Result<Judgement> {
        let days = Days { today: self.today(), judged: as_of.unwrap_or_else(|| self.today()) };
        self.gathered.judge(&self.practice, days, &self.zone)
    }
}

/// The drives that are plugged in; what is the matter where there is none.
pub(crate) fn plugged(practice: &mut Practice) -> Result<Vec<Plugged>> {
    let found = practice.plugged(home::now())?;
    if found.is_empty() {
        return practice.plugged_one(None, home::now()).map(|one| vec![one]);
    }
    Ok(found)
}
