//! Writing manifests that lean on others, whoever writes them: a backup, a purge, thinning.
//!
//! What a day without changes costs must not depend on how many records there are. So a manifest leans on
//! the last one that stands for itself, as long as little differs; otherwise it stands for itself, and later
//! ones lean on it.

use std::collections::{HashMap, HashSet};

use crate::error::Result;
use crate::format::documents::{Header, ObjectKind, RecordLine, SnapshotLine};
use crate::format::names::{self, ObjectPath};
use crate::id::{RecordId, SectionId};
use crate::vault::manifest::version;
use crate::vault::rewrite::{header, make_whole, put_checked};
use crate::vault::{Draft, Manifest, SectionWriter, Vault};

/// Lines that a manifest may say beside its base, and records it may leave out, together: about 16 KiB
/// on the drive, in each copy.
const LEAN_LINES_MAX: usize = 200;

/// What a manifest says beside its base.
#[derive(Debug, PartialEq, Eq)]
pub struct Beside {
    /// Records of the base that it has not.
    pub gone: Vec<RecordId>,
    /// Its lines that the base has not.
    pub own: Vec<RecordLine>,
}

/// How lines differ from those of a base, of which `known` is kept for each record; nothing where so much
/// differs that the manifest should stand for itself.
#[must_use]
pub fn difference<T>(
    known: &HashMap<RecordId, T>,
    lines: &[RecordLine],
    is_same: impl Fn(&T, &RecordLine) -> bool,
) -> Option<Beside> {
    let there: HashSet<RecordId> = lines.iter().map(|line| line.record).collect();
    let gone = known.keys().filter(|record| !there.contains(*record)).copied();
    let mut gone: Vec<RecordId> = gone.take(LEAN_LINES_MAX + 1).collect();
    let is_new =
        |line: &&RecordLine| !known.get(&line.record).is_some_and(|known| is_same(known, line));
    let own = lines.iter().filter(is_new).take(LEAN_LINES_MAX + 1).cloned();
    let own: Vec<RecordLine> = own.collect();
    gone.sort_unstable();
    let differing = gone.len() + own.len();
    // A line replaces that of its record, so that a record with two lines cannot be said this way.
    let can_lean = there.len() == lines.len() && differing <= LEAN_LINES_MAX;
    (can_lean && differing < lines.len()).then_some(Beside { gone, own })
}

/// A manifest, before it is sealed: one that leans on the base of that file name, or one that stands for itself
/// and says all these lines.
///
/// # Errors
/// When a line cannot be written as JSON, which does not happen.
pub fn manifest_draft(
    vault: &Vault<'_>,
    section: SectionId,
    seq: u64,
    mut snapshot: SnapshotLine,
    lines: &[RecordLine],
    leaning: Option<(&str, Beside)>,
) -> Result<Draft> {
    let own = leaning.map(|(base, Beside { gone, own })| {
        snapshot.base = Some(base.to_owned());
        snapshot.gone = gone;
        own
    });
    let header = header(vault, section, ObjectKind::Manifest, seq);
    let mut draft = Draft::new(&Header { refuge: version(&snapshot), ..header })?;
    draft.line(&snapshot)?;
    own.as_deref().unwrap_or(lines).iter().try_for_each(|line| draft.line(line))?;
    Ok(draft)
}

/// Manifests of a section written anew, oldest first; most lean on the last that does not.
pub struct Rewriting<'a> {
    vault: &'a Vault<'a>,
    writer: SectionWriter,
    base: Option<Manifest>,
    /// Manifests in force that lean on none.
    whole: HashSet<ObjectPath>,
}

impl<'a> Rewriting<'a> {
    /// Nothing is in force yet.
    #[must_use]
    pub fn new(vault: &'a Vault<'a>, writer: SectionWriter) -> Self {
        Self { vault, writer, base: None, whole: HashSet::new() }
    }

    /// Whether a manifest can stay as it is, because that on which it leans does.
    #[must_use]
    pub fn may_stay(&self, manifest: &Manifest) -> bool {
        manifest.base.as_ref().is_none_or(|base| self.whole.contains(base))
    }

    /// A manifest stays as it is, in both copies.
    ///
    /// # Errors
    /// As [`make_whole`].
    pub fn keep(&mut self, manifest: &Manifest) -> Result<ObjectPath> {
        make_whole(self.vault, &manifest.object)?;
        if manifest.base.is_none() {
            self.stands(manifest, &manifest.object);
        }
        Ok(manifest.object.clone())
    }

