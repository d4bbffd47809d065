//! What the screens order from the worker, and what the worker tells them.

use std::path::PathBuf;
use std::sync::Arc;

use refuge::browse::{History, Search};
use refuge::status::verdict::Verdict;

use super::both::Both;
use super::listed::{DriveDeed, DrivesTold, KeyDeed, KeysTold};
use super::questions::Asked;
use crate::faces::Language;
use crate::faces::explain::Explanation;
use crate::faces::progress::tracker::Tracker;

/// What the window begins with.
#[derive(Debug, Clone)]
pub(crate) struct Setting {
    /// Where the practice is.
    pub(crate) home: Option<PathBuf>,
    /// The folder of whoever sits here, in which a first day looks for what to back up.
    pub(crate) documents: Option<PathBuf>,
    /// The first language.
    pub(crate) language: Language,
}

/// Work.
pub(crate) enum Order {
    /// See where the practice stands.
    Look,
    /// Back up to every drive that is plugged in; wait for one.
    BackUp {
        /// The person knows why so much changed.
        expected_changes: bool,
    },
    /// Open a drive with a key, to look for what is wanted back.
    OpenBackups,
    /// Which of what was found fits these words; the number comes back with the answer.
    Filter {
        /// Above those of all words before.
        number: u64,
        /// As typed.
        words: String,
    },
    /// Show the beginning of a file.
    Preview(Thing),
    /// Bring one thing back.
    Restore(Thing, Place),
    /// Open a folder in the system's own window.
    ShowFolder(PathBuf),
    /// Check a drive; the one that is named is repaired besides.
    Check(Option<String>),
    /// Whether the recovery sheet can still be read.
    Rehearse,
    /// What to do in an attack, and whether an incident is open.
    Incident,
    /// Freeze whatever would erase.
    OpenIncident,
    /// Ask everything that a new practice needs, and make it.
    FirstDay,
    /// See what drives there are.
    Drives,
    /// Make what is plugged in there a drive of the practice; or ask where.
    AddDrive(Option<PathBuf>),
    /// Do something with the drive of this name.
    DriveDeed(DriveDeed, String),
    /// See or change who can open the backups.
    Keys(KeyDeed),
    /// Go on with the yearly erasing, wherever it stands.
    Year,
    /// Forget what keys opened.
    Lock,
}

impl Order {
    /// Who hears how it went.
    pub(crate) const fn job(&self) -> Job {
        match self {
            Self::Look | Self::Lock => Job::Look,
            Self::BackUp { .. } => Job::BackUp,
            Self::OpenBackups
            | Self::Filter { .. }
            | Self::Preview(_)
            | Self::Restore(..)
            | Self::ShowFolder(_) => Job::GetBack,
            Self::Check(_) | Self::Rehearse => Job::Check,
            Self::FirstDay => Job::FirstDay,
            Self::Year => Job::Year,
            Self::Incident | Self::OpenIncident => Job::Attack,
            Self::Keys(_) => Job::Keys,
            Self::Drives | Self::AddDrive(_) | Self::DriveDeed(..) => Job::Drives,
        }
    }

    /// Whether it is done beside what is seen, and nothing ends with it.
    pub(crate) const fn is_silent(&self) -> bool {
        matches!(self, Self::Filter { .. } | Self::Preview(_) | Self::ShowFolder(_) | Self::Lock)
    }

    /// Whether what was opened on a drive may no longer be what lies there.
    pub(crate) const fn closes_backups(&self) -> bool {
        use DriveDeed::{Eject, Retire};
        let is_drive_gone = matches!(self, Self::DriveDeed(Eject | Retire, _));
        is_drive_gone
            || matches!(self, Self::BackUp { .. } | Self::Check(_) | Self::Year | Self::Lock)
    }
}

/// One version of one thing that was found, by their numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Thing {
    pub(crate) hit: u32,
    pub(crate) version: usize,
}

/// Where files are brought back to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// A new folder on the desktop.
    NewFolder,
    /// Where they were.
    InPlace,
}

