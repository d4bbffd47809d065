//! What is said when the program itself breaks. No names, no upload: a panic message may hold a
//! path, so only the place in the program's text is printed.

use std::panic::PanicHookInfo;

use super::terminal::Sink;

/// Replaces Rust's English message. `text` is ready-made: nothing may fail in there.
pub(crate) fn install(text: String, to: Sink) {
    std::panic::set_hook(Box::new(move |info| {
        to.line(&text).ok();
        to.line(&format!("  refuge {} {}", env!("CARGO_PKG_VERSION"), place(info))).ok();
    }));
}

fn place(info: &PanicHookInfo<'_>) -> String {
    info.location().map_or_else(String::new, |at| {
        let file = at.file().rsplit(['/', '\\']).next().unwrap_or_default();
        format!("{file}:{}", at.line())
    })
}
