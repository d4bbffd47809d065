//! Progress for programs: `step`, `progress`, `warning` and `finding` lines before the summary.

use std::time::Duration;

use refuge::error::{Damage, ProblemCause};
use refuge::event::{Event, Step};
use serde_json::{Map, Value, json};

use super::super::summary::line_start;
use super::super::terminal::safe_bytes;
use super::{Show, Tracker, Voice};

/// At most one `progress` line a second.
const EVERY: Duration = Duration::from_secs(1);

/// One JSON object per line.
#[derive(Default)]
pub(super) struct Json {
    last: Option<Duration>,
}

impl Show for Json {
    fn step(&mut self, voice: &Voice<'_>, tracker: &Tracker) {
        let mut object = line_start(voice.command, "step");
        object.insert("step".into(), step_key(tracker).into());
        if let Some((number, of)) = tracker.number() {
            object.insert("number".into(), number.into());
            object.insert("of".into(), of.into());
        }
        object.insert("total_bytes".into(), json!(tracker.total()));
        send(voice, object);
    }

    fn moved(&mut self, voice: &Voice<'_>, tracker: &Tracker) {
        let now = tracker.now();
        if self.last.is_some_and(|last| now.saturating_sub(last) < EVERY) {
            return;
        }
        self.last = Some(now);
        send(voice, position(voice, tracker));
    }

    fn slow(&mut self, voice: &Voice<'_>, own: u64, usual: u64) {
        let mut object = line_start(voice.command, "warning");
        object.insert("slow_bytes_per_second".into(), own.into());
        object.insert("usual_bytes_per_second".into(), usual.into());
        send(voice, object);
    }

    fn ended(&mut self, voice: &Voice<'_>, tracker: &Tracker) {
        send(voice, position(voice, tracker));
    }

    fn event(&mut self, voice: &Voice<'_>, _: &Tracker, event: &Event<'_>) {
        if let Some(object) = told(voice, event) {
            send(voice, object);
        }
    }
}

fn send(voice: &Voice<'_>, object: Map<String, Value>) {
    voice.line(&Value::Object(object).to_string());
}

fn position(voice: &Voice<'_>, tracker: &Tracker) -> Map<String, Value> {
    let mut object = line_start(voice.command, "progress");
    object.insert("step".into(), step_key(tracker).into());
    object.insert("bytes".into(), tracker.done.into());
    object.insert("total_bytes".into(), json!(tracker.total()));
    if tracker.step() == Some(Step::Scan) {
        object.insert("files".into(), tracker.scanned.files.into());
        object.insert("changed_files".into(), tracker.scanned.changed_files.into());
        object.insert("changed_bytes".into(), tracker.scanned.changed_bytes.into());
    }
    object
}

/// The path of a problem only with `--names`: file names are patient data.
fn told(voice: &Voice<'_>, event: &Event<'_>) -> Option<Map<String, Value>> {
    match event {
        Event::Problem(problem) => {
            let mut object = line_start(voice.command, "warning");
            object.insert("problem".into(), cause_key(problem.cause).into());
            if voice.names {
                object.insert("path".into(), safe_bytes(problem.path.as_bytes()).into());
            }
            Some(object)
        }
        Event::Finding { object: name, damage, files } => {
            let mut object = line_start(voice.command, "finding");
            object.insert("object".into(), (*name).into());
            object.insert("what".into(), damage_key(*damage).into());
            object.insert("suffers".into(), json!(files));
            Some(object)
        }
        Event::Recovered { adopted_bytes } => {
            let mut object = line_start(voice.command, "recovered");
            object.insert("adopted_bytes".into(), (*adopted_bytes).into());
            Some(object)
        }
        Event::Step { .. } | Event::Scanned { .. } | Event::Advanced { .. } => None,
    }
}

const fn step_key(tracker: &Tracker) -> &'static str {
    match tracker.step() {
        None => "",
        Some(Step::Recover) => "recover",
        Some(Step::Settle) => "settle",
        Some(Step::Scan) => "scan",
        Some(Step::Copy) => "copy",
        Some(Step::Commit) => "commit",
        Some(Step::ReadBack) => "read-back",
        Some(Step::Read) => "read",
        Some(Step::Restore) => "restore",
        Some(Step::Compare) => "compare",
        Some(Step::Parity) => "parity",
        Some(Step::Wipe) => "wipe",
        Some(Step::Repair) => "repair",
        Some(Step::Eject) => "eject",
    }
}

const fn cause_key(cause: ProblemCause) -> &'static str {
    match cause {
        ProblemCause::Unreadable => "unreadable",
        ProblemCause::Denied => "denied",
        ProblemCause::Changing => "changing",
        ProblemCause::Vanished => "vanished",
        ProblemCause::Special => "special",
        ProblemCause::BadName => "bad-name",
        ProblemCause::DamagedContent => "damaged-content",
        ProblemCause::NotWritten => "not-written",
        ProblemCause::MetadataLost => "metadata-lost",
        ProblemCause::Renamed => "renamed",
    }
}

const fn damage_key(damage: Damage) -> &'static str {
    match damage {
        Damage::Missing => "missing",
        Damage::WrongLength => "wrong-length",
        Damage::WrongHash => "wrong-hash",
        Damage::Unreadable => "unreadable",
        Damage::DoesNotOpen => "does-not-open",
        Damage::Malformed => "malformed",
        Damage::NotAuthentic => "not-authentic",
        Damage::TooLarge => "too-large",
    }
}
