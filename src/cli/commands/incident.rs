//! `refuge incident`: freeze what would erase, say whom to call and what not to do, keep the evidence.

use refuge::error::{Error, MassChange, Result};
use refuge::incident::{self, Authority, Incident};
use refuge::ledger::{Deed, Recorded};
use refuge::practice::Practice;
use serde_json::{Value, json};

use super::home;
use crate::cli::{
    Catalog, Exit, Face, Failure, Summary, alarm,
    args::papers::{self, IncidentVerb},
    explain, fl, safe,
    words::numbers,
};
use crate::faces::attack_told::{self, signs_in_words};

pub(super) fn run(face: &mut Face<'_>, options: &papers::Incident) -> Result<Exit, Failure> {
    match &options.verb {
        Some(IncidentVerb::Start { note }) => start(face, note.clone()),
        Some(IncidentVerb::End) => end(face),
        Some(IncidentVerb::Show) | None => {
            let practice = home::practice_reading(face)?;
            show(face, &practice)
        }
    }
}

fn start(face: &mut Face<'_>, note: Option<String>) -> Result<Exit, Failure> {
    let mut practice = home::practice(face)?;
    incident::start(&mut practice.state, note, home::now())?;
    show(face, &practice)
}

fn end(face: &mut Face<'_>) -> Result<Exit, Failure> {
    let mut practice = home::practice(face)?;
    let words = face.words;
    if !incident::is_open(&practice.state)? {
        let summary = Summary::new("incident", Exit::Done).with("open", false);
        return face.finish(&summary, &[fl!(words, "incident-none")]);
    }
    let name = practice.config.practice.name.clone();
    let given = face.common.confirm.clone();
    let ask = fl!(words, "incident-end-ask", practice = safe(&name));
    face.talk().typed(&ask, &name, given.as_deref())?;
    let recorded = incident::end(&mut practice.state, home::now())?;
    let summary = Summary::new("incident", Exit::Done)
        .with("open", false)
        .with("ledger_entry", recorded.entry.number);
    face.finish(&summary, &[fl!(words, "incident-ended", number = recorded.label())])
}

fn show(face: &mut Face<'_>, practice: &Practice) -> Result<Exit, Failure> {
    let open = incident::current(&practice.state)?;
    let authorities = incident::authorities(&practice.config.practice.country)?;
    let evidence = incident::evidence(&practice.state)?;
    let language = face.words.language().tag();
    let authority_json = |authority: &Authority| {
        json!({"name": authority.name(language), "reach": authority.reach, "duty": authority.duty,
               "source": authority.source, "reviewed_on": authority.reviewed_on})
    };
    let summary = Summary::new("incident", Exit::Done)
        .with("open", open.is_some())
        .with("started", open.as_ref().map(|open| open.started.clone()))
        .with("note", open.as_ref().and_then(|open| open.note.clone()))
        .with("refused", open.as_ref().and_then(|open| open.refused))
        .with("call", practice.config.practice.call_in_incident.clone())
        .with("desks", authorities.iter().map(authority_json).collect::<Vec<Value>>())
        .with("evidence", evidence.iter().map(|one| json!(one.entry)).collect::<Vec<Value>>());
    let mut lines = state_lines(face.words, open.as_ref());
    if open.is_some() {
        lines.extend(what_to_do(face.words, practice)?);
    }
    lines.extend(whom_to_call(face.words, &authorities));
    if open.is_some() {
        lines.push(fl!(face.words, "incident-frozen"));
    }
    lines.extend(evidence_lines(face.words, &evidence, open.as_ref()));
    face.finish(&summary, &lines)
}

fn state_lines(words: &Catalog, open: Option<&Incident>) -> Vec<String> {
    let Some(open) = open else {
        return vec![fl!(words, "incident-none"), fl!(words, "incident-none-calm")];
    };
    let mut lines = attack_told::open(words, open);
    if let Some(first) = lines.first_mut() {
        *first = alarm(first);
    }
    lines
}

/// What the screen of a stopped backup says, in the same order; then what not to do.
fn what_to_do(words: &Catalog, practice: &Practice) -> Result<Vec<String>> {
    let steps = attack_told::steps(words, practice)?;
    let mut lines: Vec<String> =
        (1..).zip(steps).map(|(number, step)| format!("  {number}  {step}")).collect();
    lines.extend(attack_told::then(words));
    Ok(lines)
}

