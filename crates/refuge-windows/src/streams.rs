//! The list of a file's streams, as Windows writes it (`FILE_STREAM_INFO`).

/// One stream of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stream {
    /// As Windows names it: `:name:$DATA`; `::$DATA` is the ordinary content.
    pub name: String,
    /// Length in bytes.
    pub size_bytes: u64,
}

impl Stream {
    /// What it is called, if it is data beside the ordinary content.
    #[must_use]
    pub fn bare_name(&self) -> Option<String> {
        let name = self.name.strip_prefix(':')?.strip_suffix(":$DATA")?;
        (!name.is_empty()).then(|| name.to_owned())
    }
}

/// Bytes before the name: offset of the next entry, length of the name in bytes, size, room on the disk.
const HEAD_BYTES: usize = 24;

/// Reads the list. What does not fit into the bytes ends it; names that are no text are kept as far as they
/// are.
#[must_use]
pub fn streams_in(bytes: &[u8]) -> Vec<Stream> {
    let mut found = Vec::new();
    let mut rest = bytes;
    while let Some((stream, next)) = entry(rest) {
        found.push(stream);
        match rest.get(next..) {
            Some(further) if next >= HEAD_BYTES => rest = further,
            _ => break,
        }
    }
    found
}

/// The first entry and where the next one begins; 0: it is the last.
fn entry(bytes: &[u8]) -> Option<(Stream, usize)> {
    let word = |at: usize| bytes.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes);
    let next = usize::try_from(word(0)?).ok()?;
    let length = usize::try_from(word(4)?).ok()?;
    let size = u64::from_le_bytes(bytes.get(8..16)?.try_into().ok()?);
    let name = bytes.get(HEAD_BYTES..HEAD_BYTES.checked_add(length)?)?;
    if name.is_empty() {
        return None;
    }
    let units: Vec<u16> = name
        .chunks_exact(2)
        .filter_map(|two| Some(u16::from_le_bytes(two.try_into().ok()?)))
        .collect();
    Some((Stream { name: String::from_utf16_lossy(&units), size_bytes: size }, next))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(streams: &[(&str, u64)]) -> Vec<u8> {
        let mut all = Vec::new();
        for (number, (name, size)) in streams.iter().enumerate() {
            let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let length = (HEAD_BYTES + name.len()).next_multiple_of(8);
            let next = if number + 1 == streams.len() { 0 } else { length };
            all.extend(u32::try_from(next).unwrap().to_le_bytes());
            all.extend(u32::try_from(name.len()).unwrap().to_le_bytes());
            all.extend(size.to_le_bytes());
            all.extend(size.next_multiple_of(4096).to_le_bytes());
            all.extend(&name);
            all.resize(all.len().next_multiple_of(8), 0);
        }
        all
    }

    #[test]
    fn every_stream_is_read() {
        let mut bytes = written(&[("::$DATA", 12), (":été:$DATA", 5_000_000_000)]);
        bytes.extend([0; 400]);
        let found = streams_in(&bytes);
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].bare_name(), found[1].bare_name()), (None, Some("été".to_owned())));
        assert_eq!((found[1].name.as_str(), found[1].size_bytes), (":été:$DATA", 5_000_000_000));
    }

    #[test]
    fn a_torn_list_ends_without_harm() {
        let bytes = written(&[("::$DATA", 12), (":a:$DATA", 1)]);
        for length in 0..bytes.len() {
            assert!(streams_in(&bytes[..length]).len() <= 2);
        }
        let mut circle = bytes;
        circle[0] = 0;
        assert_eq!(streams_in(&circle).len(), 1);
        assert!(streams_in(&[0; 64]).is_empty());
        assert!(streams_in(&[255; 64]).is_empty());
    }
}
