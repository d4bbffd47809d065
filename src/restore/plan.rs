//! The plan: what goes where, and which chunks it takes. Reads inventories, no content.

use std::collections::{HashMap, HashSet};

use crate::browse::extents::{self, Layout};
use crate::browse::{self, LostRecord, Spelling, View};
use crate::error::{Damage, Error, Problem, ProblemCause, Result, Thing};
use crate::format::documents::RecordLine;
use crate::format::entry::{Content, ContentHash, EntryKind, InventoryEntry, Metadata};
use crate::id::RecordId;
use crate::restore::selection::Wanted;
use crate::restore::{Labels, Selection};
use crate::tree_path::TreePath;
use crate::vault::{ChunkPlace, Vault};

/// What a restore is going to do.
#[derive(Debug, Default)]
pub struct RestorePlan {
    /// Files that will be there; further names of one file count.
    pub files: u64,
    /// Their bytes, holes included.
    pub bytes: u64,
    /// Bytes that will be written, without holes.
    pub data_bytes: u64,
    /// Files left out because their record was forgotten on purpose.
    pub skipped_forgotten: u64,
    /// What is known already not to come back. A record whose inventory is damaged stands for all
    /// of its files.
    pub problems: Vec<Problem>,
    /// Numbers of files that are not brought, because of what stands in their place.
    pub(super) stays: HashSet<u32>,
    pub(super) folders: Vec<(TreePath, Metadata)>,
    pub(super) items: Vec<FileItem>,
    pub(super) symlinks: Vec<(TreePath, String, Metadata)>,
    /// Further names, and the first name of each.
    pub(super) links: Vec<(TreePath, TreePath)>,
    pub(super) wants: Vec<Want>,
}

/// A file to bring back.
#[derive(Debug)]
pub(super) struct FileItem {
    pub(super) path: TreePath,
    pub(super) size_bytes: u64,
    pub(super) hash: ContentHash,
    pub(super) metadata: Metadata,
    pub(super) layout: Layout,
}

/// One chunk of one file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Want {
    /// Number of the view whose index holds the place.
    pub(super) view: u32,
    pub(super) place: ChunkPlace,
    /// Number of the file.
    pub(super) file: u32,
    /// Where the chunk begins in the file's joined chunks.
    pub(super) joined_at: u64,
}

