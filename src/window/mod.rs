//! The window: a face for who will not type. It draws what a worker tells and orders work from it.
//!
//! ```text
//! screens ──Order──► worker (a thread: the same calls of the library as the command line) ──News──► screens
//! ```
//! Neither holds a rule of its own. Opening keys stay with the worker; file names stay on the screen.

mod app;
mod asking;
mod bits;
pub(crate) mod both;
mod listed;
mod matters;
mod orders;
mod page;
mod questions;
mod screens;
mod secret;
mod theme;
mod ticks;
mod worker;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

pub(crate) use app::App;
pub(crate) use orders::Setting;

use crate::faces::{Language, fl, here};

/// Smallest and first size, in points.
const SIZE_MIN: [f32; 2] = [480.0, 320.0];
const SIZE: [f32; 2] = [1024.0, 720.0];

/// Opens the window and waits until it is closed.
pub(crate) fn run(args: impl Iterator<Item = OsString>) -> ExitCode {
    // Best effort: a system that refuses is no reason not to open.
    let _granted = refuge::platform::forbid_core_dumps();
    let setting = setting(args);
    let Some(tongues) = both::Tongues::load() else { return ExitCode::FAILURE };
    let title = fl!(tongues.of(setting.language), "window-title");
    let viewport = eframe::egui::ViewportBuilder::default()
        .with_app_id("refuge")
        .with_title(&title)
        .with_inner_size(SIZE)
        .with_min_inner_size(SIZE_MIN);
    let options = eframe::NativeOptions { viewport, ..Default::default() };
    let opened = eframe::run_native(
        &title,
        options,
        Box::new(move |made| Ok(Box::new(App::new(&made.egui_ctx, setting, tongues)))),
    );
    match opened {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// `--home FOLDER`, then `REFUGE_HOME`, then the usual place; `--lang`, then what the practice chose, then the system.
fn setting(args: impl Iterator<Item = OsString>) -> Setting {
    let args: Vec<OsString> = args.collect();
    let after = |flag: &str| {
        let at = args.iter().position(|arg| arg == flag)?;
        args.get(at + 1).cloned()
    };
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let home = after("--home").or_else(|| variable("REFUGE_HOME")).map(PathBuf::from);
    let home = home.or_else(here::usual).and_then(|home| std::path::absolute(home).ok());
    let spoken = |text: OsString| text.to_str().and_then(Language::parse);
    let practice = || {
        let config = refuge::config::Config::load(home.as_deref()?).ok()?;
        Language::parse(&config.practice.language)
    };
    let language = after("--lang")
        .and_then(spoken)
        .or_else(|| variable("REFUGE_LANG").and_then(spoken))
        .or_else(practice)
        .or_else(|| sys_locale::get_locale().as_deref().and_then(Language::parse))
        .unwrap_or(Language::French);
    Setting { home, documents: here::own_folder(), language }
}
