//! The dictionary of a section: the one in force, or one made from a sample of what is about to be copied.
//!
//! Small records cannot share what they have in common, because each has a key of its own. So what at
//! least [`RECORDS_LEAST`] of them hold, forms and letterheads and codes, may stand once in a dictionary to which
//! their frames refer. It is looked for in a sample, before anything is copied, and only where there is
//! much to copy; it is used where it makes blocks that were not looked at smaller by [`GAIN_PERCENT_LEAST`].

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use zeroize::Zeroizing;

use crate::backup::checkpoint::NewKey;
use crate::backup::run::Run;
use crate::backup::waiting::Waiting;
use crate::compress::Shrinker;
use crate::config::{RecordRule, Source};
use crate::crypto::{Identity, Recipient, hash};
use crate::error::{Action, Error, KeyTrouble, Result};
use crate::event::Observer;
use crate::id::{KeyId, RecordId, SourceId};
use crate::limits;
use crate::source::{OpenFile, SourceFolder};
use crate::state::KeptDictionary;
use crate::stretches;
use crate::vault::{self, NamedDictionary, Sealed, SectionWriter, SegmentBuilder};

/// In so many records of the sample a stretch must stand, as a whole.
const RECORDS_LEAST: usize = 20;
/// With fewer records, or less to copy of them, no dictionary is looked for.
const WORTH_RECORDS: usize = 60;
const WORTH_BYTES: u64 = 8 * 1024 * 1024;
/// Records that are looked into at most, and bytes that are read of them, together.
const SAMPLED_RECORDS: usize = 256;
const SAMPLED_BYTES: usize = 16 * 1024 * 1024;
/// Records on which it is tried what a dictionary gains, and how much of each: blocks as long as they will be, for zstd
/// goes about short ones otherwise.
const TRIED_RECORDS: usize = 8;
const TRIED_BYTES: usize = limits::DICTIONARY_BLOCK_BYTES_MAX;
/// Content of a dictionary at most, in bytes.
const CONTENT_BYTES: usize = 160 * 1024;
/// A dictionary that makes blocks smaller by less is not used.
const GAIN_PERCENT_LEAST: u8 = 5;

/// A dictionary to which frames of this run refer.
pub(super) struct InForce {
    pub named: NamedDictionary,
    /// Whether the drive has it.
    pub is_stored: bool,
    record: RecordId,
    /// Its key where that is known.
    known: Option<(KeyId, String)>,
}

impl InForce {
    /// The dictionary in force in a section, if there is one: the one that was, or a new one where there is
    /// much to copy and it gains more.
    pub(super) fn find(
        run: &mut Run<'_>,
        section: &SectionWriter,
        changed: &[Waiting],
        observer: &dyn Observer,
    ) -> Result<Option<Self>> {
        let read = |mut kept: KeptDictionary| {
            let bytes = std::mem::take(&mut kept.bytes);
            let named = NamedDictionary::read(&section.naming, section.id, bytes)?;
            Some((named, kept.gain_percent))
        };
        let kept = run.state.dictionary(section.id)?.and_then(read);
        let Some(sample) = Sample::of(&of_patients(run, changed), observer)? else {
            return kept.map(|(named, _)| Self::of(run, section, named, true)).transpose();
        };
        let now = match &kept {
            Some((named, _)) => sample.gain(named)?,
            None => 0,
        };
        let before = kept.as_ref().map_or(0, |(_, gain)| *gain);
        if now >= GAIN_PERCENT_LEAST && now >= before / 2 {
            return kept.map(|(named, _)| Self::of(run, section, named, true)).transpose();
        }
        let made = sample.make(section)?;
        let Some((named, gain_percent)) = made.filter(|(_, gain)| *gain > now) else {
            let kept = kept.filter(|_| now >= GAIN_PERCENT_LEAST);
            return kept.map(|(named, _)| Self::of(run, section, named, true)).transpose();
        };
        let bytes = named.dictionary.bytes().to_vec();
        let new = KeptDictionary { bytes, gain_percent };
        run.state.set_dictionary(section.id, &new, 0)?;
        Self::of(run, section, named, false).map(Some)
    }

