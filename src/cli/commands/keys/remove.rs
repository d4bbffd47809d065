//! `refuge keys remove`: no new backup for a key any more, and an honest word about the old ones.

use refuge::config::KeyState;
use refuge::error::{Error, Result};
use refuge::keys;
use refuge::visit;

use crate::cli::{
    Exit, Face, Failure, Summary,
    commands::{home, ledger_copies},
    fl,
    opening::key_names,
};
use crate::faces::keys_told::{called, label};

pub(super) fn run(face: &mut Face<'_>, name: &str) -> Result<Exit, Failure> {
    let words = face.words;
    let mut practice = home::practice(face)?;
    let name = key_names::meant(&practice.config.keys, KeyState::Active, name, None)?.name.clone();
    let removed = keys::remove(&mut practice.config, &name)?;
    let key = called(words, &removed.key);
    let limits = fl!(words, "keys-removed-limits", key = key.clone());
    if face.can_ask() {
        face.say(&limits);
        if !face.talk().confirm(&fl!(words, "keys-remove-ask", key = key.clone()), false)? {
            return Err(Error::NotConfirmed.into());
        }
    }
    visit::remove_key(&mut practice, &removed, home::now())?;
    ledger_copies::bring_where_possible(face, &mut practice);
    let still: Vec<String> =
        removed.still_opens.iter().map(|section| label(&practice.config, *section)).collect();
    let summary = Summary::new("keys", Exit::Done)
        .with("name", removed.key.name.as_str())
        .with("epoch", removed.key.epoch)
        .with("still_opens", still);
    let mut lines = vec![fl!(words, "keys-removed", key = key)];
    if !face.can_ask() {
        lines.push(limits);
    }
    lines.push(fl!(words, "keys-removed-next"));
    face.finish(&summary, &lines)
}
