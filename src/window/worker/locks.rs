//! Changing the locks: new secrets, typed back from paper, then every drive that is there; and saying that the old
//! ones are destroyed.

use refuge::config::{KeyState, OpeningKey};
use refuge::crypto::{Identity, RecoverySecret};
use refuge::error::{Error, Result};
use refuge::event::{Observer, Step};
use refuge::incident;
use refuge::keys;
use refuge::practice::{Plugged, Practice};
use refuge::settle;
use refuge::state::Permit;
use refuge::status::year::YearStep;
use refuge::visit;

use super::Desk;
use super::new_secrets::Form;
use super::watch::Watch;
use super::year::{Going, JOB};
use crate::faces::key_names::called;
use crate::faces::keys_told::ways;
use crate::faces::new_key::MadeKey;
use crate::faces::new_keys::{NewKeys, readers};
use crate::faces::sheet_key::was_typed;
use crate::faces::year_told::headline;
use crate::faces::{fl, here, safe, safe_path, secret_files};
use crate::window::orders::Tone;
use crate::window::questions::{Blank, Question};

/// What the ledger calls the change of every year.
const YEARLY: &str = "yearly";

impl Desk {
    /// A new lock for the year: what the drives are owed comes first, because whoever forgets afterwards needs the keys
    /// from before.
    pub(super) fn year_locks(&self, step: &YearStep) -> Result<Going> {
        self.year_now(step)?;
        let mut practice = self.practice()?;
        let permit = incident::refuse_while_open(&practice.state)?;
        self.say(JOB, Tone::Plain, |words| fl!(words, "keys-rotate-limits"));
        let drives = self.drives_here(&mut practice, None)?;
        let old = self.keys_anew(&practice)?;
        let watch = Watch::begin(self, JOB, &[Step::Read], None);
        for on in &drives {
            settle::pay(&mut practice, &permit, on, &old, here::now(), &watch)?;
        }
        keys::drop_strays(&practice)?;
        let readers = readers(&practice, &drives, &old, &watch)?;
        drop(watch);
        self.set_run(None);
        let new = self.new_keys(&practice)?;
        let list = self.shared.language().word_list();
        let rotated = new.put_in_force(&mut practice, &readers, list, YEARLY)?;
        let epoch = practice.config.practice.epoch;
        new.remember(&mut practice, epoch)?;
        rotated.tell(&mut practice, here::now())?;
        was_typed(&mut practice, &new.secret.identity()?)?;
        self.shared.kept.forget();
        self.shared.kept.keep(&practice, std::slice::from_ref(&new.identity), here::now());
        self.say(JOB, Tone::Good, |words| fl!(words, "keys-rotated", number = epoch));
        self.say(JOB, Tone::Plain, |words| {
            fl!(words, "keys-new-file", path = safe_path(&new.file))
        });
        // The old ones tell what of the drives was never ours.
        let both: Vec<Identity> = std::iter::once(&new.identity).chain(&old).cloned().collect();
        let watch = Watch::begin(self, JOB, &[Step::Read], None);
        self.relock(&mut practice, &drives, &permit, &both, &watch)?;
        drop(watch);
        self.set_run(None);
        self.bring_ledger(JOB, &mut practice, &drives);
        Ok(Going::On)
    }

    /// Nothing has changed before the passphrase and the words are written down and typed back.
    fn new_keys(&self, practice: &Practice) -> Result<NewKeys> {
        let settings = &practice.config.practice;
        let epoch = settings.epoch + 1;
        let file = practice.home.join(format!("identity-{epoch}.age"));
        secret_files::must_be_free(&file)?;
        let (home, name, id) = (&practice.home, &settings.name, settings.id);
        self.offer_form(JOB, &Form { home, practice: name, id, number: epoch })?;
        let MadeKey { identity, text: protected } = self.made_key(practice, None)?;
        let secret = RecoverySecret::generate();
        self.copy_out(&secret)?;
        Ok(NewKeys { identity, secret, file, recovery: None, protected })
    }

    /// A drive that cannot be brought over keeps its old lock and waits; the others go on.
    fn relock(
        &self,
        practice: &mut Practice,
        drives: &[Plugged],
        permit: &Permit,
        keys: &[Identity],
        observer: &dyn Observer,
    ) -> Result<()> {
        for on in drives {
            let name = &on.drive.name;
            match visit::relock(practice, on, permit, keys, here::now(), observer) {
                Ok(_) => self.say(JOB, Tone::Good, |words| {
                    fl!(words, "keys-drives-done", drives = safe(name))
                }),
                Err(error @ Error::Interrupted) => return Err(error),
                Err(error) => self.fails(JOB, &error.of_drive(name)),
            }
        }
        Ok(())
    }

    /// Brings drives that were away to the lock in force; what else they are owed comes first.
    pub(super) fn year_new_lock(&self, step: &YearStep, names: &[String]) -> Result<Going> {
        self.year_now(step)?;
        let mut practice = self.practice()?;
        let permit = incident::refuse_while_open(&practice.state)?;
        keys::drop_strays(&practice)?;
        let drives = self.drives_here(&mut practice, Some(names))?;
        let keys = self.keys(&practice)?;
        let watch = Watch::begin(self, JOB, &[Step::Read], None);
        for on in &drives {
            match settle::pay(&mut practice, &permit, on, &keys, here::now(), &watch) {
                Ok(_) => {}
                Err(error @ Error::Interrupted) => return Err(error),
                Err(error) => self.fails(JOB, &error.of_drive(&on.drive.name)),
            }
        }
        drop(watch);
        self.set_run(None);
        self.bring_ledger(JOB, &mut practice, &drives);
        Ok(Going::On)
    }

    /// A person says that an old sheet, file or token was destroyed.
    pub(super) fn year_attest(&self, step: &YearStep) -> Result<Going> {
        let mut practice = self.practice()?;
        let is_old = |key: &&OpeningKey| key.state == KeyState::ToDestroy;
        let mut old: Vec<OpeningKey> =
            practice.config.keys.iter().filter(is_old).cloned().collect();
        old.sort_by_key(|key| key.epoch);
        let chosen = self.ask_or_leave(|words| {
            let name = |key: &OpeningKey| called(words, &key.name, key.kind, key.epoch);
            Question {
                told: vec![headline(words, step), fl!(words, "window-year-destroyed")],
                options: old.iter().map(name).collect(),
            }
        })?;
        let Some(key) = old.into_iter().nth(chosen) else { return Ok(Going::Later) };
        keys::refuse_while_needed(&practice, &key)?;
        practice.refuse_while_it_lies(&key)?;
        let by = self.ask_text(|words| Blank {
            told: vec![called(words, &key.name, key.kind, key.epoch)],
            name: fl!(words, "keys-attest-by"),
            ..Blank::default()
        })?;
        let given = self.ask_line(|words| Blank {
            told: vec![called(words, &key.name, key.kind, key.epoch)],
            name: fl!(words, "window-year-how"),
            options: ways(words, key.kind).to_vec(),
            ..Blank::default()
        })?;
        let (done, entry) = self.note_destroyed(JOB, &mut practice, &key, by, given)?;
        self.say(JOB, Tone::Good, |words| {
            let key = called(words, &done.name, done.kind, done.epoch);
            let (by, entry) = (safe(&done.by), entry.label());
            fl!(words, "keys-attested", key = key, by = by, entry = entry)
        });
        Ok(Going::On)
    }
}
