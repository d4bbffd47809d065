//! What a drive says about its own health, where `smartctl` is installed and allowed to ask.
//!
//! Most sticks and many bridges say nothing, and a drive that reports no trouble may still be about
//! to fail: silence is no good news, so it is simply silence.

use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

/// How long the program may take; a sleeping disk needs some seconds to turn.
const PATIENCE: Duration = Duration::from_secs(15);
/// More than this is no answer of `smartctl`.
const ANSWER_BYTES_MAX: u64 = 1024 * 1024;
/// Attributes that count sectors which were replaced, wait for it, or could not be read.
const SECTOR_ATTRIBUTES: [u64; 3] = [5, 197, 198];

/// What the drive told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Smart {
    /// The drive itself expects to fail.
    pub failing: bool,
    /// Sectors replaced, waiting for it, or unreadable.
    pub bad_sectors: u64,
    /// Revolutions per minute; 0 for flash.
    pub revolutions_per_minute: Option<u32>,
}

/// Asks the drive that `device`, a device file, stands for; nothing where there is no answer.
#[must_use]
pub fn smart(device: &Path) -> Option<Smart> {
    let mut command = Command::new("smartctl");
    command.args(["--json", "--info", "--health", "--attributes"]).arg(device);
    parse(&answer(command, PATIENCE)?)
}

/// Standard output of a program, unless it takes too long or says too much.
fn answer(mut command: Command, patience: Duration) -> Option<String> {
    let command = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().ok()?;
    let out = child.stdout.take()?;
    let reader = std::thread::spawn(move || {
        let mut text = String::new();
        out.take(ANSWER_BYTES_MAX).read_to_string(&mut text).ok().map(|_| text)
    });
    ended_in_time(&mut child, patience).then(|| reader.join().ok().flatten()).flatten()
}

fn ended_in_time(child: &mut Child, patience: Duration) -> bool {
    let started = Instant::now();
    while started.elapsed() < patience {
        match child.try_wait() {
            Ok(None) => std::thread::sleep(Duration::from_millis(20)),
            other => return other.is_ok(),
        }
    }
    // It is ours and it hangs; whether it can be stopped changes nothing for us.
    drop(child.kill().and_then(|()| child.wait()));
    false
}

fn parse(text: &str) -> Option<Smart> {
    let all: Value = serde_json::from_str(text).ok()?;
    let passed = all.pointer("/smart_status/passed").and_then(Value::as_bool);
    let table = all.pointer("/ata_smart_attributes/table").and_then(Value::as_array);
    let rate = all.get("rotation_rate").and_then(Value::as_u64);
    let counted = |attribute: &Value| {
        let id = attribute.get("id").and_then(Value::as_u64)?;
        let raw = attribute.pointer("/raw/value").and_then(Value::as_u64)?;
        SECTOR_ATTRIBUTES.contains(&id).then_some(raw)
    };
    if passed.is_none() && table.is_none() && rate.is_none() {
        return None;
    }
    Some(Smart {
        failing: passed == Some(false),
        bad_sectors: table.into_iter().flatten().filter_map(counted).sum(),
        revolutions_per_minute: rate.and_then(|rate| rate.try_into().ok()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_that_replaced_sectors_says_so() {
        let text = r#"{"rotation_rate": 5400, "smart_status": {"passed": true},
            "ata_smart_attributes": {"table": [
                {"id": 5, "raw": {"value": 8}}, {"id": 9, "raw": {"value": 20000}},
                {"id": 197, "raw": {"value": 3}}]}}"#;
        let told = Smart { failing: false, bad_sectors: 11, revolutions_per_minute: Some(5400) };
        assert_eq!(parse(text), Some(told));
        let failing = parse(r#"{"smart_status": {"passed": false}}"#).unwrap();
        assert!(failing.failing);
    }

    #[test]
    fn no_answer_is_no_news() {
        assert_eq!(parse("smartctl: not allowed"), None);
        assert_eq!(parse(r#"{"smartctl": {"exit_status": 2}}"#), None);
        assert_eq!(answer(Command::new("/no/such/program"), PATIENCE), None);
    }

    #[cfg(unix)]
    #[test]
    fn a_program_that_hangs_is_not_waited_for() {
        let mut command = Command::new("sleep");
        command.arg("30");
        let started = Instant::now();
        assert_eq!(answer(command, Duration::from_millis(50)), None);
        assert!(started.elapsed() < Duration::from_secs(10));
    }
}
