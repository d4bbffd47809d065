//! Turns every error into what a person can use: what happened, is my data safe, what to do now.
//!
//! Facts come from the library, sentences from the catalogue under `error-<id>` with the parts
//! `.safe` and `.now`. The matches have no wildcard: a new error must get its id and its sentences.

mod damage;
mod drive;
mod forget;
mod id;
mod key;
mod mass;
pub(crate) mod problem;

use std::io::ErrorKind;

use refuge::error::{Action, Error, LedgerTrouble, SourceTrouble, Thing};

use crate::faces::{Catalog, Values, catalog::text, safe, units};

pub(crate) use id::ErrorId;
pub(crate) use problem::problem_line;

/// An error in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Explanation {
    /// Stable id.
    pub(crate) id: ErrorId,
    /// What happened: one line.
    pub(crate) what: String,
    /// Is my data safe?
    pub(crate) safe: String,
    /// What to do now.
    pub(crate) now: String,
}

impl Explanation {
    /// The three parts as printed on the terminal.
    pub(crate) fn lines(&self) -> [String; 3] {
        [
            format!("{} [{}]", self.what, self.id.as_str()),
            format!("  {}", self.safe),
            format!("  -> {}", self.now),
        ]
    }

    /// For `--json`: `{"id":"D10","text":"…"}`.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::json!({
            "id": self.id.as_str(),
            "text": self.what,
            "safe": self.safe,
            "now": self.now,
        })
    }
}

/// The three sentences for an error of the library.
pub(crate) fn of_library(words: &Catalog, error: &Error) -> Explanation {
    of_error(words, error).speak(words)
}

/// The same for who has a window: where a screen does what is to be done, no command is named.
pub(crate) fn in_window(words: &Catalog, error: &Error) -> Explanation {
    let facts = of_error(words, error);
    let own = words.find_part(&facts.key(), "window", &facts.values);
    let told = facts.speak(words);
    Explanation { now: own.unwrap_or_else(|| told.now.clone()), ..told }
}

/// The three sentences for results that nobody could be given.
pub(crate) fn of_output(words: &Catalog, error: &std::io::Error) -> Explanation {
    Filling::new(ErrorId::X02).with("reason", safe(&error.to_string())).speak(words)
}

/// The three sentences for a question that a person answered with no.
pub(crate) fn declined(words: &Catalog) -> Explanation {
    Filling::new(ErrorId::P10).speak(words)
}

/// An id and what its sentences need to know.
pub(super) struct Filling {
    id: ErrorId,
    values: Values,
}

impl Filling {
    pub(super) fn new(id: ErrorId) -> Self {
        Self { id, values: Values::new() }
    }

    pub(super) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.values.insert(name, text(value.into()));
        self
    }

    pub(super) fn number(mut self, name: &'static str, value: u64) -> Self {
        self.values.insert(name, value.into());
        self
    }

    fn key(&self) -> String {
        format!("error-{}", self.id.as_str().to_ascii_lowercase())
    }

    /// A sentence without an entry in the catalogue would be a bare key; the id still tells.
    fn speak(self, words: &Catalog) -> Explanation {
        let key = self.key();
        let part = |name| words.find_part(&key, name, &self.values).unwrap_or_default();
        Explanation {
            id: self.id,
            what: words.find(&key, &self.values).unwrap_or_default().trim_end().to_owned(),
            safe: part("safe"),
            now: part("now"),
        }
    }
}

