//! What is said when the program itself breaks. No names, no upload: a panic message may hold a
//! path, so only the place in the program's text is printed. Then it ends, as if it had been killed: what it was
//! at is taken up by the next run.

use std::panic::Location;

use crate::cli::{Exit, terminal::Sink};

/// Replaces Rust's English message, and ends the program with a code that is documented: what is built for people
/// does not unwind (`docs/decisions.md`). `text` is ready-made: nothing may fail in there.
#[expect(
    clippy::exit,
    reason = "nothing else ends a program from within its hook without a core dump"
)]
pub(crate) fn install(text: String, to: Sink) {
    std::panic::set_hook(Box::new(move |info| {
        to.line(&text).ok();
        to.line(&place(info.location())).ok();
        // Nobody can type into a terminal that does not show it.
        refuge::platform::echo_back();
        std::process::exit(Exit::Failed.code().into());
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

    /// In a process of its own: this test once more, told so by the environment.
    #[test]
    #[expect(clippy::exit, reason = "the process that must not get this far")]
    fn a_program_that_breaks_says_so_and_ends_with_one_whichever_thread_it_was() {
        const NAME: &str = "cli::panic::tests::a_program_that_breaks_says_so_and_ends_with_one_whichever_thread_it_was";
        if std::env::var_os("REFUGE_TEST_BREAKS").is_some() {
            install("said".to_owned(), Sink::new(std::io::stderr()));
            let broken = std::thread::spawn(|| panic!("/a/path/of/a/patient"));
            broken.join().ok();
            std::process::exit(7);
        }
        let program = std::env::current_exe().unwrap();
        let mut again = std::process::Command::new(program);
        again.args(["--exact", NAME, "--nocapture"]).env("REFUGE_TEST_BREAKS", "1");
        let ended = again.output().unwrap();
        let told = String::from_utf8_lossy(&ended.stderr).into_owned();
        assert_eq!(ended.status.code(), Some(1), "{told}");
        assert!(told.contains("said") && told.contains("panic.rs:"), "{told}");
        assert!(!told.contains("patient"), "{told}");
    }
}
