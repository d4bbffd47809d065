//! Progress for programs: `step`, `progress`, `warning` and `finding` lines before the summary.

use std::time::Duration;

use refuge::error::{Damage, ProblemCause};
use refuge::event::{Event, Step};

use super::{Show, Tracker, Voice};
use crate::cli::{Line, safe_bytes};

/// At most one `progress` line a second.
const EVERY: Duration = Duration::from_secs(1);

/// One JSON object per line.
#[derive(Default)]
pub(super) struct Json {
    last: Option<Duration>,
}

impl Show for Json {
    fn step(&mut self, voice: &Voice<'_>, tracker: &Tracker) {
        let mut line = Line::new(voice.command, "step").with("step", step_key(tracker));
        if let Some((number, of)) = tracker.number() {
            line = line.with("number", number).with("of", of);
        }
        voice.line(&line.with("total_bytes", tracker.total()).to_string());
    }

    fn moved(&mut self, voice: &Voice<'_>, tracker: &Tracker) {
        let now = tracker.now();
        if self.last.is_some_and(|last| now.saturating_sub(last) < EVERY) {
            return;
        }
        self.last = Some(now);
        voice.line(&position(voice, tracker).to_string());
    }

    fn say(&mut self, _: &Voice<'_>, _: &str) {}

    fn slow(&mut self, voice: &Voice<'_>, own: u64, usual: u64) {
        let line = Line::new(voice.command, "warning")
            .with("slow_bytes_per_second", own)
            .with("usual_bytes_per_second", usual);
        voice.line(&line.to_string());
    }

    fn ended(&mut self, voice: &Voice<'_>, tracker: &Tracker) {
        voice.line(&position(voice, tracker).to_string());
    }

    fn event(&mut self, voice: &Voice<'_>, _: &Tracker, event: &Event<'_>) {
        if let Some(line) = told(voice, event) {
            voice.line(&line.to_string());
        }
    }
}

fn position(voice: &Voice<'_>, tracker: &Tracker) -> Line {
    let line = Line::new(voice.command, "progress")
        .with("step", step_key(tracker))
        .with("bytes", tracker.done)
        .with("total_bytes", tracker.total());
    if tracker.step() != Some(Step::Scan) {
        return line;
    }
    let scanned = tracker.scanned;
    line.with("files", scanned.files)
        .with("changed_files", scanned.changed_files)
        .with("changed_bytes", scanned.changed_bytes)
}

/// The path of a problem only with `--names`: file names are patient data.
fn told(voice: &Voice<'_>, event: &Event<'_>) -> Option<Line> {
    match event {
        Event::Problem(problem) => {
            let line = Line::new(voice.command, "warning");
            let line = line.with("problem", cause_key(problem.cause));
            Some(if voice.names {
                line.with("path", safe_bytes(problem.path.as_bytes()))
            } else {
                line
            })
        }
        Event::Finding { object, damage, files } => Some(
            Line::new(voice.command, "finding")
                .with("object", *object)
                .with("what", damage_key(*damage))
                .with("suffers", *files),
        ),
        Event::Recovered { adopted_bytes } => {
            Some(Line::new(voice.command, "recovered").with("adopted_bytes", *adopted_bytes))
        }
        Event::StrangePage { drive, page, is_back } => Some(
            Line::new(voice.command, "strange-page")
                .with("drive", *drive)
                .with("page", *page)
                .with("put_back", *is_back),
        ),
        Event::Tight { new_bytes, free_bytes } => Some(
            Line::new(voice.command, "tight")
                .with("new_bytes", *new_bytes)
                .with("free_bytes", *free_bytes),
        ),
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
        ProblemCause::Held => "held",
        ProblemCause::Changing => "changing",
        ProblemCause::Vanished => "vanished",
        ProblemCause::Special => "special",
        ProblemCause::OtherFileSystem => "other-file-system",
        ProblemCause::BadName => "bad-name",
        ProblemCause::DamagedContent => "damaged-content",
        ProblemCause::NotWritten => "not-written",
        ProblemCause::WasOpen => "was-open",
        ProblemCause::MetadataLost => "metadata-lost",
        ProblemCause::TimesNotKept => "times-not-kept",
        ProblemCause::RightsNotKept => "rights-not-kept",
        ProblemCause::NamesNotKept => "names-not-kept",
        ProblemCause::Renamed => "renamed",
    }
}

const fn damage_key(damage: Damage) -> &'static str {
    match damage {
        Damage::Missing => "missing",
        Damage::WrongLength => "wrong-length",
        Damage::WrongHash => "wrong-hash",
        Damage::Unreadable => "unreadable",
        Damage::Denied => "denied",
        Damage::Disordered => "disordered",
        Damage::DoesNotOpen => "does-not-open",
        Damage::Malformed => "malformed",
        Damage::Newer => "newer",
        Damage::NotAuthentic => "not-authentic",
        Damage::WithoutBase => "without-base",
        Damage::TooLarge => "too-large",
        Damage::Linked => "linked",
        Damage::Protected => "protected",
    }
}
