//! New secrets at the window: a passphrase that is written down or the person's own, and the words of a new sheet.
//!
//! What is shown counts only once it was typed back from paper: what nobody wrote down is lost with the screen.

use std::path::Path;

use refuge::crypto::passphrase;
use refuge::crypto::words::{RECOVERY_WORDS, RecoverySecret};
use refuge::error::{Error, KeyTrouble, Result};
use refuge::id::PracticeId;
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use super::Desk;
use super::asking::Given;
use crate::faces::sheet_words::{Typing, WORDS_AT_ONCE, Wanted};
use crate::faces::{Catalog, explain, fl, safe_path, sheet_form};
use crate::window::orders::{Job, Tone};
use crate::window::questions::{Page, Question, SecretAsked};

/// Wrong words after which those of the sheet can be seen again.
const TRIES: u32 = 2;

/// The form to write a sheet on: of which practice, and where it goes.
pub(super) struct Form<'a> {
    pub(super) home: &'a Path,
    pub(super) practice: &'a str,
    pub(super) id: PracticeId,
    pub(super) number: u32,
}

impl Desk {
    /// The form to write the sheet on, in the browser; any paper does.
    pub(super) fn offer_form(&self, job: Job, form: &Form<'_>) -> Result<()> {
        let Form { home, practice, id, number } = *form;
        let words = self.tongues.of(self.shared.language());
        let path = sheet_form::usual_place(words, home, number);
        let made = sheet_form::write(words, &path, practice, id, number);
        loop {
            let chosen = self.ask_or_leave(|words| Question {
                told: vec![
                    fl!(words, "wizard-step-secrets"),
                    fl!(words, "window-first-secrets"),
                    fl!(words, "sheet-ready"),
                    match &made {
                        Ok(()) => fl!(words, "sheet-form-no-secret"),
                        Err(error) => explain::in_window(words, error).what,
                    },
                ],
                options: vec![
                    fl!(words, "window-first-paper-ready"),
                    fl!(words, "window-first-print"),
                ],
            })?;
            if chosen == 0 {
                return Ok(());
            }
            // Where no browser is, its place is told, and any paper does.
            drop(open::that_detached(&path));
            self.say(job, Tone::Plain, |words| {
                fl!(words, "sheet-form-is", number = number, path = safe_path(&path))
            });
        }
    }

    /// A new passphrase: made and copied to paper, or the person's own, weighed. `known` are words that an attacker
    /// would try first.
    pub(super) fn new_passphrase(&self, known: &[&str]) -> Result<SecretString> {
        loop {
            let list = self.shared.language().word_list();
            let made = passphrase::generate(list);
            if self.is_written_down(&made)? {
                return Ok(made);
            }
            if let Some(own) = self.own_passphrase(known)? {
                return Ok(own);
            }
        }
    }

    /// Shows it until it is typed back, or the person would rather choose their own.
    fn is_written_down(&self, made: &SecretString) -> Result<bool> {
        let mut is_wrong = false;
        loop {
            let words = made.expose_secret().split_whitespace();
            let page = Page {
                words: words.map(|word| Zeroizing::new(word.to_owned())).collect(),
                first_number: None,
            };
            let chosen = self.ask_beside(page, |words| Question {
                told: if is_wrong {
                    vec![fl!(words, "init-passphrase-not-it")]
                } else {
                    vec![
                        fl!(words, "window-passphrase-made"),
                        fl!(words, "window-passphrase-nobody-looks"),
                    ]
                },
                options: vec![
                    fl!(words, "window-passphrase-written"),
                    fl!(words, "window-passphrase-choose"),
                ],
            })?;
            if chosen != 0 {
                return Ok(false);
            }
            let back = self.ask_secret(|words| SecretAsked {
                told: vec![fl!(words, "window-passphrase-back-about")],
                name: fl!(words, "window-passphrase-back"),
                is_seen: true,
                options: vec![fl!(words, "window-show-again")],
                ..SecretAsked::default()
            })?;
            let Given::Typed(back) = back else {
                is_wrong = false;
                continue;
            };
            if back.expose_secret().split_whitespace().eq(made.expose_secret().split_whitespace()) {
                return Ok(true);
            }
            is_wrong = true;
        }
    }

