//! Keys and people: who can open the backups, and how that changes.

use std::path::PathBuf;

use refuge::config::{KeyKind, KeyState, OpeningKey};
use refuge::crypto::{Identity, Recipient, RecipientKind, identity_file};
use refuge::error::{Error, Result};
use refuge::keys::{self, Attestation, Attested, ListedKey, NewKey};
use refuge::ledger::Recorded;
use refuge::practice::{Plugged, Practice};
use refuge::visit;

use super::Desk;
use super::asking::Given;
use super::keys::OpenedKeys;
use super::watch::Watch;
use crate::faces::new_key::{self, MadeKey};
use crate::faces::opened_drives::{self, Opened};
use crate::faces::sheet_key::is_sheet;
use crate::faces::{
    Catalog, dropped, explain, fl, here, key_names, keys_told, safe, safe_path, secret_files,
};
use crate::window::listed::{KeyDeed, KeyTold, KeysTold};
use crate::window::orders::{Job, News, Tone};
use crate::window::questions::{Blank, Question};

const JOB: Job = Job::Keys;

impl Desk {
    /// What is ordered about keys; whatever became of it, the screen is told what there is now.
    pub(super) fn key_deed(&self, deed: &KeyDeed) -> Result<()> {
        let done = match deed {
            KeyDeed::Look => Ok(()),
            KeyDeed::Attest(name, epoch) => self.attest(name, *epoch),
            KeyDeed::Remove(name) => self.remove_key(name),
            KeyDeed::Add => self.add_key(),
            KeyDeed::Passphrase => self.change_passphrase(),
        };
        let told = self.tell_keys();
        done.and(told)
    }

    fn tell_keys(&self) -> Result<()> {
        let practice = self.practice_reading()?;
        let waiting = keys::queued(&practice.state, &practice.config)?;
        let waiting: Vec<String> = waiting.into_iter().map(|drive| drive.name).collect();
        let told = self.tongues.say(|words| {
            let all = keys::list(&practice.config);
            Ok(KeysTold {
                keys: all
                    .iter()
                    .map(|key| key_told(words, &practice, key, !waiting.is_empty()))
                    .collect::<Result<_>>()?,
                next: next(words, &practice, &waiting),
            })
        });
        self.tell(News::Keys(Box::new(told.whole()?)));
        Ok(())
    }

    fn attest(&self, name: &str, epoch: u32) -> Result<()> {
        let mut practice = self.practice()?;
        let all = &practice.config.keys;
        let key = key_names::meant(all, KeyState::ToDestroy, name, Some(epoch))?.clone();
        keys::refuse_while_needed(&practice, &key)?;
        practice.refuse_while_it_lies(&key)?;
        let called = |words: &Catalog| key_names::called(words, &key.name, key.kind, key.epoch);
        let by = self.ask_text(|words| Blank {
            told: vec![fl!(words, "window-key-attest-before", key = called(words))],
            name: fl!(words, "keys-attest-by"),
            ..Blank::default()
        })?;
        let given = self.ask_line(|words| Blank {
            told: vec![fl!(words, "window-key-attest-how")],
            name: fl!(words, "window-drive-destroyed-how"),
            options: keys_told::ways(words, key.kind).to_vec(),
            ..Blank::default()
        })?;
        let (done, entry) = self.note_destroyed(JOB, &mut practice, &key, by, given)?;
        self.say_all(JOB, Tone::Good, |words| {
            let (key, by) = (called(words), safe(&done.by));
            let noted = fl!(words, "keys-attested", key = key, by = by, entry = entry.label());
            let left = match done.left {
                0 => fl!(words, "keys-attested-all"),
                left => fl!(words, "keys-attested-left", count = left),
            };
            vec![noted, left]
        });
        Ok(())
    }

    /// Notes that a key was destroyed: by whom, and how: one of the usual ways, or in the person's own words.
    pub(super) fn note_destroyed(
        &self,
        job: Job,
        practice: &mut Practice,
        key: &OpeningKey,
        by: String,
        how: Given<String>,
    ) -> Result<(Attested, Recorded)> {
        let method = match how {
            Given::Typed(method) => method,
            Given::Option(number) => {
                let words = self.tongues.of(self.shared.language());
                keys_told::ways(words, key.kind).into_iter().nth(number).unwrap_or_default()
            }
        };
        let said = Attestation {
            name: key.name.clone(),
            epoch: Some(key.epoch),
            by,
            method,
            date: here::today(),
        };
        let noted = visit::attest(practice, &said, here::now())?;
        self.bring_where_possible(job, practice);
        Ok(noted)
    }

