//! What several integration tests share.

pub(crate) mod faulty;
pub(crate) mod vault;

/// Says aloud that a test could not look at everything. Not `eprintln!`: of a test that passes, the
/// runner shows nothing that was printed so.
pub(crate) fn skipped(why: &str) {
    use std::io::Write;
    writeln!(std::io::stderr(), "\nSKIPPED: {why}").ok();
}
