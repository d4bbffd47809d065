//! What the screens of drives and of keys list, and what can be done with each.

/// What can be done with a drive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DriveDeed {
    Eject,
    Label,
    Rename,
    Lost,
    Found,
    Retire,
    Destroyed,
}

/// A drive on its screen.
#[derive(Debug, Clone)]
pub(crate) struct DriveTold {
    /// As the practice knows it.
    pub(crate) name: String,
    /// As it is shown.
    pub(crate) shown: String,
    /// When it was seen, and what should become of it.
    pub(crate) fate: String,
    /// Nothing is to be done about it.
    pub(crate) is_calm: bool,
    /// What is known of it.
    pub(crate) facts: String,
    /// Why something is to be done.
    pub(crate) reasons: Vec<String>,
    /// The usual thing first.
    pub(crate) can: Vec<DriveDeed>,
}

/// Something that is plugged in and no drive to back up to.
#[derive(Debug, Clone)]
pub(crate) struct StrangerTold {
    /// What it is, and what to do.
    pub(crate) told: Vec<String>,
    /// Where it is, if it can be added.
    pub(crate) place: Option<std::path::PathBuf>,
}

/// The screen of drives.
#[derive(Debug, Clone)]
pub(crate) struct DrivesTold {
    pub(crate) drives: Vec<DriveTold>,
    pub(crate) strangers: Vec<StrangerTold>,
}

/// What is ordered about keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum KeyDeed {
    /// See what keys there are.
    Look,
    /// Somebody says that it was destroyed: its name and lock.
    Attest(String, u32),
    /// Nothing new for it any more.
    Remove(String),
    /// One more person, file or token.
    Add,
    /// Another passphrase for the key file.
    Passphrase,
}

/// A key on its screen.
#[derive(Debug, Clone)]
pub(crate) struct KeyTold {
    /// What people call it.
    pub(crate) called: String,
    /// Whether it is in force, what it is and what it opens.
    pub(crate) told: String,
    /// Nothing is to be done about it.
    pub(crate) is_calm: bool,
    /// What can be done with it.
    pub(crate) can: Option<KeyDeed>,
}

/// The screen of keys and people.
#[derive(Debug, Clone)]
pub(crate) struct KeysTold {
    pub(crate) keys: Vec<KeyTold>,
    /// What is to be done.
    pub(crate) next: Vec<String>,
}
