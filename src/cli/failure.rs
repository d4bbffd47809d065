//! Why a command of the face ended badly: the library's error, or one of the face's own.

use refuge::error::Error;

use crate::cli::Exit;

/// What a command returns when it cannot go on.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The library stopped.
    Library(Error),
    /// Standard output was closed or is full.
    Output(std::io::Error),
}

impl Failure {
    /// Whoever read the results has gone (`refuge … | head`): nothing to complain about.
    pub(crate) fn is_closed_pipe(&self) -> bool {
        matches!(self, Self::Output(error) if error.kind() == std::io::ErrorKind::BrokenPipe)
    }

    /// The exit code it ends with.
    pub(crate) const fn exit(&self) -> Exit {
        match self {
            Self::Library(error) => Exit::of(error),
            Self::Output(_) => Exit::Failed,
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Library(error)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Output(error)
    }
}
