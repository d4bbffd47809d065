//! The program: exit code of the face, nothing else.

mod cli;
#[allow(dead_code, reason = "each face uses most of what both share, none uses all of it")]
mod faces;

use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<_> = std::env::args_os().collect();
    let code = cli::run(&args);
    refuge::platform::echo_back();
    ExitCode::from(code)
}
