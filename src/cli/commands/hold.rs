//! `refuge hold`: records that must not be erased for now. No key is needed to protect one.

use refuge::browse;
use refuge::config::Control;
use refuge::error::{Error, Result, Thing};
use refuge::expiry::holds::{self, NewHold};
use refuge::id::RecordId;
use refuge::practice::Practice;
use refuge::retention::facts::{Hold as Held, HoldKind, HoldReason};
use refuge::visit;
use serde_json::json;

use super::home;
use crate::cli::{
    Exit, Face, Failure, Summary,
    args::forget::{self, Hold, HoldAdd, HoldRemove, HoldVerb},
    fl, safe,
    terminal::table,
    units,
    words::meant::{is_slip, letters_between},
};
use crate::faces::hold_words::{REASONS, reason_name};

pub(super) fn run(face: &mut Face<'_>, options: &Hold) -> Result<Exit, Failure> {
    match &options.verb {
        Some(HoldVerb::Add(options)) => add(face, options),
        Some(HoldVerb::Remove(options)) => remove(face, options),
        Some(HoldVerb::List) | None => list(face),
    }
}

fn add(face: &mut Face<'_>, options: &HoldAdd) -> Result<Exit, Failure> {
    let mut practice = home::practice(face)?;
    let records = meant(face, &practice, &options.record, holds::records_to_hold)?;
    let reason = match &options.reason {
        Some(word) => reason_of(word)?,
        None => ask_reason(face)?,
    };
    let by = person(face, options.by.as_deref())?;
    let kind = options.kind.map(|kind| match kind {
        forget::HoldKind::Suspensive => HoldKind::Suspensive,
        forget::HoldKind::Blocking => HoldKind::Blocking,
    });
    let mut held = Vec::with_capacity(records.len());
    for record in &records {
        let new = NewHold { record: *record, reason, kind, by: by.clone(), review: options.review };
        held.push(visit::hold(&mut practice, new, home::now())?);
    }
    let ids: Vec<String> = records.iter().map(|record| record.hex()).collect();
    let summary = Summary::new("hold", Exit::Done)
        .with("id", ids.first().map(String::as_str))
        .with("records", json!(ids))
        .with("reason", json!(reason))
        .with("kind", json!(held.first().map(|hold| hold.kind)));
    let mut sentences =
        vec![fl!(face.words, "hold-added", reason = reason_name(face.words, reason))];
    if records.len() > 1 {
        let count = records.len() as u64;
        sentences.push(fl!(face.words, "hold-added-several", count = count));
    }
    face.finish(&summary, &sentences)
}

/// Names that a person chooses from at once.
const NAMES_MAX: usize = 12;

/// The records of that name. Where there are none, a person is offered the names that hold it, or else the one that
/// differs by a slip; a script is refused.
fn meant(
    face: &mut Face<'_>,
    practice: &Practice,
    text: &str,
    of_name: fn(&Practice, &str) -> Result<Vec<RecordId>>,
) -> Result<Vec<RecordId>> {
    let not_found = match of_name(practice, text) {
        Err(error @ Error::NotFound { what: Thing::Record, .. }) => error,
        done => return done,
    };
    let mut names = holds::folders_with(practice, text);
    if !face.can_ask() {
        if !names.is_empty() {
            face.say(&fl!(face.words, "hold-whole-name", count = names.len()));
        }
        return Err(not_found);
    }
    if names.is_empty() {
        let near = |name: &String| {
            let (name, text) = (browse::fold(name), browse::fold(text));
            let words = name.split_whitespace().chain([&*name]);
            words.into_iter().any(|word| is_slip(&text, letters_between(&text, word)))
        };
        names = holds::folders(practice).into_iter().filter(near).collect();
    }
    if names.is_empty() || names.len() > NAMES_MAX {
        if names.len() > NAMES_MAX {
            face.say(&fl!(face.words, "hold-many", count = names.len()));
        }
        return Err(not_found);
    }
    let none = fl!(face.words, "hold-none-of-these");
    let shown: Vec<String> = names.iter().map(|name| safe(name)).chain([none]).collect();
    let question = fl!(face.words, "hold-which");
    let chosen = face.talk().choose(&question, &shown)?;
    match names.get(chosen) {
        Some(name) => of_name(practice, name),
        None => Err(not_found),
    }
}

