//! The program: exit code of the face, nothing else.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<_> = std::env::args_os().collect();
    // A broken program must still end with a code that is documented; the face has said its words.
    let code = std::panic::catch_unwind(|| cli::run(&args));
    // Also after a panic: nobody can type into a terminal that does not show it.
    refuge::platform::echo_back();
    code.map_or(ExitCode::FAILURE, ExitCode::from)
}
