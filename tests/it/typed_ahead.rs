//! What is typed before a passphrase is asked for does not show, and the terminal is as it was afterwards.

use std::io::{Read, Write};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, MasterPty, PtySize, native_pty_system};

use crate::office::{Office, PHRASE};

/// Bit of Linux's terminals: what is typed shows.
const ECHO: u32 = 0o10;

fn echoes(terminal: &dyn MasterPty) -> bool {
    terminal.get_termios().is_some_and(|now| now.local_flags.bits() & ECHO != 0)
}

/// Runs a command that asks for the passphrase, and types it as soon as the terminal is silent. Answers what was seen,
/// and whether the question came after the typing; and whether the terminal echoes again.
fn typed(office: &Office) -> (String, bool, bool) {
    let size = PtySize { rows: 24, cols: 200, pixel_width: 0, pixel_height: 0 };
    let pair = native_pty_system().openpty(size).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_refuge"));
    command.args(["--lang", "en", "ls", "--drive", "Blue"]);
    command.env("REFUGE_HOME", office.path("home"));
    command.env("TERM", "xterm-256color");
    assert!(echoes(&*pair.master));
    let mut child = pair.slave.spawn_command(command).unwrap();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let mut reader = pair.master.try_clone_reader().unwrap();
    let fed = Arc::clone(&seen);
    let feeder = std::thread::spawn(move || {
        let mut bytes = [0; 4096];
        while let Ok(read @ 1..) = reader.read(&mut bytes) {
            fed.lock().unwrap().extend_from_slice(&bytes[..read]);
        }
    });
    let begun = Instant::now();
    while echoes(&*pair.master) {
        assert!(begun.elapsed() < Duration::from_secs(60), "the terminal never became silent");
        std::thread::sleep(Duration::from_micros(100));
    }
    let text = |seen: &Mutex<Vec<u8>>| String::from_utf8_lossy(&seen.lock().unwrap()).into_owned();
    let is_ahead = !text(&seen).to_lowercase().contains("passphrase");
    let mut keyboard = pair.master.take_writer().unwrap();
    keyboard.write_all(format!("{PHRASE}\r").as_bytes()).unwrap();
    let status = child.wait().unwrap();
    let is_back = echoes(&*pair.master);
    drop((keyboard, pair));
    feeder.join().unwrap();
    assert_eq!(status.exit_code(), 0, "{}", text(&seen));
    (text(&seen), is_ahead, is_back)
}

#[test]
fn a_passphrase_typed_ahead_of_its_question_does_not_show() {
    let office = Office::with_patients(&["DURAND Paul"]);
    office.json(&["backup"]);
    for _ in 0..5 {
        let (seen, is_ahead, is_back) = typed(&office);
        for word in PHRASE.split(' ') {
            assert!(!seen.contains(word), "{word} shows: {seen}");
        }
        assert!(is_back, "the terminal echoes again");
        if is_ahead {
            return;
        }
    }
    crate::support::skipped("the question always came before anybody could type");
}
