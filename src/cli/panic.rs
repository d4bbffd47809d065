//! What is said when the program itself breaks. No names, no upload: a panic message may hold a
//! path, so only the place in the program's text is printed.

use std::panic::Location;

use crate::cli::terminal::Sink;

/// Replaces Rust's English message. `text` is ready-made: nothing may fail in there.
pub(crate) fn install(text: String, to: Sink) {
    std::panic::set_hook(Box::new(move |info| {
        to.line(&text).ok();
        to.line(&place(info.location())).ok();
    }));
}

/// Version and place in the program's text; the panic's own message is left out.
fn place(at: Option<&Location<'_>>) -> String {
    let place = at.map_or_else(String::new, |at| {
        let file = at.file().rsplit(['/', '\\']).next().unwrap_or_default();
        format!(" {file}:{}", at.line())
    });
    format!("  refuge {}{place}", env!("CARGO_PKG_VERSION"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_tells_where_but_no_folder() {
        let text = place(Some(Location::caller()));
        assert!(text.contains("panic.rs:") && !text.contains('/'), "{text}");
    }
}
