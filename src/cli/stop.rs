//! Ctrl-C: the first asks the work to stop at the next safe point, the second ends at once.
//!
//! A closed window and the system's request to end are heard in the same way: nobody would be there
//! to read "you can unplug". Closing a window sends several signals, so those of one moment count
//! as one.
//!
//! A question is not work: while one is open the first request ends the program, for nobody may be
//! left to answer it. Within a menu it ends the question, and the menu comes back: after work too, so that a
//! window that was opened by a double click stays. What no question ends (the system's request) ends the program.
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

/// How many of them ended.
static ENDED: AtomicUsize = AtomicUsize::new(0);

/// There is a menu to come back to.
static COMES_BACK: AtomicBool = AtomicBool::new(false);

/// Reads an answer, which nothing can interrupt; a request to stop ends the program meanwhile, or within a menu
/// the question.
pub(crate) fn while_asking<T>(read: impl FnOnce() -> T) -> T {
    ASKS.fetch_add(1, Ordering::SeqCst);
    if ASKED.load(Ordering::SeqCst) && !COMES_BACK.load(Ordering::SeqCst) {
        end_now();
    }
    let answer = read();
    ENDED.fetch_add(1, Ordering::SeqCst);
    ASKS.fetch_sub(1, Ordering::SeqCst);
    answer
}

/// Stretches a passphrase, which nothing can interrupt either. Within a menu the request is heard after it.
pub(crate) fn while_stretching<T>(work: impl FnOnce() -> T) -> T {
    if COMES_BACK.load(Ordering::SeqCst) { work() } else { while_asking(work) }
}

/// From here on, or no longer, a request to stop comes back to a menu.
pub(crate) fn comes_back(to_a_menu: bool) {
    COMES_BACK.store(to_a_menu, Ordering::SeqCst);
}

/// Somebody asked to stop and is on the way back to the menu: nothing more is asked.
pub(crate) fn is_on_the_way_back() -> bool {
    COMES_BACK.load(Ordering::SeqCst) && ASKED.load(Ordering::SeqCst)
}

/// Waits until the Ctrl-C that ended a question was heard as a signal too, so that it counts for that question
/// and not for the next.
pub(crate) fn hear_own() {
    let began = Instant::now();
    while !ASKED.load(Ordering::SeqCst) && began.elapsed() < ECHO {
        std::thread::sleep(SHORTLY);
    }
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

/// How soon something is looked at again that is over in a moment.
const SHORTLY: Duration = Duration::from_millis(2);

/// What a request meets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Met {
    /// Work, which stops at its next safe point.
    Work,
    /// A question that it ended by itself: there is a menu to come back to.
    Ended,
    /// A question that stays open.
    Question,
}

/// Notes the request; what it meets.
fn met() -> Met {
    let ended = ENDED.load(Ordering::SeqCst);
    let has_ended = || ENDED.load(Ordering::SeqCst) != ended;
    ASKED.store(true, Ordering::SeqCst);
    let asks = ASKS.load(Ordering::SeqCst) > 0;
    if !COMES_BACK.load(Ordering::SeqCst) {
        return if asks { Met::Question } else { Met::Work };
    }
    let began = Instant::now();
    while asks && !has_ended() && began.elapsed() < ECHO {
        std::thread::sleep(SHORTLY);
    }
    match (has_ended(), asks) {
        (true, _) => Met::Ended,
        (false, true) => Met::Question,
        (false, false) => Met::Work,
    }
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

    /// What was asked is done: who asks again means what comes now.
    pub(crate) fn forget(&self) {
        self.0.store(NOT_ASKED, Ordering::Relaxed);
        ASKED.store(false, Ordering::SeqCst);
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

    /// Listens to Ctrl-C and to the system's request to end. `told` runs on the first one that work meets,
    /// `ended` before the program ends because of one that a question met.
    pub(crate) fn listen(
        &self,
        told: impl Fn() + Send + Sync + 'static,
        ended: impl Fn() + Send + Sync + 'static,
    ) {
        let flag = self.clone();
        let began = Instant::now();
        let heard = Arc::new(move || match flag.request(began.elapsed()) {
            Request::First => match met() {
                Met::Question => {
                    ended();
                    end_now();
                }
                Met::Work => told(),
                Met::Ended => {}
            },
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
        flag.forget();
        assert!(!flag.requested());
        assert_eq!(flag.request(at(1100)), Request::First);
    }
}
