//! Files back where they were. What stands there now is looked at first, and nothing of it is lost.
//!
//! What has the same bytes stays untouched. A file with other bytes is a conflict: it is told before
//! anything is written, and who decides says whether it stays or is replaced. What is replaced is kept
//! beside, under another name.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

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
    /// No file. It always stays.
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
        let by_path: HashMap<&TreePath, &FileItem> =
            plan.items.iter().map(|item| (&item.path, item)).collect();
        let mut links = std::mem::take(&mut plan.links);
        links.retain(|(path, first)| {
            let wanted = by_path.get(first).map(|item| item.brought());
            takes(path, wanted.map(|wanted| present.file(path, &wanted)), &mut conflicts)
        });
        plan.links = links;
        plan.symlinks.retain(|(path, to, _)| {
            takes(path, unescape(to).map(|to| present.link(path, &to)), &mut conflicts)
        });
        plan.folders.retain(|(path, _)| path.is_root() || present.takes_folder(path));
        let count = same.len() as u64;
        plan.stays = same;
        Ok(Self { root, conflicts, same: count, plan })
    }

    /// Files that differ and may be replaced.
    #[must_use]
    pub fn replaceable(&self) -> u64 {
        self.conflicts.iter().filter(|conflict| conflict.now != Now::NoFile).count() as u64
    }

    /// Checks that there is room.
    ///
    /// # Errors
    /// As [`RestorePlan::check_room`].
    pub fn check_room(&self, dir: &Path) -> Result<()> {
        self.plan.check_room(dir)
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
        let may_go =
            |conflict: &&Conflict| existing != Existing::Stay && conflict.now != Now::NoFile;
        let paths: HashSet<TreePath> =
            self.conflicts.iter().filter(may_go).map(|conflict| conflict.path.clone()).collect();
        let kept: HashSet<&TreePath> =
            self.conflicts.iter().map(|conflict| &conflict.path).collect();
        let kept = |item: &FileItem| kept.contains(&item.path) && !paths.contains(&item.path);
        let numbers = (0..).zip(&self.plan.items).filter(|(_, item)| kept(item));
        let left: Vec<u32> = numbers.map(|(number, _)| number).collect();
        let mark = if let Existing::Aside(mark) = existing { mark } else { "" };
        let to = Destination::in_place(&self.root, Replacing { mark: mark.to_owned(), paths })?;
        for number in &self.plan.stays {
            if let Some(item) = self.plan.items.get(*number as usize) {
                to.keep(&item.path);
            }
        }
        self.plan.stays.extend(left);
        let stayed = self.conflicts.len() as u64;
        let mut done = self.plan.execute(vault, views, &to, observer)?;
        done.same = self.same;
        done.replaced = to.replaced();
        done.stayed = stayed.saturating_sub(done.replaced);
        Ok(done)
    }
}

/// Whether the same file is there.
fn standing(present: &Present, item: &FileItem) -> Result<bool, Now> {
    match present.file(&item.path, &item.brought()) {
        Stands::Nothing => Ok(false),
        Stands::Same => Ok(true),
        Stands::InTheWay => Err(Now::NoFile),
        Stands::Differs(now) => {
            let is_newer = item.metadata.modified.is_none_or(|then| now > then);
            Err(if is_newer { Now::Newer(now) } else { Now::Older(now) })
        }
    }
}

/// Whether a link is to be made: nothing stands in its place. What is no link of ours is told, and stays.
fn takes(path: &TreePath, stands: Option<Stands>, conflicts: &mut Vec<Conflict>) -> bool {
    match stands.unwrap_or(Stands::Nothing) {
        Stands::Nothing => return true,
        Stands::Same => {}
        Stands::Differs(_) | Stands::InTheWay => {
            conflicts.push(Conflict { path: path.clone(), now: Now::NoFile });
        }
    }
    false
}

impl FileItem {
    fn brought(&self) -> Brought {
        let (size_bytes, hash) = (self.size_bytes, self.hash);
        Brought { size_bytes, modified: self.metadata.modified, hash }
    }
}
