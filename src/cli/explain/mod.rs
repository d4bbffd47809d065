//! Why a command failed, in three sentences.

pub(crate) use crate::faces::explain::{ErrorId, Explanation, declined, of_library, of_output};

use crate::cli::{Catalog, Failure};

/// The three sentences for a failure.
pub(crate) fn explain(words: &Catalog, failure: &Failure) -> Explanation {
    match failure {
        Failure::Library(error) => of_library(words, error),
        Failure::Output(error) => of_output(words, error),
    }
}

#[cfg(test)]
mod tests;
