//! Files back where they were. What stands there now is looked at first, and nothing of it is lost.
//!
//! What has the same bytes stays untouched. Whatever else stands where something is to go is a conflict: it is told before
//! anything is written, and who decides says whether it stays or is replaced. What is replaced is kept
//! beside, under another name.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::PathBuf;

use crate::browse::{Labels, Spelling, View};
use crate::config::Config;
use crate::destination::{Brought, Destination, Present, Replacing, Stands};
use crate::error::{Error, Result, Thing};
use crate::event::Observer;
use crate::format::entry::Moment;
use crate::id::{RecordId, SourceId};
use crate::restore::plan::{self, FileItem, RestorePlan};
use crate::restore::{RestoreSummary, Selection};
use crate::tree_path::{TreePath, unescape};
use crate::vault::Vault;

/// What goes back into one source folder.
#[derive(Debug)]
pub struct InPlace {
    /// The source folder, here.
    pub root: PathBuf,
    /// What stands there now and is not what the backup has.
    pub conflicts: Vec<Conflict>,
    /// Files that are there already, byte for byte.
    pub same: u64,
    plan: RestorePlan,
    /// Further names of files that are there already, and the first name of each.
    same_links: Vec<(TreePath, TreePath)>,
}

/// Something that stands where a file of the backup is to go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// Where, in the source.
    pub path: TreePath,
    /// What it is.
    pub now: Now,
}

/// What stands there, beside what the backup has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Now {
    /// A file that was changed later.
    Newer(Moment),
    /// Another file.
    Older(Moment),
    /// Neither a file nor a link, or a way there that is no folder. It always stays.
    NoFile,
}

/// What becomes of the files that stand there and differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing<'a> {
    /// They stay, and the backup's are not brought.
    Stay,
    /// They get another name, with this mark in it, and the backup's take their place.
    Aside(&'a str),
}

