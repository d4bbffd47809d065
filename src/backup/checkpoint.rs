//! A checkpoint: new keys first, then the index of what was packed, remembered in three strokes.

use secrecy::ExposeSecret;

use crate::backup::read_back::Written;
use crate::backup::run::Run;
use crate::crypto::{Identity, Recipient};
use crate::error::Result;
use crate::format::documents::{KeyringLine, PackLine};
use crate::format::names;
use crate::id::{KeyId, RecordId};
use crate::state::Checkpoint;
use crate::vault::{self, PartPlace, SectionWriter};

/// The key of a record that was met for the first time.
pub(super) struct NewKey {
    pub record: RecordId,
    pub key: KeyId,
    pub recipient: String,
    pub identity: Identity,
}

/// Makes everything packed since the last checkpoint durable and findable.
///
/// 1. The keyring part is put: on the computer, then on the drive.
/// 2. The secret halves are dropped, the public halves remembered.
/// 3. The state says what is about to be true.
/// 4. The index is put.
/// 5. The state says that it is true.
pub(super) fn make(
    run: &mut Run<'_>,
    section: &SectionWriter,
    keys: Vec<NewKey>,
    packs: &[PackLine],
    written: &mut Written,
) -> Result<()> {
    if !keys.is_empty() {
        put_part(run, section, &keys, written)?;
        let public: Vec<_> =
            keys.iter().map(|new| (new.record, new.key, new.recipient.clone())).collect();
        drop(keys);
        run.state.set_record_keys(section.id, &public)?;
    }
    if packs.is_empty() {
        return Ok(());
    }
    put_index(run, section, packs, written)
}

fn put_part(
    run: &mut Run<'_>,
    section: &SectionWriter,
    keys: &[NewKey],
    written: &mut Written,
) -> Result<()> {
    let recipients: Vec<Recipient> =
        run.config.keys_of(section.id).map(|key| key.recipient.parse()).collect::<Result<_>>()?;
    let lines: Vec<KeyringLine> = keys.iter().map(line_of).collect();
    let place = PartPlace {
        practice: run.config.practice.id,
        section: section.id,
        epoch: run.config.practice.epoch,
        number: run.state.take_part_number(section.id)?,
    };
    for (object, bytes) in vault::make_part(place, &section.naming, &lines, &recipients)? {
        (run.keep_part)(&object, &bytes)?;
        run.vault.put_small(&object, &bytes)?;
        written.small(object, bytes.len() as u64);
    }
    Ok(())
}

fn line_of(new: &NewKey) -> KeyringLine {
    let secret = new.identity.secret_text().expose_secret().to_owned();
    KeyringLine::Record { record: new.record, key: new.key, secret }
}

fn put_index(
    run: &mut Run<'_>,
    section: &SectionWriter,
    packs: &[PackLine],
    written: &mut Written,
) -> Result<()> {
    let draft = vault::index_draft(&run.vault, section.id, run.drive.seq + 1, packs)?;
    let bytes = draft.seal(&section.naming, &section.catalog)?;
    let object = names::index(section.id, crate::crypto::hash::object_hash(&bytes));
    let begun = Checkpoint {
        row: 0,
        section: section.id,
        object: object.to_string(),
        bytes: bytes.len() as u64,
    };
    let row = run.state.begin_checkpoint(run.drive.row, &begun, packs)?;
    run.vault.put_small(&object, &bytes)?;
    run.state.finish_checkpoint(run.drive.row, row)?;
    written.small(object, bytes.len() as u64);
    Ok(())
}
