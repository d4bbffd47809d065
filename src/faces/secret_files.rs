//! Files that hold secrets: for their owner alone, never over another file, durable before they count.

use std::io::Write;
use std::path::{Path, PathBuf};

use refuge::error::{Action, Error, Result};
use refuge::platform;

/// Files made by this run.
#[derive(Default)]
pub(crate) struct SecretFiles(Vec<PathBuf>);

impl SecretFiles {
    /// Writes a new file.
    pub(crate) fn write(&mut self, path: &Path, bytes: &[u8]) -> Result<()> {
        let mut file =
            platform::create_private_file(path).map_err(Error::io(Action::Create, path))?;
        self.0.push(path.to_owned());
        let written = file.write_all(bytes).and_then(|()| file.sync_all());
        written.map_err(Error::io(Action::Write, path))?;
        sync_folder_of(path)
    }
}

/// Does something that makes files at these places; when it fails they are removed again.
pub(crate) fn made<T>(
    places: &[&Path],
    work: impl FnOnce(&mut SecretFiles) -> Result<T>,
) -> Result<T> {
    for path in places {
        must_be_free(path)?;
    }
    let mut files = SecretFiles::default();
    let done = work(&mut files);
    if done.is_err() {
        // They open nothing, and would stand in the way of the next try.
        files.0.iter().for_each(|path| drop(std::fs::remove_file(path)));
    }
    done
}

/// Fails when something is at this place already.
pub(crate) fn must_be_free(path: &Path) -> Result<()> {
    if path.exists() {
        let source = std::io::ErrorKind::AlreadyExists.into();
        return Err(Error::Io { action: Action::Create, path: path.to_owned(), source });
    }
    Ok(())
}

/// Replaces what a file holds so that a whole copy exists at any moment.
///
/// ```text
/// write FILE.new → sync → write over FILE → sync → remove FILE.new
/// ```
/// Nothing is renamed: key sticks are FAT, where a renamed file may be lost with the power.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    let spare = spare_of(path);
    match std::fs::remove_file(&spare) {
        Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => {
            return Err(Error::io(Action::Remove, spare)(cause));
        }
        _ => {}
    }
    SecretFiles::default().write(&spare, bytes)?;
    write_over(path, bytes)?;
    std::fs::remove_file(&spare).map_err(Error::io(Action::Remove, &spare))?;
    sync_folder_of(path)
}

/// Where a whole copy lies when [`replace`] was stopped half-way.
fn spare_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".new");
    PathBuf::from(name)
}

/// The old bytes are overwritten where they lie, as far as the medium does that.
fn write_over(path: &Path, bytes: &[u8]) -> Result<()> {
    let failed = |source| Error::Io { action: Action::Write, path: path.to_owned(), source };
    let mut file = std::fs::OpenOptions::new().write(true).open(path).map_err(failed)?;
    file.write_all(bytes).map_err(failed)?;
    file.set_len(bytes.len() as u64).map_err(failed)?;
    file.sync_all().map_err(failed)?;
    sync_folder_of(path)
}

fn sync_folder_of(path: &Path) -> Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    platform::sync_folder(folder).map_err(Error::io(Action::Write, folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_replaced_file_leaves_nothing_beside_it_and_nothing_of_the_longer_one_before() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key.age");
        std::fs::write(&path, b"long and old").unwrap();
        std::fs::write(spare_of(&path), b"left by a run that was stopped").unwrap();
        replace(&path, b"new").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"new");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn files_of_a_run_that_failed_are_removed_and_others_never_touched() {
        let folder = tempfile::tempdir().unwrap();
        let [mine, other] = ["mine", "other"].map(|name| folder.path().join(name));
        std::fs::write(&other, b"other").unwrap();
        let failed = made(&[&mine], |files| {
            files.write(&mine, b"secret")?;
            Err::<(), _>(Error::Interrupted)
        });
        assert!(matches!(failed, Err(Error::Interrupted)), "{failed:?}");
        assert!(!mine.exists());
        assert!(matches!(made(&[&other], |_| Ok(())), Err(Error::Io { .. })));
        assert_eq!(std::fs::read(&other).unwrap(), b"other");
    }
}
