//! What several integration tests share.

use std::path::Path;

use refuge::format::names::ObjectPath;
use refuge::storage::Storage;
use refuge::storage::memory::Memory;

#[cfg(target_os = "linux")]
pub(crate) mod bus;
pub(crate) mod door;
pub(crate) mod faulty;
#[cfg(target_os = "linux")]
pub(crate) mod held;
pub(crate) mod misreading;
pub(crate) mod sharing;
pub(crate) mod sweep;
pub(crate) mod vault;
pub(crate) mod watched;

/// Says aloud that a test could not look at everything. Not `eprintln!`: of a test that passes, the
/// runner shows nothing that was printed so.
pub(crate) fn skipped(why: &str) {
    use std::io::Write;
    writeln!(std::io::stderr(), "\nSKIPPED: {why}").ok();
}

/// A folder with all that is in it, at another place too.
pub(crate) fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name())).unwrap();
        if path.is_dir() {
            copy_folder(&path, &to.join(name));
        } else {
            std::fs::copy(path, to.join(name)).unwrap();
        }
    }
}

/// The same objects on another drive.
pub(crate) fn copy_of(drive: &dyn Storage) -> Memory {
    let copy = Memory::new();
    for (object, _) in drive.list("").unwrap() {
        copy.put(&object, &bytes_of(drive, &object)).unwrap();
    }
    copy
}

/// Every byte of an object.
pub(crate) fn bytes_of(drive: &dyn Storage, object: &ObjectPath) -> Vec<u8> {
    let length = drive.length(object).unwrap();
    drive.read(object, 0, length as usize).unwrap()
}
