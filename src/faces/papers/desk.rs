//! What every paper is written with: words, dates, and what is known today.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use refuge::config::{KeyState, OpeningKey};
use refuge::documents::{Block, Page, Signature};
use refuge::drives;
use refuge::error::Result;
use refuge::fate::{EverHeld, Fate, Level, Medium};
use refuge::id::DriveId;
use refuge::ledger::{DatedLedger, Deed, Recorded};
use refuge::practice::{DriveIdentity, Practice};
use refuge::state::Drive;
use refuge::status;
use serde_json::{Value, json};

use crate::faces::{Catalog, fl, key_names, numbers, units};

/// Where papers are made.
pub(crate) struct Desk<'a> {
    pub(crate) words: &'a Catalog,
    pub(crate) practice: &'a Practice,
    /// The whole ledger: later entries tell what became of earlier ones.
    pub(crate) entries: &'a [Recorded],
    pub(crate) now: Timestamp,
}

/// A paper before it gets its frame.
pub(crate) struct Sketch {
    pub(crate) title: String,
    pub(crate) lead: Option<String>,
    pub(crate) blocks: Vec<Block>,
}

/// Names and values under construction.
#[derive(Default)]
pub(crate) struct FactList(Vec<(String, String)>);

impl FactList {
    pub(crate) fn add(&mut self, name: String, value: impl Into<String>) {
        self.0.push((name, value.into()));
    }

    /// Adds what is known and not empty.
    pub(crate) fn maybe(&mut self, name: String, value: Option<String>) {
        self.0.extend(value.filter(|value| !value.is_empty()).map(|value| (name, value)));
    }

    pub(crate) fn block(self) -> Block {
        Block::Facts(self.0)
    }

    /// Names and values one after the other.
    pub(crate) fn in_a_line(&self, words: &Catalog) -> String {
        let said = |(name, value): &(String, String)| {
            fl!(words, "fact-in-a-line", name = name.as_str(), value = value.as_str())
        };
        self.0.iter().map(said).collect::<Vec<_>>().join(" · ")
    }

    /// The names, in order.
    pub(crate) fn names(&self) -> impl Iterator<Item = &String> {
        self.0.iter().map(|(name, _)| name)
    }

    /// What stands beside a name.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

impl<'a> Desk<'a> {
    pub(crate) const fn new(
        words: &'a Catalog,
        practice: &'a Practice,
        entries: &'a [Recorded],
        now: Timestamp,
    ) -> Self {
        Self { words, practice, entries, now }
    }

    pub(crate) fn today(&self) -> Date {
        self.now.to_zoned_datetime(TimeZone::system()).date()
    }

    pub(crate) fn day(&self, day: Date) -> String {
        units::day_short(self.words, day)
    }

    /// A time of the ledger, in the computer's time zone.
    pub(crate) fn moment(&self, time: &str) -> String {
        match time.parse::<Timestamp>() {
            Ok(time) => {
                let local = time.to_zoned_datetime(TimeZone::system()).datetime();
                units::moment(self.words, local)
            }
            Err(_) => time.to_owned(),
        }
    }

    pub(crate) fn day_of(&self, time: &str) -> Option<Date> {
        let time: Timestamp = time.parse().ok()?;
        Some(time.to_zoned_datetime(TimeZone::system()).date())
    }

    /// What a person calls a key: a name that the program gave is said in words.
    pub(crate) fn key(&self, name: &str) -> String {
        key_names::in_words(self.words, name)
    }

    pub(crate) fn bytes(&self, bytes: u64) -> String {
        units::bytes(self.words.language(), bytes)
    }

    pub(crate) fn count(&self, number: u64) -> String {
        numbers::count(self.words.language(), number)
    }

    pub(crate) fn yes_no(&self, yes: bool) -> String {
        if yes { fl!(self.words, "paper-yes") } else { fl!(self.words, "paper-no") }
    }

    /// From and to, or the one day.
    pub(crate) fn span(&self, days: Option<(Date, Date)>) -> String {
        match days {
            None => "–".to_owned(),
            Some((first, last)) if first == last => self.day(first),
            Some((first, last)) => {
                fl!(self.words, "paper-span", first = self.day(first), last = self.day(last))
            }
        }
    }

    /// A level in plain words and in those of NIST SP 800-88.
    pub(crate) fn level(&self, level: Level) -> String {
        let words = self.words;
        match level {
            Level::NotApplicable => fl!(words, "paper-level-not-applicable"),
            Level::None => fl!(words, "paper-level-none"),
            Level::LogicalDeletion => fl!(words, "paper-level-logical"),
            Level::Clear => fl!(words, "paper-level-clear"),
            Level::CryptographicErase => fl!(words, "paper-level-crypto"),
            Level::Destroyed => fl!(words, "paper-level-destroyed"),
        }
    }

    /// The drive as it is known today.
    pub(crate) fn drive(&self, id: DriveId) -> Result<Option<Drive>> {
        self.practice.state.drive(id)
    }

    /// What the facts say about a drive today, as if it were away: papers do not look for drives.
    pub(crate) fn fate(&self, drive: &Drive) -> Result<Fate> {
        status::fate_of(
            self.practice,
            drive,
            false,
            &DatedLedger::read(&self.practice.state, self.now)?,
        )
    }

    /// Opening keys of this epoch or an earlier one: each opens what was erased then.
    pub(crate) fn keys_up_to(&self, epoch: u32) -> Vec<&OpeningKey> {
        self.practice.config.keys.iter().filter(|key| key.epoch <= epoch).collect()
    }