    fn remove_key(&self, name: &str) -> Result<()> {
        let mut practice = self.practice()?;
        let removed = keys::remove(&mut practice.config, name)?;
        let called = |words: &Catalog| keys_told::called(words, &removed.key);
        self.confirm(|words| {
            vec![
                fl!(words, "keys-removed-limits", key = called(words)),
                fl!(words, "keys-remove-ask", key = called(words)),
            ]
        })?;
        visit::remove_key(&mut practice, &removed, here::now())?;
        self.bring_where_possible(JOB, &mut practice);
        self.say(JOB, Tone::Good, |words| fl!(words, "keys-removed", key = called(words)));
        self.say(JOB, Tone::Warning, |words| fl!(words, "keys-removed-next", "window"));
        Ok(())
    }

    /// One more key that opens everything: a file that is made here, or a token's public half.
    fn add_key(&self) -> Result<()> {
        let practice = self.practice()?;
        let name =
            self.ask_text(|words| Blank { name: fl!(words, "keys-name-ask"), ..Blank::default() })?;
        let kind = self.ask_or_leave(|words| Question {
            told: vec![fl!(words, "window-key-kind")],
            options: vec![fl!(words, "window-key-kind-file"), fl!(words, "window-key-kind-token")],
        })?;
        let token = if kind == 1 { Some(self.recipient()?) } else { None };
        let mut opened = self.open_drives(practice)?;
        let readers = std::mem::take(&mut opened.readers);
        let (key, file) = match token {
            Some(recipient) => {
                let kind = match recipient.kind() {
                    RecipientKind::Token => KeyKind::Plugin,
                    RecipientKind::X25519 | RecipientKind::PostQuantum => KeyKind::File,
                };
                let key = NewKey { name, kind, recipient, sections: None };
                let added = visit::add_key(&mut opened.practice, &readers, key, None)?;
                (added.tell(&mut opened.practice, here::now())?, None)
            }
            None => {
                let path = self.new_file(&opened.practice, &name)?;
                let made = self.made_key(&opened.practice, Some(&name))?;
                let practice = &mut opened.practice;
                let key = new_key::let_in(practice, &readers, &name, &path, &made, None)?;
                (key, Some(path))
            }
        };
        self.bring(&mut opened)?;
        let waiting = opened_drives::others(&opened.practice, &opened.names())?;
        self.say_all(JOB, Tone::Good, |words| {
            let mut said = vec![fl!(words, "keys-added-all", name = safe(&key.name))];
            said.extend(
                file.as_ref().map(|path| fl!(words, "keys-file-is", path = safe_path(path))),
            );
            if !waiting.is_empty() {
                let drives = safe(&waiting.join(", "));
                said.push(fl!(words, "keys-added-waiting", drives = drives));
            }
            said
        });
        Ok(())
    }

    /// The public half of a key, asked for until it is one.
    fn recipient(&self) -> Result<Recipient> {
        let mut why: Option<Error> = None;
        loop {
            let typed = self.ask_text(|words| Blank {
                told: vec![fl!(words, "window-key-public-about")],
                why: why.as_ref().map(|why| explain::in_window(words, why).what),
                name: fl!(words, "window-key-public"),
                ..Blank::default()
            })?;
            match typed.parse() {
                Ok(recipient) => return Ok(recipient),
                Err(error) => why = Some(error),
            }
        }
    }

    /// Where a new key file goes: a place where none is.
    fn new_file(&self, practice: &Practice, name: &str) -> Result<PathBuf> {
        let usual = new_key::usual_place(practice, name);
        let mut why: Option<Error> = None;
        loop {
            let typed = self.ask_text(|words| Blank {
                told: vec![fl!(words, "window-key-file-where")],
                why: why.as_ref().map(|why| explain::in_window(words, why).what),
                name: fl!(words, "window-key-file-place"),
                proposed: usual.to_string_lossy().into_owned(),
                options: Vec::new(),
            })?;
            let path = dropped::path(&typed);
            let path = std::path::absolute(&path).unwrap_or(path);
            match secret_files::must_be_free(&path) {
                Ok(()) => return Ok(path),
                Err(error) => why = Some(error),
            }
        }
    }

    /// A new secret behind a new passphrase.
    pub(super) fn made_key(&self, practice: &Practice, name: Option<&str>) -> Result<MadeKey> {
        let passphrase = self.new_passphrase(&new_key::known_words(&practice.config))?;
        let comments: Vec<&str> =
            std::iter::once(practice.config.practice.name.as_str()).chain(name).collect();
        MadeKey::behind(&passphrase, &comments, false)
    }

