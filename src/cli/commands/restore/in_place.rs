//! `refuge restore --in-place`: the list of what stands there and differs, what becomes of it, and the files
//! back where they were.

use std::collections::BTreeMap;

use refuge::browse::{self, View};
use refuge::error::{Error, Result};
use refuge::event::Step;
use refuge::restore::{self, Existing, InPlace, Now, RestoreSummary};

use super::super::{home, reading::Reading};
use super::{Part, check_ground};
use crate::cli::{Face, Failure, Line, args::daily::WhatStands, fl, safe_path, terminal::table};
use crate::faces::restored_told;

/// Conflicts that a person is shown; scripts are told all.
const SHOWN_MAX: usize = 200;

/// Brings the parts back to where they lay.
pub(super) fn bring_back(
    face: &mut Face<'_>,
    reading: &Reading,
    parts: &[Part<'_>],
    given: Option<WhatStands>,
) -> Result<RestoreSummary, Failure> {
    let vault = reading.vault()?;
    let forgotten = reading.practice.state.forgotten()?;
    let config = &reading.practice.config;
    let mut plans: Vec<(Vec<View<'_>>, Vec<InPlace>)> = Vec::new();
    face.say(&fl!(face.words, "in-place-looks"));
    for part in parts {
        let views = browse::open(&vault, &reading.sections, part.from.id)?;
        let places = restore::plan_in_place(&vault, &views, &part.selection, &forgotten, config)?;
        plans.push((views, places));
    }
    let places: Vec<&InPlace> = plans.iter().flat_map(|(_, places)| places).collect();
    for place in &places {
        check_ground(face, &place.root)?;
    }
    let replaces = decided(face, &places, given)?;
    let now = home::now().to_zoned_datetime(jiff::tz::TimeZone::system());
    let time = now.strftime("%Y-%m-%d %Hh%M").to_string();
    let mark = fl!(face.words, "in-place-mark", time = time);
    let existing = if replaces { Existing::Aside(&mark) } else { Existing::Stay };
    for place in &places {
        place.check_room(existing)?;
    }
    let mut done = RestoreSummary::default();
    for (views, places) in plans {
        for place in places {
            let progress = face.progress("restore", &[Step::Restore]);
            done.add(place.execute(&vault, &views, existing, &progress)?);
            progress.finish();
        }
    }
    Ok(done)
}

/// Whether what stands there and differs is replaced. Nobody to ask and nothing said: nothing is done.
fn decided(
    face: &mut Face<'_>,
    places: &[&InPlace],
    given: Option<WhatStands>,
) -> Result<bool, Failure> {
    let files: u64 = places.iter().map(|place| place.replaceable()).sum();
    list(face, places)?;
    match given {
        _ if files == 0 => Ok(false),
        Some(given) => Ok(given == WhatStands::Replace),
        None if !face.can_ask() => Err(Error::WouldReplace { files }.into()),
        None => {
            let words = face.words;
            let options = [
                fl!(words, "in-place-stay"),
                fl!(words, "in-place-replace"),
                fl!(words, "in-place-nothing"),
            ];
            let question = fl!(words, "in-place-ask");
            match face.talk().choose(&question, &options)? {
                0 => Ok(false),
                1 => Ok(true),
                _ => Err(Error::NotConfirmed.into()),
            }
        }
    }
}

/// Every conflict on one line, folder by folder.
fn list(face: &mut Face<'_>, places: &[&InPlace]) -> Result<(), Failure> {
    if face.common.json {
        return tell(face, places);
    }
    for place in places {
        if place.conflicts.is_empty() {
            continue;
        }
        let count = place.conflicts.len() as u64;
        let root = safe_path(&place.root);
        face.say(&fl!(face.words, "in-place-differs", count = count, folder = root));
        let rows: Vec<Vec<String>> = place
            .conflicts
            .iter()
            .take(SHOWN_MAX)
            .map(|conflict| restored_told::conflict(face.words, conflict))
            .collect();
        for line in table::on_screen(&[], &rows) {
            face.say(&line);
        }
        let more = place.conflicts.len().saturating_sub(SHOWN_MAX) as u64;
        if more > 0 {
            face.say(&fl!(face.words, "in-place-more", count = more));
        }
    }
    Ok(())
}

/// For programs, which see names only where they ask for them, and how many of each there are always.
fn tell(face: &mut Face<'_>, places: &[&InPlace]) -> Result<(), Failure> {
    let mut counts = BTreeMap::from([("newer", 0_u64), ("older", 0), ("other", 0)]);
    for place in places {
        for conflict in &place.conflicts {
            let now = match conflict.now {
                Now::Newer(_) => "newer",
                Now::Older(_) => "older",
                Now::NoFile => "other",
            };
            *counts.entry(now).or_default() += 1;
            if face.common.names {
                let line = Line::new("restore", "conflict")
                    .with("folder", place.root.to_string_lossy().into_owned())
                    .with("path", conflict.path.escaped())
                    .with("now", now);
                face.result(&line.to_string())?;
            }
        }
    }
    let mut line = Line::new("restore", "conflicts");
    for (word, count) in counts {
        line = line.with(word, count);
    }
    face.result(&line.to_string())?;
    Ok(())
}
