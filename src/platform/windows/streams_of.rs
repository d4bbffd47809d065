//! The further streams of a file of Windows, opened by its path with their name behind it: no safe call takes a
//! handle. Never seen on real Windows (`docs/platforms.md`); Wine has none.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};

use super::super::streams::Streams;
use super::folder;

/// Of this open file or folder.
pub(super) struct StreamsOf<'a>(pub(super) &'a File);

impl StreamsOf<'_> {
    /// The path is asked of the handle, and what is opened must belong to the same file: nothing that takes
    /// its name, and no link on the way, leads elsewhere.
    fn open(&self, name: &str, how: &OpenOptions) -> io::Result<File> {
        let mut place = winx::file::get_file_path(self.0)?.into_os_string();
        place.push(":");
        place.push(name);
        let opened = how.open(place)?;
        if folder::stat_of(&opened)?.identity == folder::stat_of(self.0)?.identity {
            Ok(opened)
        } else {
            Err(io::ErrorKind::NotFound.into())
        }
    }
}

impl Streams for StreamsOf<'_> {
    fn list(&self) -> io::Result<Vec<(String, u64)>> {
        let told = refuge_windows::streams(self.0)?;
        Ok(told
            .iter()
            .filter_map(|stream| Some((stream.bare_name()?, stream.size_bytes)))
            .collect())
    }

    fn read(&self, name: &str, bytes_max: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let stream = self.open(name, OpenOptions::new().read(true))?;
        stream.take(bytes_max).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let how = OpenOptions::new().write(true).create(true).truncate(false).clone();
        let mut stream = self.open(name, &how)?;
        stream.set_len(0)?;
        stream.write_all(bytes)
    }
}
