//! Echo of the terminal: off while a command runs that may ask for a key, so that what is typed ahead of the
//! question does not show.

use std::io::IsTerminal;
use std::sync::{Mutex, PoisonError};

use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcgetpgrp, tcsetattr};

/// The terminal as it was found.
static BEFORE: Mutex<Option<Termios>> = Mutex::new(None);

pub(in crate::platform) fn echo_off() {
    let mut before = BEFORE.lock().unwrap_or_else(PoisonError::into_inner);
    let input = std::io::stdin();
    if before.is_some() || !input.is_terminal() || !is_in_front() {
        return;
    }
    let Ok(found) = tcgetattr(&input) else { return };
    let mut silent = found.clone();
    silent.local_modes.remove(LocalModes::ECHO | LocalModes::ECHONL);
    if tcsetattr(&input, OptionalActions::Now, &silent).is_ok() {
        *before = Some(found);
    }
}

pub(in crate::platform) fn echo_back() {
    let mut before = BEFORE.lock().unwrap_or_else(PoisonError::into_inner);
    if !is_in_front() {
        return;
    }
    if let Some(found) = before.take() {
        // A terminal that is gone needs no echo.
        tcsetattr(std::io::stdin(), OptionalActions::Now, &found).ok();
    }
}

/// A program in the background that touches the terminal is stopped by the system.
fn is_in_front() -> bool {
    tcgetpgrp(std::io::stdin()).is_ok_and(|group| group == rustix::process::getpgrp())
}
