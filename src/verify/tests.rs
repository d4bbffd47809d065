//! placeholder for the tests of verification