fn whom_to_call(words: &Catalog, authorities: &[Authority]) -> Vec<String> {
    let language = words.language().tag();
    let desk = |desk: &Authority| {
        let (reach, name) = (&desk.reach, desk.name(language));
        let line = format!("  {reach} – {name}");
        // On one line where it fits: the first steps stay on a screen of 24 lines.
        if line.chars().count() < LINE_CHARS_MAX {
            line
        } else {
            format!("  {reach}\n      {name}")
        }
    };
    let head = attack_told::whom_else(words, authorities);
    head.into_iter().chain(authorities.iter().map(desk)).collect()
}

/// Letters of a line in the usual window.
const LINE_CHARS_MAX: usize = 80;
/// Pieces of evidence that a screen shows where no incident is open.
const EVIDENCE_MAX: usize = 10;

/// What changed when, from the ledger; no names. Of earlier incidents the register tells: the first steps stay on
/// the screen.
fn evidence_lines(words: &Catalog, evidence: &[Recorded], open: Option<&Incident>) -> Vec<String> {
    let first = open.map(|open| open.refused.unwrap_or(open.entry).min(open.entry));
    let earlier = match first {
        Some(first) => evidence.partition_point(|recorded| recorded.entry.number < first),
        None => evidence.len().saturating_sub(EVIDENCE_MAX),
    };
    let (earlier, evidence) = evidence.split_at(earlier);
    let line = |recorded: &Recorded| {
        let time = attack_told::moment(words, &recorded.entry.time);
        let what = match &recorded.entry.deed {
            Deed::BackupRefused(refused) => fl!(
                words,
                "incident-was-refused",
                changed = numbers::count(words.language(), refused.changed),
                files = numbers::count(words.language(), refused.files),
                signs = signs_in_words(words, &refused.signs)
            ),
            Deed::IncidentEnded(_) => fl!(words, "incident-was-ended"),
            _ => fl!(words, "incident-was-started"),
        };
        format!("  {}  {time}  {what}", recorded.label())
    };
    if evidence.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![fl!(words, "incident-evidence")];
    if !earlier.is_empty() {
        lines.push(fl!(words, "incident-earlier", count = earlier.len()));
    }
    lines.extend(evidence.iter().map(line));
    lines
}

/// Before a backup while an incident is open: a drive may be what the attacker waits for, so going
/// on is a choice. Nobody there to ask: only `--confirm` with the practice's name.
pub(super) fn before_backup(face: &mut Face<'_>, practice: &Practice) -> Result<()> {
    if !incident::is_open(&practice.state)? {
        return Ok(());
    }
    let words = face.words;
    if let Some(given) = face.common.confirm.clone() {
        return face.talk().typed("", &practice.config.practice.name, Some(&given));
    }
    if !face.can_ask() {
        return Err(Error::IncidentOpen);
    }
    let mut talk = face.talk();
    talk.say(&alarm(&fl!(words, "incident-backup-open")));
    if talk.confirm(&fl!(words, "incident-backup-ask"), false)? {
        Ok(())
    } else {
        Err(Error::NotConfirmed)
    }
}

/// After a backup that was stopped: keeps the evidence, and offers to open an incident.
pub(super) fn after_refusal(
    face: &mut Face<'_>,
    practice: &mut Practice,
    change: Box<MassChange>,
) -> Result<Exit, Failure> {
    incident::note_refusal(&mut practice.state, &change, home::now())?;
    let failure = Failure::Library(Error::MassChange(change));
    if !face.can_ask() || incident::is_open(&practice.state)? {
        return Err(failure);
    }
    let words = face.words;
    let [what, is_safe, now] = explain::explain(words, &failure).lines();
    let mut talk = face.talk();
    for line in [alarm(&what), is_safe, now] {
        talk.say(&line);
    }
    if talk.confirm(&fl!(words, "incident-offer"), true)? {
        incident::start(&mut practice.state, None, home::now())?;
        show(face, practice)?;
    }
    Ok(Exit::MassChange)
}