    fn of(
        run: &Run<'_>,
        section: &SectionWriter,
        named: NamedDictionary,
        has_key: bool,
    ) -> Result<Self> {
        let record = vault::dictionary_record(&section.naming, section.id);
        let key = run.state.record_keys(section.id)?.remove(&record);
        let is_stored = match &key {
            Some(key) => run.state.chunks(run.drive.row, key.row)?.contains(&named.name),
            None => false,
        };
        let known = key.filter(|_| has_key || is_stored).map(|key| (key.key, key.recipient));
        Ok(Self { named, is_stored, record, known })
    }

    /// The dictionary as a segment, to lie on the drive before the index that names what refers to it. A
    /// new one gets a new key, which is added to `keys`.
    pub(super) fn segment(&self, keys: &Mutex<Vec<NewKey>>) -> Result<Option<Sealed>> {
        let (key, to) = match &self.known {
            Some((key, recipient)) => (*key, recipient.parse::<Recipient>()?),
            None => {
                let identity = Identity::generate();
                let to = identity.to_recipient().ok_or(Error::Key(KeyTrouble::NotARecipient))?;
                let (record, key) = (self.record, KeyId(hash::random_id()));
                let new = NewKey { record, key, recipient: to.to_string(), identity };
                keys.lock().unwrap_or_else(PoisonError::into_inner).push(new);
                (key, to)
            }
        };
        let mut builder = SegmentBuilder::new()?;
        builder.add(self.named.name, self.named.dictionary.bytes())?;
        builder.seal(self.record, key, &to)
    }
}

/// Records that are a folder each, as those of patients are. In files cut by years the same person may stand in
/// twenty records.
fn of_patients<'a>(run: &Run<'_>, changed: &'a [Waiting]) -> Vec<&'a Waiting> {
    let each_folder = |source: &&Source| source.records == RecordRule::EachFolder;
    let sources = run.config.sources.iter().filter(each_folder);
    let sources: HashSet<SourceId> = sources.map(|source| source.id).collect();
    changed.iter().filter(|waiting| sources.contains(&waiting.head.source)).collect()
}

/// Bytes of some of the records that are about to be copied.
struct Sample {
    /// Of each record some, for looking.
    looked: Vec<Zeroizing<Vec<u8>>>,
    /// Of some records a block, for trying.
    tried: Vec<Zeroizing<Vec<u8>>>,
    /// Bytes of small files that are to be copied.
    all_bytes: u64,
}

impl Sample {
    /// A sample; nothing where there are too few records, or too little of them, to be worth it.
    fn of(changed: &[&Waiting], observer: &dyn Observer) -> Result<Option<Self>> {
        let all: u64 = changed.iter().map(|waiting| waiting.head.to_store_bytes).sum();
        if changed.len() < WORTH_RECORDS || all < WORTH_BYTES {
            return Ok(None);
        }
        let step = changed.len().div_ceil(SAMPLED_RECORDS);
        let records = changed.iter().step_by(step);
        let (count, every) = (records.len(), records.len() / TRIED_RECORDS);
        let mut sample = Self { looked: Vec::new(), tried: Vec::new(), all_bytes: 0 };
        let share = SAMPLED_BYTES / count;
        let mut small_bytes = 0;
        for (number, waiting) in records.enumerate() {
            observer.check()?;
            let files = waiting.small_files();
            let bytes: u64 = files.iter().map(|seen| seen.size_bytes).sum();
            small_bytes += bytes;
            let folder = &waiting.head.folder;
            if number % every == every / 2 && sample.tried.len() < TRIED_RECORDS {
                sample.tried.push(read(folder, files.iter(), TRIED_BYTES));
            } else {
                // From the whole of it, not from its beginning.
                let part = usize::try_from(bytes).unwrap_or(usize::MAX).div_ceil(share).max(1);
                sample.looked.push(read(folder, files.iter().step_by(part), share));
            }
        }
        sample.all_bytes = small_bytes.saturating_mul(step as u64);
        Ok((sample.all_bytes >= WORTH_BYTES).then_some(sample))
    }

