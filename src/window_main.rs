//! The second program: the window. It takes a home folder and a language, nothing else.

#[allow(dead_code, reason = "each face uses most of what both share, none uses all of it")]
mod faces;
mod window;

use std::process::ExitCode;

fn main() -> ExitCode {
    window::run(std::env::args_os())
}
