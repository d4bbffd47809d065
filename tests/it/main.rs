//! All integration tests, in one binary.

mod age_vectors;
