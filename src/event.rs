//! What a running operation tells whoever wants to hear it.
//!
//! The library knows no bar and no percentage: it emits facts. File names travel in events only
//! where a person must be able to act on them; the face decides whether to show them.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::error::{Damage, Error, Problem, Result};

/// Whoever wants to hear how the work goes. Called from several threads.
pub trait Observer: Sync {
    /// Takes one event; must return quickly.
    fn on(&self, event: Event<'_>);

    /// Whether the person asked to stop. Asked between objects and between files.
    fn stop_requested(&self) -> bool {
        false
    }

    /// Ends the work where the person asked it to.
    ///
    /// # Errors
    /// `Interrupted`.
    fn check(&self) -> Result<()> {
        if self.stop_requested() { Err(Error::Interrupted) } else { Ok(()) }
    }
}

/// Named stages of the long operations, in the order a person sees them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// Finding and removing what an interrupted run left, adopting what it finished.
    Recover,
    /// Bringing the drive what it is owed: keyring parts, purges.
    Settle,
    /// Listing the sources and comparing with the last snapshot.
    Scan,
    /// Reading, sealing and writing.
    Copy,
    /// Making the snapshot durable.
    Commit,
    /// Reading back what was written, past the cache.
    ReadBack,
    /// Reading the drive's objects.
    Read,
    /// Restoring files.
    Restore,
    /// Comparing restored files with their hashes and the live files.
    Compare,
    /// Computing parity.
    Parity,
    /// Overwriting what was forgotten.
    Wipe,
    /// Repairing from parity or from another drive.
    Repair,
    /// Ejecting.
    Eject,
}

/// One fact about a running operation.
#[derive(Debug, Clone)]
pub enum Event<'a> {
    /// A step begins. Totals are absent when they cannot be known yet.
    Step {
        /// Which.
        step: Step,
        /// Bytes it will deal with.
        total_bytes: Option<u64>,
    },
    /// What the scan has met so far.
    Scanned {
        /// Files seen.
        files: u64,
        /// Of these, new or changed.
        changed_files: u64,
        /// Bytes of the new or changed ones.
        changed_bytes: u64,
    },
    /// So many more bytes of the current step are done.
    Advanced {
        /// Bytes since the last event of this kind.
        bytes: u64,
    },
    /// A file could not be dealt with.
    Problem(&'a Problem),
    /// An object of the vault is damaged.
    Finding {
        /// Its path inside the vault (no patient data).
        object: &'a str,
        /// What is wrong.
        damage: Damage,
        /// How many files suffer, where a key was there to tell.
        files: Option<u64>,
    },
    /// A page or a script for people on a drive is not one of ours: somebody may be after the words of the
    /// sheet.
    StrangePage {
        /// The drive.
        drive: &'a str,
        /// Its name in the vault.
        page: &'static str,
        /// Ours lies there again.
        is_back: bool,
    },
    /// There is less room on the drive than what is new takes in the source. It may still fit, packed.
    Tight {
        /// Bytes that are new.
        new_bytes: u64,
        /// Bytes that are free.
        free_bytes: u64,
    },
    /// An interrupted run was found and its finished work adopted.
    Recovered {
        /// Bytes of packs that need not be written again.
        adopted_bytes: u64,
    },
}

/// An observer that hears nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Observer for Silent {
    fn on(&self, _event: Event<'_>) {}
}

/// Passes everything on and counts the problems among it.
pub struct Counting<'a> {
    inner: &'a dyn Observer,
    problems: AtomicU64,
}

impl<'a> Counting<'a> {
    /// Counts what passes on its way to `inner`.
    #[must_use]
    pub const fn new(inner: &'a dyn Observer) -> Self {
        Self { inner, problems: AtomicU64::new(0) }
    }

    /// Problems so far.
    #[must_use]
    pub fn problems(&self) -> u64 {
        self.problems.load(Ordering::Relaxed)
    }
}

impl Observer for Counting<'_> {
    fn on(&self, event: Event<'_>) {
        if matches!(event, Event::Problem(_)) {
            self.problems.fetch_add(1, Ordering::Relaxed);
        }
        self.inner.on(event);
    }

    fn stop_requested(&self) -> bool {
        self.inner.stop_requested()
    }
}
