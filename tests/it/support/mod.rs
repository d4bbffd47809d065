//! What several integration tests share.

use refuge::format::names::ObjectPath;
use refuge::storage::Storage;

#[cfg(target_os = "linux")]
pub(crate) mod bus;
pub(crate) mod faulty;
pub(crate) mod misreading;
pub(crate) mod vault;
pub(crate) mod watched;

/// Says aloud that a test could not look at everything. Not `eprintln!`: of a test that passes, the
/// runner shows nothing that was printed so.
pub(crate) fn skipped(why: &str) {
    use std::io::Write;
    writeln!(std::io::stderr(), "\nSKIPPED: {why}").ok();
}

/// Every byte of an object.
pub(crate) fn bytes_of(drive: &dyn Storage, object: &ObjectPath) -> Vec<u8> {
    let length = drive.length(object).unwrap();
    drive.read(object, 0, length as usize).unwrap()
}
