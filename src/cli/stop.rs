//! Ctrl-C: the first asks the work to stop at the next safe point, the second ends at once.
//!
//! Ending at once is safe too: nothing is committed before its last write. It only wastes the work
//! since the last checkpoint.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::exit::Exit;

/// Whether the person asked to stop. Clones share the answer.
#[derive(Debug, Clone, Default)]
pub(crate) struct StopFlag(Arc<AtomicBool>);

impl StopFlag {
    /// Whether the person asked to stop.
    pub(crate) fn requested(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// Asks to stop; tells whether that had been asked before.
    fn request(&self) -> bool {
        self.0.swap(true, Ordering::Relaxed)
    }

    /// Listens to Ctrl-C and to the system's request to end. `told` runs on the first one.
    pub(crate) fn listen(&self, told: impl Fn() + Send + 'static) {
        let flag = self.clone();
        let handler = move || {
            if flag.request() {
                end_now();
            }
            told();
        };
        // Without a handler Ctrl-C ends the program at once, which is safe as well.
        ctrlc::set_handler(handler).ok();
    }
}

#[expect(clippy::exit, reason = "the second Ctrl-C must not wait for anything")]
fn end_now() {
    std::process::exit(i32::from(Exit::Interrupted.code()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_second_request_finds_one_before_it() {
        let flag = StopFlag::default();
        assert!(!flag.requested());
        assert!(!flag.request());
        assert!(flag.clone().requested());
        assert!(flag.request());
    }
}