/// Plans bringing back a selection of one snapshot, without the records in `forgotten`.
///
/// # Errors
/// `NotFound` when nothing was chosen; when the drive cannot be read. Damage is in the plan.
pub fn plan(
    vault: &Vault<'_>,
    views: &[View<'_>],
    selection: &Selection,
    forgotten: &HashSet<RecordId>,
) -> Result<RestorePlan> {
    let labels = Labels::of(views);
    let exact = plan_spelled(vault, views, selection, &labels, Spelling::Exact, forgotten)?;
    match selection {
        Selection::Path(_) if exact.is_void() => {
            let spelling = Spelling::Loose;
            let loose = plan_spelled(vault, views, selection, &labels, spelling, forgotten)?;
            if loose.is_void() { Err(nothing_chosen(selection)) } else { Ok(loose) }
        }
        Selection::Words(_) if exact.is_void() => Err(nothing_chosen(selection)),
        _ => Ok(exact),
    }
}

pub(super) fn plan_spelled(
    vault: &Vault<'_>,
    views: &[View<'_>],
    selection: &Selection,
    labels: &Labels,
    spelling: Spelling,
    forgotten: &HashSet<RecordId>,
) -> Result<RestorePlan> {
    let wanted = Wanted::new(selection, labels, spelling);
    let mut planner = Planner { vault, labels, wanted: &wanted, plan: RestorePlan::default() };
    for (number, view) in (0..).zip(views) {
        planner.add_view(number, view, forgotten)?;
    }
    Ok(planner.plan)
}

/// What is said where nothing is what was typed.
pub(super) fn nothing_chosen(selection: &Selection) -> Error {
    let name = match selection {
        Selection::Path(path) => path.to_string_lossy().into_owned(),
        Selection::Words(words) => words.join(" "),
        _ => String::new(),
    };
    Error::NotFound { what: Thing::Path, name }
}

struct Planner<'a> {
    vault: &'a Vault<'a>,
    labels: &'a Labels,
    wanted: &'a Wanted<'a>,
    plan: RestorePlan,
}

/// Links that were chosen without the first name of their file, by record and that name.
type Orphans = HashMap<(RecordId, TreePath), Vec<TreePath>>;

impl Planner<'_> {
    fn add_view(
        &mut self,
        number: u32,
        view: &View<'_>,
        forgotten: &HashSet<RecordId>,
    ) -> Result<()> {
        let (vault, labels, wanted) = (self.vault, self.labels, self.wanted);
        let is_possible = |record: &RecordLine| {
            labels.has(record.source)
                && wanted.in_source(record.source).may_reach(labels.record_folder(record).as_ref())
        };
        let possible = view.manifest.records.iter().filter(|record| is_possible(record));
        let skipped = possible.filter(|record| forgotten.contains(&record.record));
        self.plan.skipped_forgotten += skipped.map(|record| record.files).sum::<u64>();
        let want = |record: &RecordLine| !forgotten.contains(&record.record) && is_possible(record);
        let mut orphans = Orphans::new();
        let lost = browse::entries(vault, view, &want, &mut |record, entry| {
            self.add_entry(number, view, record, entry, &mut orphans);
            Ok(())
        })?;
        self.add_orphans(number, view, &mut orphans)?;
        self.add_lost(view, &lost);
        Ok(())
    }

    fn add_entry(
        &mut self,
        number: u32,
        view: &View<'_>,
        record: &RecordLine,
        entry: InventoryEntry,
        orphans: &mut Orphans,
    ) {
        let wanted = self.wanted.in_source(record.source);
        if !wanted.has(&entry.path) {
            return;
        }
        let folder = self.labels.folder(record.source);
        let path = folder.join_path(&entry.path);
        match entry.kind {
            EntryKind::File(content) => self.add_file(number, view, path, &content, entry.metadata),
            EntryKind::Folder => self.plan.folders.push((path, entry.metadata)),
            EntryKind::Symlink { to } => self.plan.symlinks.push((path, to, entry.metadata)),
            EntryKind::HardLink { to } if wanted.has(&to) => {
                self.plan.files += 1;
                self.plan.links.push((path, folder.join_path(&to)));
            }
            EntryKind::HardLink { to } => {
                orphans.entry((record.record, to)).or_default().push(path)
            }
        }
    }

    fn add_file(
        &mut self,
        number: u32,
        view: &View<'_>,
        path: TreePath,
        content: &Content,
        metadata: Metadata,
    ) {
        let laid = Layout::of(content).and_then(|layout| {
            let places = extents::places(content, &layout, &view.contents)?;
            Some((layout, places))
        });
        let file = u32::try_from(self.plan.items.len()).ok();
        let (Some((layout, places)), Some(file)) = (laid, file) else {
            self.plan.problems.push(Problem { path, cause: ProblemCause::DamagedContent });
            return;
        };
        let plan = &mut self.plan;
        plan.files += 1;
        plan.bytes = plan.bytes.saturating_add(content.size_bytes);
        plan.data_bytes = plan.data_bytes.saturating_add(layout.data_bytes);
        let want = |(place, joined_at)| Want { view: number, place, file, joined_at };
        plan.wants.extend(places.into_iter().map(want));
        let (size_bytes, hash) = (content.size_bytes, content.hash);
        plan.items.push(FileItem { path, size_bytes, hash, metadata, layout });
    }

    /// Reads the records of orphaned links once more, for the content behind them.
    fn add_orphans(&mut self, number: u32, view: &View<'_>, orphans: &mut Orphans) -> Result<()> {
        if orphans.is_empty() {
            return Ok(());
        }
        let records: HashSet<_> = orphans.keys().map(|(record, _)| *record).collect();
        let want = |record: &RecordLine| records.contains(&record.record);
        browse::entries(self.vault, view, &want, &mut |record, entry| {
            let EntryKind::File(content) = entry.kind else { return Ok(()) };
            let mut names = orphans.remove(&(record.record, entry.path)).unwrap_or_default();
            if names.is_empty() {
                return Ok(());
            }
            let first = names.remove(0);
            self.plan.files += names.len() as u64;
            self.plan.links.extend(names.into_iter().map(|name| (name, first.clone())));
            self.add_file(number, view, first, &content, entry.metadata);
            Ok(())
        })?;
        let cause = ProblemCause::DamagedContent;
        let missing = std::mem::take(orphans).into_values().flatten();
        self.plan.problems.extend(missing.map(|path| Problem { path, cause }));
        Ok(())
    }

    /// A key that was forgotten on purpose is no damage.
    fn add_lost(&mut self, view: &View<'_>, lost: &[LostRecord]) {
        for LostRecord { record, damage } in lost {
            if *damage == Damage::DoesNotOpen && view.section.forgotten.contains(&record.key) {
                self.plan.skipped_forgotten += record.files;
                continue;
            }
            let name = TreePath::from_escaped(&record.name).unwrap_or_default();
            let path = self.labels.folder(record.source).join_path(&name);
            self.plan.problems.push(Problem { path, cause: ProblemCause::DamagedContent });
        }
    }
}

impl RestorePlan {
    /// Whether nothing at all was chosen.
    pub(super) fn is_void(&self) -> bool {
        self.files == 0
            && self.skipped_forgotten == 0
            && self.problems.is_empty()
            && self.folders.is_empty()
            && self.symlinks.is_empty()
    }

    /// The paths in the target that the plan brings, folders first, as far as `max`.
    pub fn paths(&self, max: usize) -> impl Iterator<Item = &TreePath> {
        let folders = self.folders.iter().map(|(path, _)| path);
        let files = self.items.iter().map(|item| &item.path);
        folders.chain(files).take(max)
    }
}
