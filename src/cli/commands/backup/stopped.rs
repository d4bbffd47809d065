//! Why a drive got no backup, and how it left the run.

use refuge::error::Error;

use crate::cli::Failure;
use crate::faces::outcome::Out;

/// Why a drive got no backup, and how it left the run.
pub(crate) struct Stopped {
    pub(super) failure: Failure,
    /// None where nobody tried, or where it was gone anyway.
    pub(super) out: Option<Out>,
}

impl From<Failure> for Stopped {
    fn from(failure: Failure) -> Self {
        Self { failure, out: None }
    }
}

impl From<Error> for Stopped {
    fn from(error: Error) -> Self {
        Failure::from(error).into()
    }
}

impl From<Stopped> for Failure {
    fn from(stopped: Stopped) -> Self {
        stopped.failure
    }
}
