//! Ctrl-C: the first asks the work to stop at the next safe point, the second ends at once.
//!
//! A closed window and the system's request to end are heard in the same way: nobody would be there
//! to read "you can unplug". Closing a window sends several signals, so those of one moment count
//! as one.
//!
//! A question is not work: while one is open the first request ends the program, for nobody may be
//! left to answer it.
//!
//! Ending at once is safe too: nothing is committed before its last write. It only wastes the work
//! since the last checkpoint.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};

use refuge::error::{Error, Result};

use crate::cli::Exit;

/// Whether the person asked to stop. Clones share the answer.
#[derive(Debug, Clone, Default)]
pub(crate) struct StopFlag(Arc<AtomicU64>);

/// Somebody asked to stop: what is not asked yet will not be answered.
static ASKED: AtomicBool = AtomicBool::new(false);

/// How many things the process waits for that are no work: answers, and passphrases being stretched.
static ASKS: AtomicUsize = AtomicUsize::new(0);

/// Reads an answer, or stretches a passphrase, which nothing can interrupt; a request to stop ends the
/// program meanwhile.
pub(crate) fn while_asking<T>(read: impl FnOnce() -> T) -> T {
    ASKS.fetch_add(1, Ordering::SeqCst);
    if ASKED.load(Ordering::SeqCst) {
        end_now();
    }
    let answer = read();
    ASKS.fetch_sub(1, Ordering::SeqCst);
    answer
}

/// Does on another thread what takes a second or two and cannot be interrupted, for whoever has something
/// to clear away when a person asks to stop meanwhile.
///
/// # Errors
/// `Interrupted`; what `work` answers.
pub(crate) fn meanwhile<T: Send + 'static>(
    stop: &StopFlag,
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    let (done, answer) = std::sync::mpsc::channel();
    std::thread::spawn(move || done.send(work()));
    loop {
        match answer.recv_timeout(HEAR_EVERY) {
            Ok(answer) => return answer,
            Err(RecvTimeoutError::Timeout) if !stop.requested() => {}
            Err(_) => return Err(Error::Interrupted),
        }
    }
}

/// How often it is heard whether the person asked to stop.
const HEAR_EVERY: Duration = Duration::from_millis(50);

/// Notes the request; whether a question is open, or is being opened, and ends by itself.
fn asks_now() -> bool {
    ASKED.store(true, Ordering::SeqCst);
    ASKS.load(Ordering::SeqCst) > 0
}

/// Signals closer to the first than this are echoes of it.
const ECHO: Duration = Duration::from_secs(1);

/// What the flag holds while nobody asked; else milliseconds since it was made, plus one.
const NOT_ASKED: u64 = 0;

impl StopFlag {
    /// Whether the person asked to stop.
    pub(crate) fn requested(&self) -> bool {
        self.0.load(Ordering::Relaxed) != NOT_ASKED
    }

    /// Asks to stop, so long after the program began to listen.
    fn request(&self, at: Duration) -> Request {
        let now = u64::try_from(at.as_millis()).unwrap_or(u64::MAX - 1) + 1;
        let asked = self.0.compare_exchange(NOT_ASKED, now, Ordering::Relaxed, Ordering::Relaxed);
        match asked {
            Ok(_) => Request::First,
            Err(first) if u128::from(now.saturating_sub(first)) < ECHO.as_millis() => Request::Echo,
            Err(_) => Request::Again,
        }
    }

    /// Listens to Ctrl-C and to the system's request to end. `told` runs on the first one.
    pub(crate) fn listen(&self, told: impl Fn() + Send + Sync + 'static) {
        let flag = self.clone();
        let began = Instant::now();
        let heard = Arc::new(move || match flag.request(began.elapsed()) {
            Request::First if asks_now() => end_now(),
            Request::First => told(),
            Request::Echo => {}
            Request::Again => end_now(),
        });
        let handler = Arc::clone(&heard);
        // Without a handler Ctrl-C ends the program at once, which is safe as well.
        ctrlc::set_handler(move || handler()).ok();
        // For a closed window Windows waits only for a handler that has not returned.
        refuge::platform::on_closing(move || heard());
    }
}

/// What a request means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Request {
    First,
    Echo,
    Again,
}

#[expect(clippy::exit, reason = "nothing may be waited for any more")]
fn end_now() {
    refuge::platform::echo_back();
    std::process::exit(i32::from(Exit::Interrupted.code()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_request_ends_the_program_unless_it_is_an_echo() {
        let flag = StopFlag::default();
        let at = Duration::from_millis;
        assert!(!flag.requested());
        assert_eq!(flag.request(at(0)), Request::First);
        assert!(flag.clone().requested());
        assert_eq!(flag.request(at(300)), Request::Echo);
        assert_eq!(flag.request(at(1000)), Request::Again);
    }
}
