//! The log in the home folder: which command ran, how long, how it ended. For the technician.
//!
//! One file a day, JSON lines, kept about a year. File names are patient data, so only numbers,
//! yes and no of a summary get in, never a text; the same lines go to standard error with `-v`.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::cli::Exit;

/// Folder in the home folder.
const FOLDER: &str = "logs";
/// Days of which the log is kept.
const DAYS_KEPT: usize = 400;

/// Where the logs of a home folder lie.
pub(crate) fn folder(home: &Path) -> PathBuf {
    home.join(FOLDER)
}

/// Begins to write the log, where there is a practice. A log that cannot be written stops nothing.
pub(crate) fn begin(home: Option<&Path>, args: &[OsString]) {
    let file = home.and_then(appender);
    let talks = args.iter().any(|arg| arg == "-v" || arg == "-vv" || arg == "--verbose");
    let file = file.map(|file| {
        tracing_subscriber::fmt::layer()
            .json()
            .flatten_event(true)
            .with_current_span(false)
            .with_target(false)
            .with_writer(file)
    });
    let talk = talks.then(|| {
        tracing_subscriber::fmt::layer()
            .with_target(false)
            .with_ansi(false)
            .with_writer(std::io::stderr)
    });
    let own =
        tracing_subscriber::filter::Targets::new().with_target("refuge", tracing::Level::DEBUG);
    tracing_subscriber::registry().with(own).with(file).with(talk).try_init().ok();
}

fn appender(home: &Path) -> Option<RollingFileAppender> {
    if !home.join(refuge::config::FILE_NAME).is_file() {
        return None;
    }
    let folder = folder(home);
    refuge::platform::create_private_folder(&folder).ok()?;
    let builder = RollingFileAppender::builder().rotation(Rotation::DAILY);
    builder
        .filename_prefix("refuge")
        .filename_suffix("log")
        .max_log_files(DAYS_KEPT)
        .build(folder)
        .ok()
}

/// A command begins.
pub(crate) fn began(command: &str) {
    tracing::info!(target: "refuge", command, version = env!("CARGO_PKG_VERSION"), "began");
}

/// A command ended with an error.
pub(crate) fn failed(command: &str, id: &str) {
    tracing::warn!(target: "refuge", command, error = id, "failed");
}

/// A command ended.
pub(crate) fn ended(command: &str, exit: Exit, seconds: f64) {
    tracing::info!(target: "refuge", command, code = exit.code(), seconds, "ended");
}

/// What a summary counts.
pub(crate) fn counted(summary: &serde_json::Value) {
    let Some(fields) = summary.as_object() else { return };
    let counts: serde_json::Map<String, serde_json::Value> = fields
        .iter()
        .filter(|(_, value)| value.is_number() || value.is_boolean())
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    let counts = serde_json::Value::Object(counts).to_string();
    tracing::info!(target: "refuge", counts, "summary");
}
