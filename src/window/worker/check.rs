//! The monthly check of a drive, its repair and the rehearsal of the sheet, as the command line makes them.

use refuge::config::OpeningKey;
use refuge::crypto::three_words::{ThreeWords, WORDS_ASKED};
use refuge::error::{Error, KeyTrouble, Result};
use refuge::event::Step;
use refuge::incident;
use refuge::practice::Practice;
use refuge::verify::Mode;
use refuge::visit::{self, Checking, SAMPLE_FILES};
use secrecy::{ExposeSecret, SecretString};

use super::Desk;
use super::asking::Given;
use super::watch::Watch;
use crate::faces::check_told::{self, Speaker};
use crate::faces::rehearsal::{done_by, is_due};
use crate::faces::sheet_key::{in_force, sheet_in_force};
use crate::faces::sheet_words::is_word;
use crate::faces::{Catalog, fl, here, safe};
use crate::window::orders::{Job, News, Tone};
use crate::window::questions::SecretAsked;

const JOB: Job = Job::Check;
const STEPS: &[Step] = &[Step::Read, Step::Restore, Step::Compare];

impl Desk {
    /// Checks a drive; one that is named is repaired besides.
    pub(super) fn check(&self, repairs: Option<&str>) -> Result<()> {
        let mut practice = self.practice()?;
        let mut plugged = practice.readable_one(repairs, here::now())?;
        let name = plugged.drive.name.clone();
        self.say(JOB, Tone::Plain, |words| fl!(words, "drill-begins", drive = safe(&name)));
        let keys = self.keys(&practice)?;
        plugged.heed_contents(&practice, &keys)?;
        if plugged.is_believed() {
            self.say(JOB, Tone::Warning, |words| {
                fl!(words, "drive-identity-lost", drive = safe(&name))
            });
        }
        let rehearsed = done_by(&practice, &keys).cloned();
        let repair = repairs.is_some();
        if repair && incident::is_open(&practice.state)? {
            self.say(JOB, Tone::Warning, |words| fl!(words, "verify-repair-in-incident", "window"));
        }
        let (mode, sample, now) = (Mode::Drill, SAMPLE_FILES, here::now());
        let how = Checking { mode, sample, repair, now };
        let watch = Watch::begin(self, JOB, STEPS, None);
        let checked = visit::check(&mut practice, &plugged, &keys, &how, &watch)?;
        self.set_run(None);
        let is_good = checked.report.is_good() && checked.ledger.is_none();
        let tone = if is_good { Tone::Good } else { Tone::Warning };
        self.say_all(JOB, tone, |words| {
            let drive = &plugged.drive;
            let told = check_told::sentences(words, &practice, drive, &checked, Speaker::Window);
            told.unwrap_or_default()
        });
        match rehearsed {
            Some(key) => visit::rehearsed(&mut practice, &key, here::now())?,
            None if is_due(&practice, here::now())? => self.tell(News::RehearsalDue),
            None => {}
        }
        if check_told::advises_repair(&checked.report) {
            self.tell(News::Repairable(name));
        }
        Ok(())
    }

    /// Can the sheet still be read? Three words, or all where no three are known of it.
    pub(super) fn rehearse(&self) -> Result<()> {
        let mut practice = self.practice()?;
        let Some(three) = practice.three_words()? else {
            let secret = self.sheet(&practice)?;
            let key = in_force(&practice, &secret.identity()?)?.clone();
            practice.keep_three_words(key.epoch, &secret)?;
            visit::rehearsed(&mut practice, &key, here::now())?;
            self.say(JOB, Tone::Good, |words| fl!(words, "sheet-rehearsed", number = key.epoch));
            return Ok(());
        };
        let key = self.three_words(&practice, &three)?;
        visit::rehearsed(&mut practice, &key, here::now())?;
        self.say(JOB, Tone::Good, |words| {
            let (number, asked) = (key.epoch, numbers(words, &three));
            fl!(words, "sheet-three-right", "window", number = number, words = asked)
        });
        Ok(())
    }

    /// Asks for three words until they are right.
    fn three_words(&self, practice: &Practice, three: &ThreeWords) -> Result<OpeningKey> {
        let key = sheet_in_force(&practice.config).cloned();
        let key = key.ok_or(Error::Key(KeyTrouble::OpensNothing))?;
        let mut is_wrong = false;
        loop {
            let mut typed: [SecretString; WORDS_ASKED] =
                std::array::from_fn(|_| SecretString::default());
            for (number, typed) in three.positions().into_iter().zip(&mut typed) {
                *typed = self.one_word(number, |words| {
                    let (sheet, numbers) = (key.epoch, numbers(words, three));
                    match is_wrong {
                        false => {
                            fl!(words, "sheet-three-ask", number = sheet, words = numbers)
                        }
                        true => {
                            fl!(words, "sheet-three-wrong", number = sheet, words = numbers)
                        }
                    }
                })?;
            }
            if three.are(typed.each_ref().map(|word| word.expose_secret())) {
                return Ok(key);
            }
            is_wrong = true;
        }
    }

    /// One word of the sheet; what is in no list is asked for again.
    fn one_word(&self, number: usize, about: impl Fn(&Catalog) -> String) -> Result<SecretString> {
        let mut is_unknown = false;
        loop {
            let asked = self.ask_secret(|words| SecretAsked {
                told: vec![about(words)],
                why: is_unknown.then(|| fl!(words, "sheet-unknown", number = number)),
                name: fl!(words, "window-word", number = number),
                is_seen: true,
                options: Vec::new(),
            })?;
            match asked {
                Given::Typed(typed) if is_word(typed.expose_secret().trim()) => return Ok(typed),
                Given::Typed(_) => is_unknown = true,
                Given::Option(_) => return Err(Error::NotConfirmed),
            }
        }
    }
}

fn numbers(words: &Catalog, three: &ThreeWords) -> String {
    let [first, second, third] = three.positions();
    fl!(words, "sheet-three-numbers", first = first, second = second, third = third)
}