/// Who a piece of news is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Job {
    Look,
    BackUp,
    GetBack,
    Check,
    Attack,
    FirstDay,
    Drives,
    Keys,
    Year,
}

/// What the worker tells.
pub(crate) enum News {
    /// Where the practice stands.
    Stands(Box<Both<HomeTold>>),
    /// There is no practice on this computer yet.
    NotSetUp,
    /// A question: the worker waits for the answer.
    Asks(Asked),
    /// Lines on the way.
    Said(Job, Both<Vec<Line>>),
    /// Something went wrong.
    Failed(Job, Both<Explanation>),
    /// A piece of work ended.
    Ended(Job),
    /// A backup stopped because it looks like an attack.
    Refused(Both<Explanation>),
    /// The backups are open: everything that is in them.
    Opened(Arc<Found>),
    /// They are closed again.
    Closed,
    /// What fits the words of this number.
    Fits(u64, Vec<u32>),
    /// The beginning of a file.
    Shown(Thing, Preview),
    /// Files are back, in this new folder.
    Restored(PathBuf),
    /// A check found what can be repaired on the drive of this name.
    Repairable(String),
    /// The sheet was last in somebody's hands long ago.
    RehearsalDue,
    /// Whom to call and what to do.
    Incident(Box<Both<AttackTold>>),
    /// The keys.
    Keys(Box<Both<KeysTold>>),
    /// The drives.
    Drives(Box<Both<DrivesTold>>),
}

/// A line, and how loud it is.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) text: String,
    pub(crate) tone: Tone,
}

/// How loud something is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    Plain,
    Good,
    Warning,
    /// Large.
    Loud,
    /// Large, and nothing to be glad of.
    Alarm,
}

/// Everything in the backups of a drive.
pub(crate) struct Found {
    pub(crate) search: Search,
    pub(crate) history: History,
    pub(crate) drive: String,
}

/// The beginning of a file, as it can be shown.
pub(crate) enum Preview {
    Text(String),
    Picture {
        /// Width and height.
        size: [usize; 2],
        rgba: Vec<u8>,
    },
    /// Neither a text nor a picture.
    Neither,
}

/// What stands on the first screen.
#[derive(Debug, Clone)]
pub(crate) struct HomeTold {
    pub(crate) practice: String,
    pub(crate) verdict: Verdict,
    pub(crate) verdict_word: String,
    /// The verdict in one sentence.
    pub(crate) sentence: String,
    /// The one right thing to do now, where this window does it.
    pub(crate) next: Next,
    /// What else there is to do.
    pub(crate) others: Vec<String>,
    /// Label, fact, what is due.
    pub(crate) facts: Vec<Vec<String>>,
    pub(crate) drives: Vec<[String; 5]>,
    pub(crate) calendar: CalendarTold,
}

/// The picture of coverage.
#[derive(Debug, Clone)]
pub(crate) struct CalendarTold {
    /// A row for each week: its day, seven cells, its drives. The first says what they are.
    pub(crate) rows: Vec<Vec<String>>,
    pub(crate) told: Vec<String>,
}

/// What is to be done now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    BackUp,
    GetBack,
    Check,
    Attack,
    Year,
    /// The window does not do it yet: the sentence names the command.
    Elsewhere,
}

/// The screen for an attack.
#[derive(Debug, Clone)]
pub(crate) struct AttackTold {
    pub(crate) is_open: bool,
    /// No backup drive can be unplugged.
    pub(crate) has_fixed_only: bool,
    /// That it is open, since when, and what is frozen.
    pub(crate) open: Vec<String>,
    /// What to do, in this order; the last is whom to call.
    pub(crate) steps: [String; 3],
    /// What not to do, and what to write down.
    pub(crate) then: [String; 2],
    /// The practice noted whom it calls.
    pub(crate) knows_technician: bool,
    /// What stands above the authorities.
    pub(crate) whom_else: Option<String>,
    /// How to reach whom.
    pub(crate) authorities: Vec<(String, String)>,
}

/// How far a long piece of work is.
pub(crate) type Run = Option<Tracker>;