    /// A dictionary of what the records share, and what it gains; nothing where that is too little.
    fn make(&self, section: &SectionWriter) -> Result<Option<(NamedDictionary, u8)>> {
        let samples: Vec<&[u8]> = self.looked.iter().map(|bytes| bytes.as_slice()).collect();
        let found = stretches::find(&samples, RECORDS_LEAST, CONTENT_BYTES);
        // What most records share stands last: that is cheapest to refer to.
        let content: Vec<&[u8]> = found.iter().rev().map(|found| found.of(&samples)).collect();
        let content = Zeroizing::new(content.concat());
        let Some(named) = NamedDictionary::of(&section.naming, section.id, &content) else {
            return Ok(None);
        };
        let gain = self.gain(&named)?;
        Ok((gain >= GAIN_PERCENT_LEAST).then_some((named, gain)))
    }

    /// By how much a dictionary makes all blocks smaller, itself included, in percent.
    fn gain(&self, named: &NamedDictionary) -> Result<u8> {
        let tried = || self.tried.iter().map(|block| block.as_slice());
        let mut shrinker = Shrinker::new().map_err(out_of_memory)?;
        let (plain, own) = (shrunk(&mut shrinker, tried())?, named.dictionary.bytes());
        let own = shrunk(&mut shrinker, [own].into_iter())?;
        shrinker.use_dictionary(Some(&named.dictionary)).map_err(out_of_memory)?;
        let with = shrunk(&mut shrinker, tried())?;
        let raw: u64 = tried().map(|block| block.len() as u64).sum();
        // What the whole would come to, by what came of these.
        let whole =
            |part: u64| u128::from(part) * u128::from(self.all_bytes) / u128::from(raw.max(1));
        let (plain, with) = (whole(plain), whole(with) + u128::from(own));
        let percent = plain.saturating_sub(with) * 100 / plain.max(1);
        Ok(u8::try_from(percent).unwrap_or(100))
    }
}

fn shrunk<'a>(shrinker: &mut Shrinker, blocks: impl Iterator<Item = &'a [u8]>) -> Result<u64> {
    let mut frames = Vec::new();
    for block in blocks {
        shrinker.frame(block, &mut frames).map_err(out_of_memory)?;
    }
    Ok(frames.len() as u64)
}

/// At most `bytes_max` bytes of these files, one after the other. What cannot be read is left out: whoever copies
/// it will tell.
fn read<'a>(
    folder: &SourceFolder,
    files: impl Iterator<Item = &'a crate::source::Seen>,
    bytes_max: usize,
) -> Zeroizing<Vec<u8>> {
    let mut all = Zeroizing::new(Vec::with_capacity(bytes_max));
    for seen in files {
        let room = bytes_max - all.len();
        if room == 0 {
            break;
        }
        if let Ok(file) = folder.open_file(seen) {
            append(&file, room, &mut all);
        }
    }
    all
}

fn append(file: &OpenFile, room: usize, all: &mut Vec<u8>) {
    let wanted = usize::try_from(file.version().size_bytes).unwrap_or(room).min(room);
    let before = all.len();
    all.resize(before + wanted, 0);
    let mut at = 0;
    while let Some(rest) = all.get_mut(before + at..).filter(|rest| !rest.is_empty()) {
        match file.read_at(rest, at as u64) {
            Ok(got) if got > 0 => at += got,
            _ => break,
        }
    }
    all.truncate(before + at);
}

fn out_of_memory(source: std::io::Error) -> Error {
    Error::Io { action: Action::Write, path: std::path::PathBuf::new(), source }
}