/// The class of a reason by its word in either language, with accents or without; a lawyer's other words for a
/// claim are understood too.
fn reason_of(word: &str) -> Result<HoldReason> {
    let folded = word.trim().to_lowercase().replace([' ', '_', '\''], "-");
    let folded = folded.replace(['é', 'è'], "e").replace('ô', "o");
    match folded.as_str() {
        "dispute" | "claim" | "liability" | "litigation" | "complaint" | "litige" | "plainte"
        | "mise-en-cause" => Ok(HoldReason::LiabilityClaim),
        "limitation" => Ok(HoldReason::Restriction),
        "controle" => Ok(HoldReason::Inquiry),
        "assureur" => Ok(HoldReason::Insurer),
        "demande-d-acces" | "acces" => Ok(HoldReason::AccessRequest),
        "autre" => Ok(HoldReason::Other),
        _ => serde_json::from_value(json!(folded))
            .map_err(|_| Error::Invalid { what: Thing::Hold, value: word.to_owned() }),
    }
}

fn ask_reason(face: &mut Face<'_>) -> Result<HoldReason> {
    let options: Vec<String> =
        REASONS.iter().map(|reason| reason_name(face.words, *reason)).collect();
    let question = fl!(face.words, "hold-reason-ask");
    let chosen = face.talk().choose(&question, &options)?;
    Ok(REASONS.get(chosen).copied().unwrap_or(HoldReason::Other))
}

fn person(face: &mut Face<'_>, given: Option<&str>) -> Result<String> {
    let question = fl!(face.words, "hold-by-ask");
    match given {
        Some(name) => Ok(name.to_owned()),
        None => face.talk().ask(&question, None),
    }
}

fn remove(face: &mut Face<'_>, options: &HoldRemove) -> Result<Exit, Failure> {
    let mut practice = home::practice(face)?;
    let records = meant(face, &practice, &options.record, holds::records_named)?;
    let by = person(face, options.by.as_deref())?;
    let two = practice.config.purge_settings().control == Some(Control::Dual);
    let open: Vec<_> = holds::all(&practice.state)?;
    let is_held = |record: &&RecordId| {
        open.iter().any(|hold| hold.record == **record && hold.closed.is_none())
    };
    // Where none is held, the first says so.
    let mut held: Vec<RecordId> = records.iter().filter(is_held).copied().collect();
    if held.is_empty() {
        held.extend(records.first());
    }
    let mut closed = Vec::new();
    for record in &held {
        closed.extend(visit::release(&mut practice, *record, &by, two, home::now())?);
    }
    let ids: Vec<String> = held.iter().map(|record| record.hex()).collect();
    let summary = Summary::new("hold", Exit::Done)
        .with("id", ids.first().map(String::as_str))
        .with("records", json!(ids))
        .with("closed", closed.len());
    let sentence = fl!(face.words, "hold-removed", count = closed.len());
    face.finish(&summary, &[sentence])
}

fn list(face: &mut Face<'_>) -> Result<Exit, Failure> {
    let practice = home::practice_reading(face)?;
    let all = holds::all(&practice.state)?;
    let lines: Vec<_> = all.iter().map(line).collect();
    let summary = Summary::new("hold", Exit::Done).with("holds", lines);
    let open: Vec<&Held> = all.iter().filter(|hold| hold.closed.is_none()).collect();
    if open.is_empty() {
        let sentence = fl!(face.words, "hold-none");
        return face.finish(&summary, &[sentence]);
    }
    let rows: Vec<Vec<String>> = open.iter().map(|hold| row(face, hold)).collect();
    let mut sentences = table::on_screen(&[], &rows);
    sentences.push(fl!(face.words, "hold-names-hint"));
    face.finish(&summary, &sentences)
}

fn line(hold: &Held) -> serde_json::Value {
    json!({
        "id": hold.record.hex(), "reason": hold.reason, "kind": hold.kind,
        "opened": hold.opened, "opened_by": hold.opened_by, "review": hold.review,
        "closed": hold.closed, "closed_by": hold.closed_by,
    })
}

fn row(face: &Face<'_>, hold: &Held) -> Vec<String> {
    let words = face.words;
    let review = match hold.review {
        Some(day) => fl!(words, "hold-review", day = units::day_short(words, day)),
        None => String::new(),
    };
    vec![
        units::day_short(words, hold.opened),
        reason_name(face.words, hold.reason),
        safe(&hold.opened_by),
        hold.record.hex(),
        review,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::{Catalog, Language};

    #[test]
    fn the_reasons_that_the_help_names_are_understood() {
        for language in [Language::French, Language::English] {
            let words = Catalog::load(language).unwrap();
            let help = fl!(words, "arg-hold-add-reason");
            let (_, list) = help.rsplit_once(':').unwrap();
            let list = list.replace(" ou ", ", ").replace(" or ", ", ");
            let reasons: Vec<_> =
                list.split(',').map(|word| reason_of(word.trim()).unwrap()).collect();
            assert_eq!(reasons, REASONS, "{help}");
        }
    }
}