fn of_error(words: &Catalog, error: &Error) -> Filling {
    match error {
        Error::Io { action, path, source } => Filling::new(ErrorId::P06)
            .with("action", action_key(*action))
            .with("path", safe(&path.to_string_lossy()))
            .with("cause", cause_key(source))
            .with("reason", safe(&source.to_string())),
        Error::Config { line, reason } => Filling::new(ErrorId::P03)
            .with("line", line.map_or_else(|| "none".to_owned(), |line| line.to_string()))
            .with("reason", safe(reason)),
        Error::NotSetUp => Filling::new(ErrorId::P01),
        Error::NoSource => Filling::new(ErrorId::B07),
        Error::AlreadySetUp => Filling::new(ErrorId::P02),
        Error::State { reason } => Filling::new(ErrorId::P04).with("reason", safe(reason)),
        Error::Ledger { entry, trouble } => {
            let id = match trouble {
                LedgerTrouble::Altered | LedgerTrouble::Cut => ErrorId::P09,
                LedgerTrouble::Differs => ErrorId::V09,
            };
            Filling::new(id).with("entry", entry.to_string())
        }
        Error::Drive { name, trouble } => drive::facts(words, name.as_deref(), trouble),
        Error::Key(trouble) => key::facts(trouble),
        Error::Damaged { object, damage } => damage::facts(object, *damage),
        Error::Source { path, trouble } => {
            Filling::new(source_id(*trouble)).with("path", safe(&path.to_string_lossy()))
        }
        Error::MassChange(change) => mass::facts(words, change),
        Error::Busy => Filling::new(ErrorId::P05),
        Error::NotFound { what, name } => thing(ErrorId::N01, *what, name),
        Error::Exists { what, name } => thing(ErrorId::N02, *what, name),
        Error::Invalid { what, value } => thing(ErrorId::N03, *what, value),
        Error::TargetNotEmpty(path) => {
            Filling::new(ErrorId::T01).with("path", safe(&path.to_string_lossy()))
        }
        Error::TargetOnDrive { path, in_vault } => Filling::new(ErrorId::T02)
            .with("path", safe(&path.to_string_lossy()))
            .with("place", if *in_vault { "vault" } else { "drive" }),
        Error::WouldReplace { files } => Filling::new(ErrorId::T03).number("files", *files),
        Error::NotConfirmed => Filling::new(ErrorId::P07),
        Error::IncidentOpen => Filling::new(ErrorId::S02),
        Error::Clock { now, known } => {
            let id = if now < known { ErrorId::C01 } else { ErrorId::C02 };
            Filling::new(id).with("now", moment(words, now)).with("known", moment(words, known))
        }
        Error::PublicStructure => Filling::new(ErrorId::R01),
        Error::Plan(trouble) => forget::plan(*trouble),
        Error::Register(error) => forget::register(error),
        Error::Interrupted => Filling::new(ErrorId::P08),
    }
}

/// A time on record as people write it, where they are.
fn moment(words: &Catalog, text: &str) -> String {
    let time = text.parse::<jiff::Timestamp>().ok();
    let local = time.map(|time| time.to_zoned_datetime(jiff::tz::TimeZone::system()).datetime());
    local.map_or_else(|| safe(text), |local| units::moment(words, local))
}

fn thing(id: ErrorId, what: Thing, name: &str) -> Filling {
    Filling::new(id).with("thing", thing_key(what)).with("name", safe(name))
}

const fn source_id(trouble: SourceTrouble) -> ErrorId {
    match trouble {
        SourceTrouble::Missing => ErrorId::B01,
        SourceTrouble::Empty => ErrorId::B02,
        SourceTrouble::NotAFolder => ErrorId::B04,
        SourceTrouble::Unsuitable => ErrorId::B05,
        SourceTrouble::Overlaps => ErrorId::B06,
        SourceTrouble::NotText => ErrorId::B08,
    }
}

/// Variant names of `$action` in the catalogue.
const fn action_key(action: Action) -> &'static str {
    match action {
        Action::Read => "read",
        Action::Write => "write",
        Action::Create => "create",
        Action::Remove => "remove",
    }
}

/// Variant names of `$cause` in the catalogue. Systems speak their own language, often English: what
/// happens in a practice is said in ours.
fn cause_key(cause: &std::io::Error) -> &'static str {
    match cause.kind() {
        ErrorKind::NotFound => "missing",
        ErrorKind::PermissionDenied => "forbidden",
        ErrorKind::AlreadyExists => "exists",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "full",
        ErrorKind::ReadOnlyFilesystem => "read-only",
        ErrorKind::NotADirectory | ErrorKind::IsADirectory => "kind",
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => "busy",
        _ => "other",
    }
}

/// Variant names of `$thing` in the catalogue.
const fn thing_key(thing: Thing) -> &'static str {
    match thing {
        Thing::Drive => "drive",
        Thing::Source => "source",
        Thing::Snapshot => "snapshot",
        Thing::Path => "path",
        Thing::Words => "words",
        Thing::Record => "record",
        Thing::Erased => "erased",
        Thing::Class => "class",
        Thing::Key => "key",
        Thing::Plan => "plan",
        Thing::Document => "document",
        Thing::Hold => "hold",
        Thing::Date => "date",
        Thing::Pattern => "pattern",
        Thing::Name => "name",
        Thing::Setting => "setting",
        Thing::Register => "register",
    }
}