/// Plans bringing back a selection of one snapshot to where `config`, or the snapshot itself, says that it
/// lay; looks at what stands there.
///
/// # Errors
/// `NotFound` when nothing was chosen, or no place on this computer is known for it; when the drive or the
/// place cannot be read.
pub fn plan_in_place(
    vault: &Vault<'_>,
    views: &[View<'_>],
    selection: &Selection,
    forgotten: &HashSet<RecordId>,
    config: &Config,
) -> Result<Vec<InPlace>> {
    let labels = Labels::of(views);
    for spelling in [Spelling::Exact, Spelling::Loose] {
        let mut found = Vec::new();
        for source in labels.sources() {
            let own = labels.only(source);
            let plan = plan::plan_spelled(vault, views, selection, &own, spelling, forgotten)?;
            if !plan.is_void() {
                found.push((source, plan));
            }
        }
        if !found.is_empty() {
            let roots = roots(config, views);
            let place = |(source, plan)| InPlace::look(root(&roots, &labels, source)?, plan);
            return found.into_iter().map(place).collect();
        }
    }
    Err(plan::nothing_chosen(selection))
}

/// Where the sources lie; the computer that is here knows better than an old backup.
fn roots(config: &Config, views: &[View<'_>]) -> BTreeMap<SourceId, PathBuf> {
    let told = views.iter().filter_map(|view| view.manifest.snapshot.configuration.as_deref());
    let told = told.filter_map(|text| Config::parse(text).ok()).flat_map(|config| config.sources);
    let here = config.sources.iter().cloned();
    told.chain(here).map(|source| (source.id, source.path)).collect()
}

fn root(roots: &BTreeMap<SourceId, PathBuf>, labels: &Labels, source: SourceId) -> Result<PathBuf> {
    let known = roots.get(&source).filter(|path| path.is_absolute()).cloned();
    let name = || labels.label(source).escaped();
    known.ok_or_else(|| Error::NotFound { what: Thing::Source, name: name() })
}

impl InPlace {
    fn look(root: PathBuf, mut plan: RestorePlan) -> Result<Self> {
        let present = Present::at(&root)?;
        let (mut conflicts, mut same) = (Vec::new(), HashSet::new());
        for (number, item) in (0..).zip(&plan.items) {
            match standing(&present, item) {
                Ok(true) => drop(same.insert(number)),
                Ok(false) => {}
                Err(now) => conflicts.push(Conflict { path: item.path.clone(), now }),
            }
        }
        let same_links = look_at_links(&present, &mut plan, &mut conflicts);
        plan.symlinks.retain(|(path, to, metadata)| {
            let stands = unescape(to).map(|to| present.link(path, &to));
            let stands = stands.unwrap_or(Stands::Nothing);
            !is_same(path, stands, metadata.modified, &mut conflicts)
        });
        look_at_folders(&present, &mut plan, &mut conflicts);
        let count = same.len() as u64 + same_links.len() as u64;
        plan.stays = same;
        Ok(Self { root, conflicts, same: count, plan, same_links })
    }

    /// Files that differ and may be replaced.
    #[must_use]
    pub fn replaceable(&self) -> u64 {
        self.conflicts.iter().filter(|conflict| conflict.now != Now::NoFile).count() as u64
    }

    /// Checks that there is room for what comes back.
    ///
    /// # Errors
    /// As [`RestorePlan::check_room`].
    pub fn check_room(&self, existing: Existing<'_>) -> Result<()> {
        let left: HashSet<&TreePath> = self.left(existing).collect();
        let comes = |(number, item): &(u32, &FileItem)| {
            !self.plan.stays.contains(number) && !left.contains(&item.path)
        };
        let items = (0..).zip(&self.plan.items).filter(comes);
        super::room_for(items.map(|(_, item)| item.layout.data_bytes).sum(), &self.root)
    }

    /// What stays as it is.
    fn left(&self, existing: Existing<'_>) -> impl Iterator<Item = &TreePath> {
        let stays =
            move |conflict: &&Conflict| existing == Existing::Stay || conflict.now == Now::NoFile;
        self.conflicts.iter().filter(stays).map(|conflict| &conflict.path)
    }

    /// Brings back what is missing, and what `existing` says of the rest. Each file is written beside, read
    /// back, and only then takes its name.
    ///
    /// # Errors
    /// As [`RestorePlan::execute`].
    pub fn execute(
        mut self,
        vault: &Vault<'_>,
        views: &[View<'_>],
        existing: Existing<'_>,
        observer: &dyn Observer,
    ) -> Result<RestoreSummary> {
        let left: HashSet<TreePath> = self.left(existing).cloned().collect();
        let differs = self.conflicts.iter().map(|conflict| &conflict.path);
        let paths: HashSet<TreePath> =
            differs.filter(|path| !left.contains(*path)).cloned().collect();
        let mark = if let Existing::Aside(mark) = existing { mark } else { "" };
        let to = Destination::in_place(&self.root, Replacing { mark: mark.to_owned(), paths })?;
        for number in &self.plan.stays {
            if let Some(item) = self.plan.items.get(*number as usize) {
                to.keep(&item.path);
            }
        }
        for (path, _) in &self.same_links {
            to.keep(path);
        }
        self.leave(&left);
        let mut done = self.plan.execute(vault, views, &to, observer)?;
        done.same = self.same;
        done.replaced = to.replaced();
        done.stayed = left.len() as u64;
        Ok(done)
    }

    /// Takes what stays out of the plan. Where the first name of a file is among it, another of its names
    /// that is there leads the rest, or one that comes back.
    fn leave(&mut self, left: &HashSet<TreePath>) {
        let plan = &mut self.plan;
        plan.symlinks.retain(|(path, ..)| !left.contains(path));
        plan.links.retain(|(path, _)| !left.contains(path));
        let firsts = plan.items.iter().zip(0..).filter(|(item, _)| left.contains(&item.path));
        let firsts: HashMap<TreePath, u32> =
            firsts.map(|(item, number)| (item.path.clone(), number)).collect();
        plan.stays.extend(firsts.values());
        let there = self.same_links.iter().filter(|(_, first)| firsts.contains_key(first));
        let mut leaders: HashMap<TreePath, TreePath> =
            there.map(|(path, first)| (first.clone(), path.clone())).collect();
        for (path, first) in std::mem::take(&mut plan.links) {
            let number = firsts.get(&first);
            let item = number.and_then(|number| plan.items.get_mut(*number as usize));
            match (leaders.get(&first), item.zip(number)) {
                (Some(leader), _) => plan.links.push((path, leader.clone())),
                (None, Some((item, number))) => {
                    item.path = path.clone();
                    plan.stays.remove(number);
                    leaders.insert(first, path);
                }
                (None, None) => plan.links.push((path, first)),
            }
        }
    }
}

/// Whether the same file is there.
fn standing(present: &Present, item: &FileItem) -> Result<bool, Now> {
    match present.file(&item.path, &item.brought()) {
        Stands::Nothing => Ok(false),
        Stands::Same => Ok(true),
        stands => Err(now(stands, item.metadata.modified)),
    }
}

/// How what stands there differs from what the backup has, last changed at `then`.
fn now(stands: Stands, then: Option<Moment>) -> Now {
    match stands {
        Stands::Differs(now) if then.is_none_or(|then| now > then) => Now::Newer(now),
        Stands::Differs(now) => Now::Older(now),
        Stands::Nothing | Stands::Same | Stands::InTheWay => Now::NoFile,
    }
}

/// Takes the further names that are there already out of the plan, and answers them.
fn look_at_links(
    present: &Present,
    plan: &mut RestorePlan,
    conflicts: &mut Vec<Conflict>,
) -> Vec<(TreePath, TreePath)> {
    let (mut same, links) = (Vec::new(), std::mem::take(&mut plan.links));
    let firsts: HashSet<&TreePath> = links.iter().map(|(_, first)| first).collect();
    let firsts: HashMap<&TreePath, &FileItem> = plan
        .items
        .iter()
        .filter(|item| firsts.contains(&item.path))
        .map(|item| (&item.path, item))
        .collect();
    for (path, first) in links {
        let item = firsts.get(&first);
        let stands = item.map_or(Stands::Nothing, |item| present.file(&path, &item.brought()));
        let modified = item.and_then(|item| item.metadata.modified);
        let list =
            if is_same(&path, stands, modified, conflicts) { &mut same } else { &mut plan.links };
        list.push((path, first));
    }
    same
}

/// Whether it is there already; what differs is told.
fn is_same(
    path: &TreePath,
    stands: Stands,
    modified: Option<Moment>,
    conflicts: &mut Vec<Conflict>,
) -> bool {
    if matches!(stands, Stands::Differs(_) | Stands::InTheWay) {
        conflicts.push(Conflict { path: path.clone(), now: now(stands, modified) });
    }
    stands == Stands::Same
}

/// Takes folders that something is in the way of out of the plan. They are told where nothing in them is.
fn look_at_folders(present: &Present, plan: &mut RestorePlan, conflicts: &mut Vec<Conflict>) {
    let mut lost = Vec::new();
    plan.folders.retain(|(path, _)| {
        let takes = path.is_root() || present.takes_folder(path);
        if !takes {
            lost.push(path.clone());
        }
        takes
    });
    let mut told: BTreeSet<TreePath> =
        conflicts.iter().map(|conflict| conflict.path.clone()).collect();
    lost.sort();
    for path in lost.into_iter().rev() {
        let begins = |found: &&TreePath| found.as_bytes().starts_with(path.as_bytes());
        let mut near = told.range(path.clone()..).take_while(begins);
        if !near.any(|found| found.is_within(&path)) {
            told.insert(path.clone());
            conflicts.push(Conflict { path, now: Now::NoFile });
        }
    }
}

impl FileItem {
    fn brought(&self) -> Brought {
        let (size_bytes, hash) = (self.size_bytes, self.hash);
        Brought { size_bytes, modified: self.metadata.modified, hash }
    }
}