    /// Writes a manifest anew. Its name begins with the time of the snapshot, as it did.
    ///
    /// # Errors
    /// When the drive cannot be written, or holds something else afterwards.
    pub fn put(&mut self, manifest: &Manifest) -> Result<ObjectPath> {
        let (time, section) = (manifest.moment()?, self.writer.id);
        let base = self.base.as_ref().filter(|base| base.seq < manifest.seq);
        let leaning =
            base.and_then(|base| Some((base.object.file_name(), beside(base, &manifest.records)?)));
        let is_whole = leaning.is_none();
        let Manifest { seq, snapshot, records, .. } = manifest;
        let line = snapshot.clone();
        let draft = manifest_draft(self.vault, section, *seq, line, records, leaning)?;
        let place = |hash| names::manifest(section, time, hash);
        let object = put_checked(self.vault, &self.writer, draft, place)?;
        if is_whole {
            self.stands(manifest, &object);
        }
        Ok(object)
    }

    fn stands(&mut self, manifest: &Manifest, object: &ObjectPath) {
        self.whole.insert(object.clone());
        let object = object.clone();
        self.base = Some(Manifest { object, base: None, ..manifest.clone() });
    }
}

fn beside(base: &Manifest, lines: &[RecordLine]) -> Option<Beside> {
    let known: HashMap<RecordId, &RecordLine> =
        base.records.iter().map(|line| (line.record, line)).collect();
    // Of a record with two lines the map knows one.
    let is_plain = known.len() == base.records.len();
    is_plain.then(|| difference(&known, lines, |known, line| *known == line)).flatten()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::id::{KeyId, SourceId};
    use crate::vault::manifest::joined;

    fn line(record: u8, files: u8) -> RecordLine {
        RecordLine {
            record: RecordId([record; 16]),
            source: SourceId([record % 2; 16]),
            name: format!("record {record:03}"),
            class: "unclassified".into(),
            key: KeyId([record; 16]),
            inventory: vec![],
            files: files.into(),
            bytes: 0,
            newest: None,
            content: None,
        }
    }

    /// In the order in which a manifest holds them.
    fn lines(records: &BTreeMap<u8, u8>) -> Vec<RecordLine> {
        let own = records.iter().map(|(record, files)| line(*record, *files)).collect();
        joined(&[], Vec::new(), own)
    }

    fn known(lines: &[RecordLine]) -> HashMap<RecordId, &RecordLine> {
        lines.iter().map(|line| (line.record, line)).collect()
    }

    fn between(base: &[RecordLine], now: &[RecordLine]) -> Option<Beside> {
        difference(&known(base), now, |known, line| *known == line)
    }

    proptest! {
        #[test]
        fn a_base_and_the_difference_from_it_are_the_whole(
            base in proptest::collection::btree_map(any::<u8>(), 0_u8..3, 0..60),
            now in proptest::collection::btree_map(any::<u8>(), 0_u8..3, 0..60),
            most_stay: bool,
        ) {
            let now = if most_stay { base.iter().map(|(k, v)| (*k, *v)).chain(now.into_iter().take(4)).skip(2).collect() } else { now };
            let (base, now) = (lines(&base), lines(&now));
            if let Some(Beside { gone, own }) = between(&base, &now) {
                prop_assert!(gone.len() + own.len() < now.len());
                prop_assert!(own.iter().all(|line| !base.contains(line)));
                prop_assert_eq!(joined(&base, gone, own), now);
            } else {
                let same = now.iter().filter(|line| base.contains(line)).count();
                let gone = base.iter().filter(|old| now.iter().all(|line| line.record != old.record));
                prop_assert!(now.len() - same + gone.count() >= now.len());
            }
        }
    }

    #[test]
    fn so_much_may_differ_and_no_more() {
        let many: Vec<RecordLine> = (0..=250).map(|record| line(record, 1)).collect();
        let changed = |count: usize| {
            let mut now = many.clone();
            now.iter_mut().take(count).for_each(|line| line.files = 2);
            now
        };
        assert_eq!(between(&many, &changed(200)).map(|found| found.own.len()), Some(200));
        assert_eq!(between(&many, &changed(201)), None);
        assert_eq!(between(&many, &many[201..]), None, "as many are gone");
        assert_eq!(between(&many[..1], &changed(1)[..1]), None, "nothing would be left to lean on");
        let twice = [&*many, &many[..1]].concat();
        assert_eq!(between(&many, &twice), None, "a record with two lines");
    }
}