    /// What the person thought of; nothing when they would rather have one made.
    fn own_passphrase(&self, known: &[&str]) -> Result<Option<SecretString>> {
        let mut why: Option<Why> = None;
        loop {
            let asked = self.ask_secret(|words| SecretAsked {
                told: vec![fl!(words, "init-passphrase-rules")],
                why: why.as_ref().map(|why| why.told(words)),
                name: fl!(words, "window-passphrase-own"),
                options: vec![fl!(words, "window-passphrase-make")],
                ..SecretAsked::default()
            })?;
            let Given::Typed(own) = asked else { return Ok(None) };
            if let Err(weakness) = passphrase::check(&own, known) {
                why = Some(Why::Weak(Error::Key(KeyTrouble::WeakPassphrase(weakness))));
                continue;
            }
            let again = self.ask_secret(|words| SecretAsked {
                name: fl!(words, "window-passphrase-again"),
                options: vec![fl!(words, "window-back")],
                ..SecretAsked::default()
            })?;
            match again {
                Given::Typed(again) if again.expose_secret() == own.expose_secret() => {
                    return Ok(Some(own));
                }
                Given::Typed(_) => why = Some(Why::Differs),
                Given::Option(_) => why = None,
            }
        }
    }

    /// Shows the words of a new sheet, a column of the form at a time, then has all of them typed back.
    pub(super) fn copy_out(&self, secret: &RecoverySecret) -> Result<()> {
        let list = self.shared.language().word_list();
        let all = secret.words(list);
        self.show_words(&all)?;
        let is_right = |number: usize, typed: &str| secret.has_word(list, number, typed);
        let mut typing = Typing::default();
        loop {
            let wants = typing.wants();
            if wants == Wanted::Nothing {
                return Ok(());
            }
            let may_show = typing.wrong() >= TRIES;
            let asked = self.ask_secret(|words| SecretAsked {
                told: vec![fl!(words, "sheet-back")],
                why: match wants {
                    Wanted::Again(number) => Some(fl!(words, "sheet-wrong", number = number)),
                    Wanted::Line(..) | Wanted::Nothing => None,
                },
                name: super::keys::wanted(words, wants),
                is_seen: true,
                options: if may_show { vec![fl!(words, "window-show-again")] } else { Vec::new() },
            })?;
            match asked {
                Given::Typed(typed) => typing.take(&typed, &is_right),
                Given::Option(_) => {
                    typing.begin_anew();
                    self.show_words(&all)?;
                }
            }
        }
    }

    fn show_words(&self, all: &[String]) -> Result<()> {
        let columns = RECOVERY_WORDS / WORDS_AT_ONCE;
        let mut at = 0;
        while at < columns {
            let before = at * WORDS_AT_ONCE;
            let column = all.iter().skip(before).take(WORDS_AT_ONCE);
            let page = Page {
                words: column.map(|word| Zeroizing::new(word.clone())).collect(),
                first_number: Some(before + 1),
            };
            let (number, first, last) = (at + 1, before + 1, before + WORDS_AT_ONCE);
            let chosen = self.ask_beside(page, |words| Question {
                told: vec![fl!(
                    words,
                    "window-column",
                    column = number,
                    all = columns,
                    first = first,
                    last = last
                )],
                options: if at == 0 {
                    vec![fl!(words, "window-written-next")]
                } else {
                    vec![fl!(words, "window-written-next"), fl!(words, "window-back")]
                },
            })?;
            at = if chosen == 0 { at + 1 } else { at - 1 };
        }
        Ok(())
    }
}

/// Why a passphrase is asked for again.
enum Why {
    Weak(Error),
    Differs,
}

impl Why {
    fn told(&self, words: &Catalog) -> String {
        match self {
            Self::Weak(error) => explain::in_window(words, error).what,
            Self::Differs => fl!(words, "init-passphrase-differs"),
        }
    }
}
