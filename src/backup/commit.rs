//! The commit: one manifest per section, after everything it needs is durable.

use crate::backup::base::{self, Base};
use crate::backup::read_back::Written;
use crate::backup::run::{BackupSummary, Run};
use crate::backup::work::{Copied, Done};
use crate::error::{Error, KeyTrouble, Result};
use crate::format::documents::{RecordLine, SnapshotLine};
use crate::format::entry::Moment;
use crate::format::names::{self, NameTime, ObjectPath};
use crate::id::SnapshotId;
use crate::state::{NewSnapshot, RecordState};
use crate::vault;

/// Bytes of caches that are remembered at once, roughly.
const STATES_BYTES: usize = 4 * 1024 * 1024;

/// What a manifest counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Totals {
    pub files: u64,
    pub records: u64,
    pub bytes: u64,
}

/// Writes the manifest of one section.
pub(super) fn commit(
    run: &mut Run<'_>,
    snapshot: SnapshotId,
    copied: Copied,
    summary: &BackupSummary,
    written: &mut Written,
) -> Result<Totals> {
    let section = run.sections.iter().find(|section| section.id == copied.section);
    let section = section.ok_or(Error::Key(KeyTrouble::OpensNothing))?;
    let met = copied.met.clone();
    let lines = remember(run, copied)?;
    let totals = Totals {
        files: lines.iter().map(|line| line.files).sum(),
        records: lines.len() as u64,
        bytes: lines.iter().map(|line| line.bytes).sum(),
    };
    let seq = run.drive.seq + 1;
    let line = snapshot_line(run, snapshot, section.id, totals, summary.problems)?;
    let base = Base::find(run, section.id)?;
    let leaning =
        base.as_ref().and_then(|base| Some((base.name(), base.beside(&section.naming, &lines)?)));
    let is_whole = leaning.is_none();
    let draft = vault::manifest_draft(&run.vault, section.id, seq, line, &lines, leaning)?;
    let bytes = draft.seal(&section.naming, &section.catalog)?;
    let time = run.now.to_string();
    let moment = NameTime::parse(&time);
    let moment = moment.ok_or_else(|| Error::Clock { now: time.clone(), known: time })?;
    let object = names::manifest(section.id, moment, crate::crypto::hash::object_hash(&bytes));
    run.state.begin_snapshot(&NewSnapshot {
        id: snapshot,
        drive: run.drive.row,
        section: section.id,
        object: object.to_string(),
        time: run.now.to_string(),
        seq,
        files: totals.files,
        bytes: totals.bytes,
        new_bytes: summary.new_bytes,
        problems: summary.problems,
    })?;
    run.vault.put_small(&object, &bytes)?;
    run.state.commit_snapshot(run.drive.row, object.as_str())?;
    if is_whole {
        base::remember(run, section, &object, &lines)?;
    }
    let named = lines.iter().map(|line| (line.record, line.name.as_str()));
    crate::browse::note_spellings(run.state, &section.naming, named)?;
    for (fact, files) in met {
        run.state.set_fact(&fact, &files.to_le_bytes())?;
    }
    written.small(object, bytes.len() as u64);
    Ok(totals)
}

/// Remembers the state of every record that was looked into, and makes the manifest's lines.
fn remember(run: &mut Run<'_>, copied: Copied) -> Result<Vec<RecordLine>> {
    let rows = run.state.record_keys(copied.section)?;
    let before = run.state.record_states(copied.section)?;
    let mut lines = copied.unchanged;
    let (mut states, mut bytes) = (Vec::new(), 0);
    for done in copied.done {
        let Some(key) = rows.get(&done.record) else {
            return Err(Error::State { reason: format!("no key of record {}", done.record) });
        };
        let newest = newest(&done, before.get(&key.row));
        lines.push(RecordLine {
            record: done.record,
            source: done.source,
            name: crate::tree_path::escape(&done.name),
            class: done.class,
            key: done.key,
            inventory: done.inventory.clone(),
            files: done.files,
            bytes: done.bytes,
            newest,
            content: done.content,
        });
        let state = RecordState {
            fingerprint: if done.has_problems { [0; 16] } else { done.fingerprint },
            inventory: done.inventory,
            files: done.files,
            bytes: done.bytes,
            newest,
            content: done.content,
        };
        let cache = done.cache.take()?;
        bytes += cache.len();
        states.push((key.row, state, cache));
        if bytes > STATES_BYTES {
            run.state.set_record_states(run.drive.row, &std::mem::take(&mut states))?;
            bytes = 0;
        }
    }
    run.state.set_record_states(run.drive.row, &states)?;
    RecordLine::sort(&mut lines);
    Ok(lines)
}

/// The latest change of a document. Bytes that are the same were not changed, whatever their times say now: a new
/// computer or a look at a letter sets them anew.
fn newest(done: &Done, before: Option<&RecordState>) -> Option<Moment> {
    let same = before.filter(|before| before.content.is_some() && before.content == done.content);
    same.map_or(done.newest, |before| before.newest)
}

fn snapshot_line(
    run: &Run<'_>,
    snapshot: SnapshotId,
    section: crate::id::SectionId,
    totals: Totals,
    problems: u64,
) -> Result<SnapshotLine> {
    let indexes = run.state.indexes(run.drive.row)?;
    let hash_of = |object: &str| ObjectPath::parse(object).and_then(|object| object.own_hash());
    // The configuration names every source, so only the ordinary section may carry it.
    let is_ordinary = run.config.sections.first().is_some_and(|ordinary| ordinary.id == section);
    let configuration = if is_ordinary { Some(run.config.render("")?) } else { None };
    Ok(SnapshotLine {
        base: None,
        gone: Vec::new(),
        snapshot,
        time: run.now.to_string(),
        drive: run.drive.id,
        parent: run.drive.head.as_deref().and_then(hash_of),
        indexes: indexes
            .iter()
            .filter(|index| index.section == section)
            .filter_map(|index| hash_of(&index.object))
            .collect(),
        files: totals.files,
        bytes: totals.bytes,
        problems,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        configuration,
    })
}
