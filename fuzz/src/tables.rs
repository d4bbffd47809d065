//! What lies on a drive in clear: the ends of packs, parity, `vault.json`. Their hashes hold back no attacker, and are
//! made to fit where the first byte of the input is odd.

use refuge::crypto::hash::{self, NamingSecret};
use refuge::format::documents::VaultJson;
use refuge::format::names;
use refuge::format::pack::{FOOTER_BYTES, PackTable};
use refuge::id::{PackId, PracticeId, VaultId};
use refuge::parity::{self, Found, HEAD_BYTES};
use refuge::storage::Storage;
use refuge::storage::memory::Memory;
use refuge::vault::Vault;

use crate::tried;

fn short(bytes: &[u8]) -> [u8; 16] {
    hash::object_hash(bytes).0
}

/// Writes the hash of everything before them into the last 16 bytes.
fn seal(bytes: &mut [u8]) {
    if let Some((before, own)) = bytes.split_last_chunk_mut::<16>() {
        *own = short(before);
    }
}

fn array<const N: usize>(bytes: &[u8], at: usize) -> [u8; N] {
    let found = bytes.get(at..at + N).and_then(|found| found.try_into().ok());
    found.unwrap_or([0; N])
}

/// The end of a pack, alone and below a few bytes of segments.
pub fn pack_table(bytes: &[u8]) {
    let Some((choice, end)) = bytes.split_first() else { return };
    let mut end = end.to_vec();
    if choice & 1 == 1 {
        seal(&mut end);
    }
    let footer = end.get(end.len().saturating_sub(FOOTER_BYTES)..).unwrap_or_default();
    tried(PackTable::bytes_from_footer(footer));
    for body in [0, u64::from(*choice) * 16] {
        if let Ok(table) = PackTable::parse(&end, end.len() as u64 + body, short) {
            let (_, again) = PackTable::build(table.vault, table.pack, table.slots.clone(), short);
            assert_eq!(again.len(), end.len());
            tried(table.placed().last());
        }
    }
    let at = end.len().saturating_sub(FOOTER_BYTES);
    let (vault, pack) = (VaultId(array(&end, at + 16)), PackId(array(&end, at + 32)));
    let whole = [vec![*choice; usize::from(*choice) * 16], end].concat();
    crate::documents::vault_with(&Memory::new(), pack, &whole, vault);
}

/// A parity object: opened, believed, and used on members that are not what it says.
pub fn parity_object(bytes: &[u8]) {
    let Some((choice, object)) = bytes.split_first() else { return };
    let mut object = object.to_vec();
    if choice & 1 == 1 {
        if let Some(head) = object.get_mut(..HEAD_BYTES) {
            seal(head);
        }
        let foot: [u8; 8] = array(&object, object.len().saturating_sub(16));
        let length = usize::try_from(u64::from_le_bytes(foot)).unwrap_or(usize::MAX);
        let end = object.len().saturating_sub(16);
        if let Some(table) = end.checked_sub(length).and_then(|from| object.get_mut(from..end)) {
            seal(table);
        }
    }
    let read = |at: u64, into: &mut [u8]| {
        let at = usize::try_from(at).unwrap_or(usize::MAX);
        Ok::<_, ()>(match object.get(at..at.saturating_add(into.len())) {
            Some(found) => {
                into.copy_from_slice(found);
                Found::Whole
            }
            None => Found::Lost,
        })
    };
    tried(parity::is_whole(&object, &short));
    let Ok(Some(opened)) = parity::open(object.len() as u64, &short, read) else { return };
    let Some(table) = opened.table.filter(|table| table.group().stripes() <= 4) else { return };
    let group = table.group();
    tried(parity::encode_tail(&table, opened.number, &short));
    let from = |_: parity::Shard, at: u64, into: &mut [u8]| read(at, into);
    let Ok(found) = parity::assess(&table, &short, from) else { return };
    let wanted: Vec<_> = group.shards().collect();
    let write = |_: parity::Shard, _: u64, _: &[u8]| Ok::<_, ()>(());
    tried(parity::repair(&table, &found, &wanted, &short, from, write));
}

/// `vault.json`, with a proof that fits where it can be understood.
pub fn vault_json(bytes: &[u8]) {
    let key = NamingSecret::from_hex(&"05".repeat(32)).unwrap();
    let storage = Memory::new();
    let mut practice = PracticeId([1; 16]);
    let mut text = bytes.to_vec();
    if let Ok(mut json) = serde_json::from_slice::<VaultJson>(bytes) {
        let mac = key.authenticator("vault").mac(&[&json.covered()]);
        json.mac = mac.iter().map(|byte| format!("{byte:02x}")).collect();
        practice = json.practice;
        text = serde_json::to_vec(&json).unwrap();
    }
    storage.put(&names::vault_json(), &text).unwrap();
    tried(Vault::describe(&storage));
    tried(Vault::open(&storage, practice, &key));
}