    /// Another passphrase for the same keys; whoever has only the sheet lets a new key in with it.
    fn change_passphrase(&self) -> Result<()> {
        let mut practice = self.practice()?;
        let OpenedKeys { keys, file } = self.given_keys(&practice)?;
        let Some(path) = file.filter(|_| !keys.iter().any(|key| is_sheet(&practice, key))) else {
            return self.key_again(practice, &keys);
        };
        let passphrase = self.new_passphrase(&new_key::known_words(&practice.config))?;
        let comments = [practice.config.practice.name.as_str()];
        let text = identity_file::protect(&keys, &comments, &passphrase)?;
        secret_files::replace(&path, &text)?;
        visit::change_cover(&mut practice, here::now())?;
        self.say(JOB, Tone::Good, |words| {
            fl!(words, "keys-passphrase-changed", path = safe_path(&path))
        });
        Ok(())
    }

    /// The key in the file is out of reach: a new one takes its place.
    fn key_again(&self, practice: Practice, keys: &[Identity]) -> Result<()> {
        let watch = Watch::begin(self, JOB, &[], None);
        let mut opened = Opened::with(practice, keys, &watch)?;
        self.set_run(None);
        let made = self.made_key(&opened.practice, None)?;
        let (name, path) = new_key::free_name(&opened.practice);
        let readers = std::mem::take(&mut opened.readers);
        new_key::let_in_again(&mut opened.practice, &readers, &path, name, &made)?;
        self.bring(&mut opened)?;
        self.say_all(JOB, Tone::Good, |words| {
            vec![
                fl!(words, "keys-passphrase-new", path = safe_path(&path)),
                fl!(words, "keys-passphrase-old", "window"),
            ]
        });
        Ok(())
    }

    /// The drives that are there, opened with a key that is given now.
    fn open_drives(&self, mut practice: Practice) -> Result<Opened> {
        opened_drives::plugged(&mut practice)?;
        let keys = self.given_keys(&practice)?.keys;
        let watch = Watch::begin(self, JOB, &[], None);
        let opened = Opened::with(practice, &keys, &watch)?;
        self.set_run(None);
        Ok(opened)
    }

    /// Brings new parts, and what the ledger tells of them, to every drive that is there.
    fn bring(&self, opened: &mut Opened) -> Result<()> {
        opened.bring_parts()?;
        self.bring_ledger(JOB, &mut opened.practice, &opened.drives);
        Ok(())
    }

    /// The ledger's copy, for what needs no drive: one that is not there gets it at its next visit.
    fn bring_where_possible(&self, job: Job, practice: &mut Practice) {
        if let Ok(plugged) = practice.plugged(here::now()) {
            self.bring_ledger(job, practice, &plugged);
        }
    }

    /// Drives get their copy of the ledger; where that did not work, the next visit brings it.
    pub(super) fn bring_ledger(&self, job: Job, practice: &mut Practice, plugged: &[Plugged]) {
        for (drive, error) in visit::bring_all(practice, plugged) {
            if !matches!(error, Error::Drive { .. }) {
                self.fails(job, &error);
                continue;
            }
            self.say(job, Tone::Warning, |words| {
                let why = explain::in_window(words, &error).what;
                fl!(words, "ledger-copy-later", why = why, drive = safe(&drive))
            });
        }
    }
}

/// A file, a token or a sheet, with where the copies of that are.
fn kind_name(words: &Catalog, practice: &Practice, key: &ListedKey) -> Result<String> {
    Ok(match keys_told::places(practice, key)? {
        Some(places) => fl!(words, "keys-kind-sheet-at", places = places),
        None => keys_told::kind_alone(words, key.kind),
    })
}

fn key_told(
    words: &Catalog,
    practice: &Practice,
    key: &ListedKey,
    old_keys_needed: bool,
) -> Result<KeyTold> {
    let mut told = vec![
        keys_told::state_name(words, practice, key, old_keys_needed),
        kind_name(words, practice, key)?,
    ];
    if key.state != KeyState::Destroyed {
        let what = keys_told::opens(words, &practice.config, key);
        told.push(fl!(words, "window-key-opens", what = what));
    }
    let is_kept = old_keys_needed && key.epoch != practice.config.practice.epoch;
    let can = match key.state {
        KeyState::Active if !new_key::is_own(&key.name) => Some(KeyDeed::Remove(key.name.clone())),
        KeyState::ToDestroy if !is_kept => Some(KeyDeed::Attest(key.name.clone(), key.epoch)),
        KeyState::Active | KeyState::ToDestroy | KeyState::Destroyed => None,
    };
    Ok(KeyTold {
        called: keys_told::called(words, key),
        told: told.join(", "),
        is_calm: is_kept || key.state != KeyState::ToDestroy,
        can,
    })
}

fn next(words: &Catalog, practice: &Practice, waiting: &[String]) -> Vec<String> {
    if !waiting.is_empty() {
        let drives = safe(&waiting.join(", "));
        return vec![fl!(words, "keys-waiting", "window", drives = drives)];
    }
    let is_old = keys::to_destroy(&practice.config).into_iter().next().is_some();
    is_old.then(|| fl!(words, "keys-attest-now", "window")).into_iter().collect()
}
