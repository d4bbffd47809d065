//! Lets the plugin of a hardware token speak to the person: "touch the token", a PIN.

use std::sync::{Mutex, MutexGuard, PoisonError};

use refuge::crypto::PluginTalk;
use refuge::error::Result;
use secrecy::SecretString;

use super::{Colours, Terminal, Ui};
use crate::cli::{args::Common, safe};

/// A terminal of its own: a plugin speaks while a command is at work.
pub(crate) struct TokenTalk(Mutex<Terminal>);

impl TokenTalk {
    /// The terminal as the flags want it.
    pub(crate) fn new(common: &Common) -> Self {
        let colours = Colours::decide(common, |name| std::env::var(name).ok());
        Self(Mutex::new(Terminal::new(common, colours)))
    }

    fn terminal(&self) -> MutexGuard<'_, Terminal> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn asked<T>(&self, ask: impl FnOnce(&mut Terminal) -> Result<T>) -> Option<T> {
        let mut terminal = self.terminal();
        if terminal.can_ask() { ask(&mut terminal).ok() } else { None }
    }
}

impl PluginTalk for TokenTalk {
    fn say(&self, message: &str) {
        // Isolates around names are for screens that mix directions of writing; here they show as codes.
        let message = message.replace(['\u{2068}', '\u{2069}'], "");
        self.terminal().say(&safe(&message));
    }

    fn confirm(&self, message: &str, yes: &str, no: Option<&str>) -> Option<bool> {
        let Some(no) = no else {
            return self.asked(|terminal| terminal.read(&safe(message), None)).map(|_| true);
        };
        let prompt = format!("{} (1 {}, 2 {})", safe(message), safe(yes), safe(no));
        let typed = self.asked(|terminal| terminal.read(&prompt, None))?;
        match typed.trim() {
            "1" => Some(true),
            "2" => Some(false),
            _ => None,
        }
    }

    fn ask(&self, message: &str) -> Option<String> {
        self.asked(|terminal| terminal.read(&safe(message), None))
    }

    fn ask_secret(&self, message: &str) -> Option<SecretString> {
        self.asked(|terminal| terminal.read_hidden(&safe(message)))
    }
}
