//! How an age plugin (a hardware token) talks to the person, through whoever stands above.

use std::sync::Arc;

use age::secrecy::SecretString;

/// What a plugin may ask of the person while a token is used.
pub trait PluginTalk: Send + Sync {
    /// Something to do or know, in the plugin's words: "touch the token".
    fn say(&self, message: &str);

    /// A question with one or two answers; nothing when nobody can be asked.
    fn confirm(&self, message: &str, yes: &str, no: Option<&str>) -> Option<bool>;

    /// Text that is not secret; nothing when nobody can be asked.
    fn ask(&self, message: &str) -> Option<String>;

    /// A secret such as a PIN; nothing when nobody can be asked.
    fn ask_secret(&self, message: &str) -> Option<SecretString>;
}

/// Nobody is there to be asked.
#[derive(Debug, Clone, Copy)]
pub struct NobodyThere;

impl PluginTalk for NobodyThere {
    fn say(&self, _message: &str) {}

    fn confirm(&self, _message: &str, _yes: &str, _no: Option<&str>) -> Option<bool> {
        None
    }

    fn ask(&self, _message: &str) -> Option<String> {
        None
    }

    fn ask_secret(&self, _message: &str) -> Option<SecretString> {
        None
    }
}

/// The same, as the age crate wants it.
#[derive(Clone)]
pub(super) struct Talk(pub(super) Arc<dyn PluginTalk>);

impl Talk {
    pub(super) fn silent() -> Self {
        Self(Arc::new(NobodyThere))
    }
}

impl age::Callbacks for Talk {
    fn display_message(&self, message: &str) {
        self.0.say(message);
    }

    fn confirm(&self, message: &str, yes: &str, no: Option<&str>) -> Option<bool> {
        self.0.confirm(message, yes, no)
    }

    fn request_public_string(&self, description: &str) -> Option<String> {
        self.0.ask(description)
    }

    fn request_passphrase(&self, description: &str) -> Option<SecretString> {
        self.0.ask_secret(description)
    }
}
