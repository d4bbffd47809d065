//! Nothing old goes before what replaces it was read back: told by whoever stands at the door of the drive.

use std::collections::{HashMap, HashSet};
use std::sync::Mutex;

use refuge::config::KeyKind;
use refuge::crypto::Identity;
use refuge::error::Result;
use refuge::format::names::ObjectPath;
use refuge::storage::Storage;
use refuge::storage::memory::Memory;

use crate::purge::record;
use crate::support::watched::{Act, watched};
use crate::{keys, mend, thin};

/// Parity is no successor: it can be made anew from the packs.
fn is_parity(object: &ObjectPath) -> bool {
    object.as_str().starts_with("parity/")
}

/// Runs something at a drive. At every moment at which something old is overwritten or removed, all
/// that was written before must have been read, in one of its copies.
fn assert_in_order(what: &str, drive: &Memory, work: impl FnOnce(&dyn Storage) -> Result<()>) {
    let old: HashSet<ObjectPath> =
        drive.list("").unwrap().into_iter().map(|(one, _)| one).collect();
    let unread: Mutex<HashMap<ObjectPath, usize>> = Mutex::default();
    let gone = Mutex::new(0);
    let watch = |act: Act, object: &ObjectPath, bytes: usize| {
        let mut unread = unread.lock().unwrap();
        let first = object.first_copy();
        match act {
            _ if is_parity(object) => {}
            Act::Put => drop(unread.insert(first, bytes)),
            Act::Read => {
                let left = unread.get(&first).map(|left| left.saturating_sub(bytes));
                match left {
                    Some(0) => drop(unread.remove(&first)),
                    Some(left) => drop(unread.insert(first, left)),
                    None => {}
                }
            }
            Act::Overwrite | Act::Remove if old.contains(object) => {
                assert!(
                    unread.is_empty(),
                    "{what}: {act:?} of {object} before {unread:?} was read"
                );
                *gone.lock().unwrap() += 1;
            }
            Act::Overwrite | Act::Remove => {}
        }
    };
    work(&watched(drive, &watch)).unwrap();
    assert!(*gone.lock().unwrap() > 0, "{what}: nothing old went");
}

#[test]
fn whatever_removes_reads_what_it_wrote_before_anything_old_goes() {
    let drive = Memory::new();
    let mut rig = crate::purge::practice(&drive);
    assert_in_order("purge", &drive, |through| {
        let dupont = record(&rig, "Dupont");
        crate::purge::purge(&mut rig, through, "Blue", &[dupont]).map(drop)
    });
    let drive = Memory::new();
    let mut rig = thin::practice(&drive);
    assert_in_order("thinning", &drive, |through| thin::thin(&mut rig, through).map(drop));
    assert_in_order("new key", &drive, |through| thin::rekey_martin(&mut rig, through));
    let drive = Memory::new();
    let mut rig = keys::practice(&drive);
    let (old, new) = (rig.identity.clone(), Identity::generate());
    let open = keys::readers(&rig, &drive, &old);
    keys::rotate(&mut rig, &open, vec![keys::new_key("sheet", KeyKind::Sheet, &new)]).unwrap();
    assert_in_order("new lock", &drive, |through| keys::rekey(&rig, through, &new).map(drop));
    let (drive, green) = (Memory::new(), Memory::new());
    let mut rig = mend::practice(&drive, &green);
    let bad = mend::packs(&rig, &drive)[0];
    mend::cut(&drive, bad);
    assert_in_order("mending", &drive, |through| {
        mend::mend(&mut rig, through, &green, &[bad]).map(drop)
    });
}