    /// Whether every one of them is attested to be destroyed. None at all proves nothing.
    pub(crate) fn are_destroyed(&self, epoch: u32) -> bool {
        let keys = self.keys_up_to(epoch);
        let all = keys.iter().all(|key| key.state == KeyState::Destroyed);
        all && !keys.is_empty() && self.practice.config.practice.epoch > epoch
    }

    /// Make, model, serial numbers, medium: as recorded with the deed, then as known today.
    pub(crate) fn drive_facts(
        &self,
        list: &mut FactList,
        recorded: Option<&Value>,
        drive: Option<&Drive>,
    ) -> Result<()> {
        let words = self.words;
        let today = drive.map_or(Value::Null, |drive| json!(DriveIdentity::recorded(drive)));
        let profile = drive.map(|drive| drives::profile_of(&self.practice.state, drive));
        let profile = profile.transpose()?;
        let find = |name: &str| {
            let known = recorded.and_then(|facts| facts.get(name)).filter(|fact| !fact.is_null());
            known.or_else(|| today.get(name)).cloned()
        };
        let text = |name: &str| find(name)?.as_str().map(str::to_owned);
        let serial = text("serial").or_else(|| text("hardware_serial"));
        match (text("model"), serial) {
            (None, None) => list.add(fl!(words, "drive-make"), fl!(words, "drive-make-unknown")),
            (model, serial) => {
                let unknown = || fl!(words, "paper-unknown");
                list.add(fl!(words, "drive-model"), model.unwrap_or_else(unknown));
                list.add(fl!(words, "drive-serial"), serial.unwrap_or_else(unknown));
            }
        }
        list.maybe(fl!(words, "drive-volume"), text("volume_uuid"));
        list.maybe(fl!(words, "drive-bus"), text("bus"));
        let size = find("size_bytes").and_then(|size| size.as_u64());
        list.maybe(fl!(words, "drive-size"), size.map(|size| self.bytes(size)));
        let medium: Option<Medium> =
            find("medium").and_then(|fact| serde_json::from_value(fact).ok());
        let medium = medium.or_else(|| profile.map(|profile| profile.medium()));
        let turns = find("rotational").and_then(|turns| turns.as_bool());
        list.add(fl!(words, "drive-medium"), self.medium(medium.unwrap_or(Medium::Unknown), turns));
        let held: Option<EverHeld> =
            find("ever_held").and_then(|fact| serde_json::from_value(fact).ok());
        let held = held.or_else(|| profile.map(|profile| profile.ever_held()));
        list.maybe(fl!(words, "drive-held"), held.map(|held| self.ever_held(held)));
        Ok(())
    }

    fn medium(&self, medium: Medium, turns: Option<bool>) -> String {
        let words = self.words;
        match (medium, turns) {
            (Medium::Disk(_), _) => fl!(words, "medium-disk"),
            (Medium::Flash, _) => fl!(words, "medium-flash"),
            (_, Some(true)) => fl!(words, "medium-turning-only"),
            _ => fl!(words, "medium-unknown"),
        }
    }

    fn ever_held(&self, held: EverHeld) -> String {
        let code = match held {
            EverHeld::C0 => "C0",
            EverHeld::C1 => "C1",
            EverHeld::C2 => "C2",
            EverHeld::C3 => "C3",
            EverHeld::C4 => "C4",
        };
        fl!(self.words, "drive-held-code", code = code)
    }

    /// Lines for a person who signs.
    pub(crate) fn signature(&self, role: String, name: Option<String>) -> Signature {
        let words = self.words;
        let lines = vec![
            (fl!(words, "sign-name"), name),
            (fl!(words, "sign-role"), None),
            (fl!(words, "sign-date"), None),
            (fl!(words, "sign-signature"), None),
        ];
        Signature { role, lines }
    }

    /// The sketch with practice, number and small print.
    pub(crate) fn paper(&self, record: &Recorded, sketch: Sketch) -> Page {
        let words = self.words;
        let label = record.label();
        let mut footer = vec![
            fl!(words, "paper-of-record", number = label.as_str()),
            fl!(words, "paper-hash", hash = record.hash.as_str()),
        ];
        if !record.entry.previous.is_empty() {
            footer.push(fl!(words, "paper-previous", hash = record.entry.previous.as_str()));
        }
        footer.push(self.printed());
        Page {
            language: words.language().tag().to_owned(),
            practice: self.practice.config.practice.name.clone(),
            number: Some(fl!(words, "paper-number", number = label)),
            title: sketch.title,
            lead: sketch.lead,
            blocks: sketch.blocks,
            footer,
        }
    }

    /// When and with what it was printed.
    pub(crate) fn printed(&self) -> String {
        let date = self.moment(&self.now.to_string());
        fl!(self.words, "paper-printed", date = date, version = env!("CARGO_PKG_VERSION"))
    }

    /// Later erasures on the drives that were away, by the purge they finish.
    pub(crate) fn finished_later(&self, number: u64) -> Vec<(&Recorded, &refuge::ledger::Erased)> {
        let later = self.entries.iter().filter(|record| record.entry.number > number);
        let erased = later.filter_map(|record| match &record.entry.deed {
            Deed::PurgedLater(erased) => Some((record, erased)),
            _ => None,
        });
        erased.filter(|(_, erased)| erased.up_to.is_some_and(|done| done >= number)).collect()
    }
}
