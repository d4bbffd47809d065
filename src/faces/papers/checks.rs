//! Papers of the everyday: backup, check, restore, thinning.

use refuge::documents::{Banner, Block, Tone};
use refuge::ledger::{BackedUp, Checked, Recorded, Restored, Thinned};

use super::deeds::deed_name;
use super::desk::{Desk, FactList, Sketch};
use crate::faces::{fl, units};

pub(crate) fn backup(desk: &Desk<'_>, done: &BackedUp) -> Sketch {
    let words = desk.words;
    let name = done.name.as_str();
    let notice = if done.problems == 0 && done.read_back {
        notice(Tone::Good, fl!(words, "backup-paper-good", drive = name))
    } else if done.problems > 0 {
        notice(Tone::Care, fl!(words, "backup-paper-problems", count = done.problems))
    } else {
        notice(Tone::Care, fl!(words, "backup-paper-unread", drive = name))
    };
    let mut facts = FactList::default();
    facts.add(fl!(words, "paper-drive"), name);
    facts.add(fl!(words, "paper-snapshot"), done.snapshot.hex());
    facts.add(fl!(words, "paper-files"), desk.count(done.files));
    facts.add(fl!(words, "paper-new-files"), desk.count(done.new_files));
    facts.add(fl!(words, "paper-new-bytes"), desk.bytes(done.new_bytes));
    facts.add(fl!(words, "paper-stored"), desk.bytes(done.stored_bytes));
    facts.add(fl!(words, "paper-problems"), desk.count(done.problems));
    facts.add(fl!(words, "paper-read-back"), desk.yes_no(done.read_back));
    facts.add(fl!(words, "paper-took"), units::elapsed(words, done.seconds));
    let title = fl!(words, "backup-paper-title");
    Sketch { title, lead: None, blocks: vec![notice, facts.block()] }
}

pub(crate) fn thinned(desk: &Desk<'_>, record: &Recorded, thinned: &Thinned) -> Sketch {
    let words = desk.words;
    let mut facts = FactList::default();
    facts.add(fl!(words, "paper-drive"), thinned.name.as_str());
    facts.add(fl!(words, "thinned-removed"), desk.count(thinned.snapshots_removed));
    facts.add(fl!(words, "thinned-kept"), desk.count(thinned.snapshots_kept));
    facts.add(fl!(words, "thinned-freed"), desk.bytes(thinned.freed_bytes));
    let blocks = vec![facts.block(), Block::Paragraph(fl!(words, "thinned-rule"))];
    Sketch { title: deed_name(desk, &record.entry.deed), lead: None, blocks }
}

pub(crate) fn check(desk: &Desk<'_>, checked: &Checked) -> Sketch {
    let words = desk.words;
    let name = checked.name.as_str();
    let notice = if checked.good {
        notice(Tone::Good, fl!(words, "check-good", drive = name))
    } else {
        let title = fl!(words, "check-bad", drive = name);
        let lines = vec![fl!(words, "check-bad-line", count = checked.findings)];
        Block::Notice(Banner { tone: Tone::Bad, title, lines })
    };
    let mode = match checked.mode.as_str() {
        "quick" => fl!(words, "check-quick"),
        "drill" => fl!(words, "check-drill"),
        _ => fl!(words, "check-full"),
    };
    let mut facts = FactList::default();
    facts.add(fl!(words, "paper-drive"), name);
    facts.add(fl!(words, "check-mode"), mode);
    facts.add(fl!(words, "check-objects"), desk.count(checked.objects));
    facts.add(fl!(words, "check-read"), desk.bytes(checked.bytes_read));
    facts.add(fl!(words, "check-compared"), desk.count(checked.files_compared));
    facts.add(fl!(words, "check-compared-live"), desk.count(checked.files_compared_live));
    facts.add(fl!(words, "check-findings"), desk.count(checked.findings));
    facts.add(fl!(words, "check-repaired"), desk.count(checked.repaired));
    facts.maybe(fl!(words, "check-next"), checked.next_due.map(|day| desk.day(day)));
    let seen = Block::Signatures(vec![desk.signature(fl!(words, "sign-seen"), None)]);
    let title = fl!(words, "check-title");
    Sketch { title, lead: None, blocks: vec![notice, facts.block(), seen] }
}

pub(crate) fn restore(desk: &Desk<'_>, restored: &Restored) -> Sketch {
    let words = desk.words;
    let notice = if restored.problems == 0 {
        notice(Tone::Good, fl!(words, "restore-paper-good", count = restored.files))
    } else {
        notice(Tone::Care, fl!(words, "restore-paper-problems", count = restored.problems))
    };
    let mut facts = FactList::default();
    facts.add(fl!(words, "paper-drive"), restored.name.as_str());
    facts.add(fl!(words, "restore-paper-files"), desk.count(restored.files));
    facts.add(fl!(words, "paper-size"), desk.bytes(restored.bytes));
    facts.add(fl!(words, "restore-paper-forgotten"), desk.count(restored.skipped_forgotten));
    facts.add(fl!(words, "paper-problems"), desk.count(restored.problems));
    let title = fl!(words, "restore-paper-title");
    Sketch { title, lead: None, blocks: vec![notice, facts.block()] }
}

const fn notice(tone: Tone, title: String) -> Block {
    Block::Notice(Banner { tone, title, lines: Vec::new() })
}
