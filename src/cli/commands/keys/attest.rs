//! `refuge keys attest`: a person says that an old sheet, file or token was destroyed.

use jiff::civil::Date;
use refuge::config::{KeyKind, KeyState, OpeningKey};
use refuge::error::{Error, KeyTrouble, Result};
use refuge::keys::{self, Attestation, Attested};
use refuge::practice::Practice;
use refuge::visit;

use crate::cli::{
    Exit, Face, Failure, Summary,
    args::keys::KeyAttest,
    commands::{home, ledger_copies},
    fl,
    opening::key_names,
    safe, safe_path,
};
use crate::faces::keys_told;

pub(super) fn run(face: &mut Face<'_>, options: &KeyAttest) -> Result<Exit, Failure> {
    let mut practice = home::practice(face)?;
    let key = match &options.name {
        Some(name) => named(&practice.config.keys, name, options.epoch)?.clone(),
        None => match asked(face, &practice)? {
            Some(key) => key,
            None => {
                let summary = Summary::new("keys", Exit::Done).with("left", 0);
                return face.finish(&summary, &[fl!(face.words, "keys-attested-all")]);
            }
        },
    };
    if key.state == KeyState::Destroyed {
        let summary = Summary::new("keys", Exit::Done).with("name", key.name.as_str());
        let key = key_names::called(face.words, &key.name, key.kind, key.epoch);
        return face.finish(&summary, &[fl!(face.words, "keys-attested-before", key = key)]);
    }
    keys::refuse_while_needed(&practice, &key)?;
    delete_if_wanted(face, &practice, &key)?;
    let said = Attestation {
        name: key.name.clone(),
        epoch: Some(key.epoch),
        by: by(face, options)?,
        method: method(face, options, key.kind)?,
        date: options.date.unwrap_or_else(today),
    };
    let (done, entry) = visit::attest(&mut practice, &said, home::now())?;
    ledger_copies::bring_where_possible(face, &mut practice);
    report(face, &done, &entry.label())
}

/// The file that the program made for the key is deleted by who says so.
fn delete_if_wanted(face: &mut Face<'_>, practice: &Practice, key: &OpeningKey) -> Result<()> {
    let lies = practice.refuse_while_it_lies(key);
    let Err(Error::Key(KeyTrouble::StillThere(path))) = &lies else { return lies };
    let question = fl!(face.words, "keys-attest-delete", path = safe_path(path));
    if face.can_ask() && face.talk().confirm(&question, false)? {
        return visit::delete_key_file(practice, key);
    }
    lies
}

/// The key of that name that is still to be destroyed; else the one of which somebody said so before.
fn named<'a>(keys: &'a [OpeningKey], name: &str, epoch: Option<u32>) -> Result<&'a OpeningKey> {
    let of_state = |state| key_names::meant(keys, state, name, epoch);
    of_state(KeyState::ToDestroy)
        .or_else(|missing| of_state(KeyState::Destroyed).map_err(|_| missing))
}

fn today() -> Date {
    home::now().to_zoned_datetime(jiff::tz::TimeZone::system()).date()
}

/// The only key that is to be destroyed, or the one of them that the person means; nothing where none is.
fn asked(face: &mut Face<'_>, practice: &Practice) -> Result<Option<OpeningKey>> {
    let to_destroy = |key: &&OpeningKey| key.state == KeyState::ToDestroy;
    let mut old: Vec<OpeningKey> =
        practice.config.keys.iter().filter(to_destroy).cloned().collect();
    old.sort_by_key(|key| key.epoch);
    let name = |key: &OpeningKey| key_names::called(face.words, &key.name, key.kind, key.epoch);
    let names: Vec<String> = old.iter().map(name).collect();
    let question = fl!(face.words, "keys-attest-which");
    let chosen = match names.as_slice() {
        [only] => {
            face.say(only);
            0
        }
        [] => 0,
        _ => face.talk().choose(&question, &names)?,
    };
    Ok(old.into_iter().nth(chosen))
}

fn by(face: &mut Face<'_>, options: &KeyAttest) -> Result<String> {
    let question = fl!(face.words, "keys-attest-by");
    options.by.clone().map_or_else(|| face.talk().ask(&question, None), Ok)
}

fn method(face: &mut Face<'_>, options: &KeyAttest, kind: KeyKind) -> Result<String> {
    if let Some(method) = &options.method {
        return Ok(method.clone());
    }
    let words = face.words;
    let mut ways = keys_told::ways(words, kind).to_vec();
    ways.push(fl!(words, "keys-way-other"));
    for (number, way) in (1_usize..).zip(&ways) {
        face.say(&format!("  {number}  {way}"));
    }
    let mut answer = face.talk().ask(&fl!(words, "keys-attest-method"), None)?;
    while let Ok(number) = answer.trim().parse::<usize>() {
        match number.checked_sub(1).and_then(|index| ways.get(index)) {
            Some(way) if *way == fl!(words, "keys-way-other") => break,
            Some(way) => return Ok(way.clone()),
            None => {
                face.say(&fl!(words, "ask-again-number", last = ways.len()));
                answer = face.talk().ask(&fl!(words, "keys-attest-method"), None)?;
            }
        }
    }
    // In the person's own words.
    if answer.trim().parse::<usize>().is_err() {
        return Ok(answer);
    }
    face.talk().ask(&fl!(words, "keys-attest-how"), None)
}

fn report(face: &mut Face<'_>, done: &Attested, entry: &str) -> Result<Exit, Failure> {
    let words = face.words;
    let summary = Summary::new("keys", Exit::Done)
        .with("name", done.name.as_str())
        .with("epoch", done.epoch)
        .with("left", done.left)
        .with("ledger_entry", entry);
    let key = key_names::called(words, &done.name, done.kind, done.epoch);
    let mut lines =
        vec![fl!(words, "keys-attested", key = key, by = safe(&done.by), entry = entry)];
    lines.push(match done.left {
        0 => fl!(words, "keys-attested-all"),
        left => fl!(words, "keys-attested-left", count = left),
    });
    face.finish(&summary, &lines)
}
