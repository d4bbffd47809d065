//! What of a restore the place will not keep, told before anything is written there.

use std::collections::HashSet;

use crate::destination::{Keeps, Lack};
use crate::format::entry::Metadata;
use crate::limits::FAT_FILE_BYTES;
use crate::restore::RestorePlan;
use crate::tree_path::without_case;

/// How many files and folders lose something; the content of what is written is whole.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Foreseen {
    /// Too large to be written there at all.
    pub too_large: u64,
    /// Get another name: theirs is refused, or is another's there.
    pub renamed: u64,
    /// Lose the time of their last change.
    pub times: u64,
    /// Lose their permission bits.
    pub rights: u64,
    /// Lose attributes.
    pub attributes: u64,
    /// Symbolic links that will not be there.
    pub links: u64,
    /// Further names that become copies.
    pub copies: u64,
}

impl Foreseen {
    /// What else a plan loses there.
    pub fn add(&mut self, plan: &RestorePlan, keeps: &Keeps) {
        let kept = plan.items.iter().map(|item| (&item.path, &item.metadata));
        let all = kept.chain(plan.folders.iter().map(|(path, metadata)| (path, metadata)));
        // Without letter case, where that is not told apart.
        let mut used = HashSet::new();
        for (path, metadata) in all {
            self.add_metadata(metadata, keeps);
            let is_twin =
                keeps.lacks(Lack::LetterCase) && !used.insert(without_case(path.as_bytes()));
            let is_kept = keeps.keeps_name(path.name().unwrap_or_default()) && !is_twin;
            self.renamed += u64::from(!is_kept);
        }
        if keeps.lacks(Lack::BigFiles) {
            let large = plan.items.iter().filter(|item| item.size_bytes >= FAT_FILE_BYTES);
            self.too_large += large.count() as u64;
        }
        if keeps.lacks(Lack::Links) {
            self.links += plan.symlinks.len() as u64;
        }
        if keeps.lacks(Lack::HardLinks) {
            self.copies += plan.links.len() as u64;
        }
    }

    fn add_metadata(&mut self, metadata: &Metadata, keeps: &Keeps) {
        let is_lost = |what, has: bool| u64::from(has && keeps.lacks(what));
        self.rights += is_lost(Lack::Rights, metadata.mode.is_some());
        self.attributes += is_lost(Lack::Attributes, !metadata.xattrs.is_empty());
        self.times += u64::from(metadata.modified.is_some_and(|time| !keeps.keeps_time(time)));
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::format::entry::Moment;
    use crate::tree_path::TreePath;

    fn fat() -> Keeps {
        use Lack::{BigFiles, HardLinks, LetterCase, Links, Rights, WindowsSigns};
        let lacks = BTreeSet::from([BigFiles, HardLinks, LetterCase, Links, Rights, WindowsSigns]);
        Keeps { time_step_ns: 2_000_000_000, years: (1980, 2107), lacks }
    }

    fn folders(names: &[&str], metadata: &Metadata) -> RestorePlan {
        let path = |name: &&str| TreePath::root().join(name.as_bytes()).unwrap();
        let folders = names.iter().map(|name| (path(name), metadata.clone())).collect();
        RestorePlan { folders, ..RestorePlan::default() }
    }

    #[test]
    fn names_times_and_rights_are_counted_where_they_are_lost() {
        let early =
            Metadata { modified: Some(Moment(0, 0)), mode: Some(0o755), ..Metadata::default() };
        let plan = folders(&["Dupont", "dupont", "a:b", "dot."], &early);
        let mut foreseen = Foreseen::default();
        foreseen.add(&plan, &fat());
        let wanted = Foreseen { renamed: 2, times: 4, rights: 4, ..Foreseen::default() };
        assert_eq!(foreseen, wanted, "a dot at the end is kept by this one");
        let mut nothing = Foreseen::default();
        let all = Keeps { years: (1902, 2500), lacks: BTreeSet::new(), ..fat() };
        nothing.add(&plan, &all);
        assert_eq!(nothing, Foreseen::default());
    }
}
