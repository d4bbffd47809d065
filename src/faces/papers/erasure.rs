//! The certificate of erasure: what was decided, what the machine verified, what people attest.

use jiff::SignedDuration;
use refuge::config::KeyState;
use refuge::documents::{Banner, Block, Table, Tone};
use refuge::error::Result;
use refuge::fate::{Level, OWED_DAYS_MAX};
use refuge::ledger::{ClassCount, Deed, Erased, NothingDue, Purged, Recorded};
use refuge::retention::rules::{Rule, Rules, Status};

use super::desk::{Desk, FactList, Sketch};
use super::erased_drives::{self, Treated, is_good};
use crate::faces::key_names::KEY_NAMES;
use crate::faces::{fl, rule_words};

/// After a purge.
pub(crate) fn certificate(desk: &Desk<'_>, record: &Recorded, purged: &Purged) -> Result<Sketch> {
    let words = desk.words;
    let later = desk.finished_later(record.entry.number);
    let mut blocks = vec![Block::Notice(verdict(desk, record, purged))];
    blocks.push(decision(desk, purged));
    blocks.push(Block::Heading(fl!(words, "erase-rules")));
    blocks.push(Block::Table(rules(desk, purged)));
    blocks.push(Block::Heading(fl!(words, "erase-excluded")));
    blocks.push(excluded(desk, purged));
    let proofs = desk.count(purged.proofs.len() as u64);
    blocks.push(Block::Note(fl!(words, "erase-no-names", count = proofs)));
    let now = purged.drives.iter().map(|erased| Treated { erased, later: None });
    let later = later.into_iter();
    let later = later.map(|(entry, erased)| Treated { erased, later: Some(entry) });
    let treated: Vec<Treated<'_>> = now.chain(later).collect();
    blocks.extend(machine(desk, &treated, Some(purged.epoch))?);
    blocks.extend(waiting(desk, record, purged)?);
    blocks.extend(people(desk, purged.epoch));
    blocks.push(approval_lines(desk, purged));
    blocks.extend(fingerprints(desk, Some(purged), &treated)?);
    let title = fl!(words, "erase-title");
    Ok(Sketch { title, lead: None, blocks })
}

/// After a look that found nothing due.
pub(crate) fn nothing_due(desk: &Desk<'_>, looked: &NothingDue) -> Sketch {
    let words = desk.words;
    let (tone, title) = if looked.is_answer() {
        (Tone::Good, fl!(words, "nothing-due-good"))
    } else {
        (Tone::Care, fl!(words, "nothing-due-no-list"))
    };
    let lines = vec![fl!(words, "nothing-due-line")];
    let mut facts = FactList::default();
    facts.add(fl!(words, "nothing-due-kept"), desk.count(looked.kept));
    facts.add(fl!(words, "erase-held"), desk.count(looked.held));
    facts.add(fl!(words, "erase-unknown"), desk.count(looked.unknown));
    facts.add(fl!(words, "erase-rule-set"), looked.rules.as_str());
    match &looked.register {
        Some((hash, day)) => {
            facts.add(fl!(words, "erase-register-day"), desk.day(*day));
            facts.add(fl!(words, "erase-register-hash"), hash.as_str());
        }
        None => facts.add(fl!(words, "erase-register-day"), fl!(words, "erase-register-none")),
    }
    let blocks =
        vec![Block::Notice(Banner { tone, title, lines }), facts.block(), signatures(desk)];
    Sketch { title: fl!(words, "nothing-due-title"), lead: None, blocks }
}

/// After a drive that was away during a purge was brought to the same state.
pub(crate) fn later(desk: &Desk<'_>, erased: &Erased) -> Result<Sketch> {
    let words = desk.words;
    let purge = desk.entries.iter().find_map(|entry| match &entry.entry.deed {
        Deed::Purged(purged) if Some(entry.entry.number) == erased.up_to => Some((entry, purged)),
        _ => None,
    });
    let epoch = purge.map(|(_, purged)| purged.epoch);
    let mut blocks = vec![Block::Notice(one_drive(desk, erased))];
    if let Some((entry, purged)) = purge {
        let (number, plan) = (entry.label(), purged.plan.as_str());
        blocks.push(Block::Paragraph(fl!(words, "erase-later-of", number = number, plan = plan)));
        if purged.copies_elsewhere > 0 {
            blocks.push(Block::Paragraph(fl!(
                words,
                "erase-copies",
                count = purged.copies_elsewhere
            )));
        }
    }
    let treated = [Treated { erased, later: None }];
    blocks.extend(machine(desk, &treated, epoch)?);
    blocks.extend(epoch.into_iter().flat_map(|epoch| people(desk, epoch)));
    blocks.push(signatures(desk));
    blocks.extend(fingerprints(desk, None, &treated)?);
    Ok(Sketch { title: fl!(words, "erase-later-title"), lead: None, blocks })
}

/// After a living record got a new key.
pub(crate) fn rekeyed(desk: &Desk<'_>, erased: &Erased) -> Result<Sketch> {
    let words = desk.words;
    let mut blocks = vec![Block::Notice(one_drive(desk, erased))];
    blocks.push(Block::Paragraph(fl!(words, "erase-rekeyed-what")));
    let treated = [Treated { erased, later: None }];
    blocks.extend(erased_drives::tables(desk, &treated, None)?);
    blocks.push(Block::Note(fl!(words, "erase-limits")));
    blocks.push(signatures(desk));
    blocks.extend(fingerprints(desk, None, &treated)?);
    Ok(Sketch { title: fl!(words, "erase-rekeyed-title"), lead: None, blocks })
}

/// Lines for the person who answers for what no machine can see.
fn signatures(desk: &Desk<'_>) -> Block {
    Block::Signatures(vec![desk.signature(fl!(desk.words, "sign-responsible"), None)])
}

/// Who agreed: people, or the key that was used where nobody was named.
fn approvers(desk: &Desk<'_>, purged: &Purged) -> String {
    let names: Vec<String> = purged.approved_by.iter().map(|name| desk.key(name)).collect();
    if names.is_empty() {
        return fl!(desk.words, "erase-approved-by-nobody");
    }
    let names = names.join(", ");
    let is_key = purged.approved_by.iter().all(|name| KEY_NAMES.contains(&name.as_str()));
    if is_key { fl!(desk.words, "erase-approved-by-key", key = names) } else { names }
}

fn one_drive(desk: &Desk<'_>, erased: &Erased) -> Banner {
    let words = desk.words;
    let drive = erased.name.as_str();
    if is_good(erased) {
        let lines = vec![fl!(words, "erase-drive-good-line")];
        Banner { tone: Tone::Good, title: fl!(words, "erase-drive-good", drive = drive), lines }
    } else {
        let lines = vec![fl!(words, "erase-failed-line")];
        Banner { tone: Tone::Bad, title: fl!(words, "erase-failed", drives = drive), lines }
    }
}

/// Names of drives that still wait for this purge today.
fn still_waiting<'a>(desk: &Desk<'_>, record: &Recorded, purged: &'a Purged) -> Vec<&'a str> {
    let later = desk.finished_later(record.entry.number);
    let is_done = |name: &str| later.iter().any(|(_, erased)| erased.name == name);
    purged.waiting.iter().map(String::as_str).filter(|name| !is_done(name)).collect()
}

fn verdict(desk: &Desk<'_>, record: &Recorded, purged: &Purged) -> Banner {
    let words = desk.words;
    let later = desk.finished_later(record.entry.number);
    let all = purged.drives.iter().chain(later.iter().map(|(_, erased)| *erased));
    // What failed and was done again later counts as it ended.
    let mut last: Vec<&Erased> = Vec::new();
    for erased in all {
        last.retain(|known| known.drive != erased.drive);
        last.push(erased);
    }
    let failed: Vec<&str> =
        last.iter().filter(|one| !is_good(one)).map(|one| one.name.as_str()).collect();
    let waiting = still_waiting(desk, record, purged);
    if !failed.is_empty() {
        let lines = vec![fl!(words, "erase-failed-line")];
        let title = fl!(words, "erase-failed", drives = failed.join(", "));
        return Banner { tone: Tone::Bad, title, lines };
    }
    let mut lines = Vec::new();
    if !waiting.is_empty() {
        lines.push(fl!(words, "erase-waits-for", drives = waiting.join(", ")));
    }
    if !desk.are_destroyed(purged.epoch) {
        lines.push(fl!(words, "erase-keys-left"));
    }
    if purged.copies_elsewhere > 0 {
        lines.push(fl!(words, "erase-copies", count = purged.copies_elsewhere));
    }
    let tone = if lines.is_empty() { Tone::Good } else { Tone::Care };
    let title = match tone {
        Tone::Good => fl!(words, "erase-done", count = purged.forgotten),
        _ => fl!(words, "erase-not-closed", count = purged.forgotten),
    };
    if lines.is_empty() {
        lines.push(fl!(words, "erase-done-line"));
    }
    Banner { tone, title, lines }
}

fn decision(desk: &Desk<'_>, purged: &Purged) -> Block {
    let words = desk.words;
    let mut facts = FactList::default();
    facts.add(fl!(words, "erase-plan"), purged.plan.as_str());
    let exported = match &purged.register {
        Some((_, day)) => day.map_or_else(|| fl!(words, "paper-unknown"), |day| desk.day(day)),
        None => fl!(words, "erase-register-none"),
    };
    facts.add(fl!(words, "erase-register-day"), exported);
    facts.add(fl!(words, "erase-approved"), approvers(desk, purged));
    let control = match purged.control.as_str() {
        "dual" => fl!(words, "erase-control-dual"),
        "cooling-off" => fl!(words, "erase-control-cooling"),
        _ => fl!(words, "erase-control-single"),
    };
    facts.add(fl!(words, "erase-control"), control);
    facts.block()
}

/// What was done on each drive, and what was verified there.
fn machine(desk: &Desk<'_>, treated: &[Treated<'_>], epoch: Option<u32>) -> Result<Vec<Block>> {
    let words = desk.words;
    let mut blocks = vec![Block::Heading(fl!(words, "erase-machine"))];
    blocks.push(Block::Note(fl!(words, "erase-machine-note")));
    blocks.extend(erased_drives::tables(desk, treated, epoch)?);
    Ok(blocks)
}

/// Whoever compares this paper with what it tells of needs these, and nobody else.
fn fingerprints(
    desk: &Desk<'_>,
    purged: Option<&Purged>,
    treated: &[Treated<'_>],
) -> Result<[Block; 2]> {
    let words = desk.words;
    let mut facts = FactList::default();
    if let Some(purged) = purged {
        facts.add(fl!(words, "erase-plan-hash"), purged.sha256.as_str());
        let register = purged.register.as_ref().map(|(hash, _)| hash.clone());
        facts.maybe(fl!(words, "erase-register-hash"), register);
        facts.add(fl!(words, "erase-rule-set"), purged.rules.as_str());
    }
    for one in treated {
        let name = fl!(words, "drive-by-number-of", drive = one.erased.name.as_str());
        facts.add(name, one.erased.drive.to_string());
    }
    Ok([Block::Heading(fl!(words, "erase-fingerprints")), facts.block()])
}

fn rules(desk: &Desk<'_>, purged: &Purged) -> Table {
    let words = desk.words;
    let presets = Rules::presets().ok();
    let row = |count: &ClassCount| {
        let recorded =
            count.rule.clone().and_then(|rule| serde_json::from_value::<Rule>(rule).ok());
        let rule = recorded.or_else(|| presets.as_ref()?.get(&count.class).cloned());
        vec![
            rule.map_or_else(|| count.class.clone(), |rule| rule_words(desk, &rule)),
            reason(desk, &count.reason),
            desk.count(count.records),
            desk.span(count.started),
            desk.span(count.keep_until),
        ]
    };
    let total = vec![
        fl!(words, "erase-total"),
        String::new(),
        desk.count(purged.forgotten),
        String::new(),
        String::new(),
    ];
    Table {
        head: vec![
            fl!(words, "erase-head-rule"),
            fl!(words, "erase-head-reason"),
            fl!(words, "erase-head-records"),
            fl!(words, "erase-head-started"),
            fl!(words, "erase-head-until"),
        ],
        rows: purged.counts.iter().map(row).collect(),
        numbers: vec![2],
        tight: Vec::new(),
        total: Some(total),
        ..Table::default()
    }
}

/// Name, term, article and how binding it is.
pub(crate) fn rule_words(desk: &Desk<'_>, rule: &Rule) -> String {
    let words = desk.words;
    let language = words.language();
    let name = rule_words::name(language, &rule.name);
    let term = rule.term.map_or_else(
        || fl!(words, "term-never"),
        |term| {
            let text = term.to_string();
            let years = text.strip_prefix('P').and_then(|text| text.strip_suffix('Y'));
            match years.and_then(|years| years.parse::<u64>().ok()) {
                Some(years) => fl!(words, "term-years", years = years),
                None => text,
            }
        },
    );
    let status = match rule.status {
        Status::Statutory => fl!(words, "rule-statutory"),
        Status::Recommended => fl!(words, "rule-recommended"),
        Status::Policy => fl!(words, "rule-policy"),
    };
    let article =
        rule.article.as_ref().map_or("–", |article| rule_words::name(language, article));
    fl!(words, "rule-line", name = name, term = term, article = article, status = status)
}

/// The engine's reason, in words.
pub(crate) fn reason(desk: &Desk<'_>, reason: &str) -> String {
    fl!(desk.words, "erase-reason", reason = reason.trim_matches('"'))
}

fn excluded(desk: &Desk<'_>, purged: &Purged) -> Block {
    let words = desk.words;
    let used = purged.register.as_ref().map(|(hash, _)| hash);
    let quarantined = desk.entries.iter().rev().find_map(|entry| match &entry.entry.deed {
        Deed::RegisterImported(import) if Some(&import.sha256) == used => Some(import.quarantined),
        _ => None,
    });
    let copies = Some(purged.copies_elsewhere).filter(|copies| *copies > 0);
    let mut table = Table::default();
    let mut add = |name: String, number: Option<u64>| {
        if let Some(number) = number {
            table.head.push(name);
            table.rows.resize(1, Vec::new());
            table.rows.iter_mut().for_each(|row| row.push(desk.count(number)));
        }
    };
    add(fl!(words, "erase-held"), Some(purged.held));
    add(fl!(words, "erase-unknown"), Some(purged.unknown));
    add(fl!(words, "erase-quarantined"), quarantined);
    add(fl!(words, "erase-copies-fact"), copies);
    Block::Table(table)
}

/// Drives that were away: where they stand today, and until when.
fn waiting(desk: &Desk<'_>, record: &Recorded, purged: &Purged) -> Result<Vec<Block>> {
    let words = desk.words;
    let heading = Block::Heading(fl!(words, "erase-waiting"));
    let names = still_waiting(desk, record, purged);
    if names.is_empty() {
        return Ok(vec![heading, Block::Paragraph(fl!(words, "erase-waiting-none"))]);
    }
    let days = SignedDuration::from_hours(24 * i64::from(OWED_DAYS_MAX));
    let deadline = desk.day_of(&record.entry.time).and_then(|day| day.checked_add(days).ok());
    let deadline = deadline.map_or_else(String::new, |day| desk.day(day));
    let mut rows = Vec::new();
    for name in names {
        let drive = desk.practice.state.drive_named(name).ok();
        let seen = drive.and_then(|drive| drive.last_seen);
        let seen = seen.map_or_else(|| fl!(words, "paper-unknown"), |time| desk.moment(&time));
        rows.push(vec![name.to_owned(), seen, desk.level(Level::None), deadline.clone()]);
    }
    let head = vec![
        fl!(words, "erase-waiting-drive"),
        fl!(words, "erase-waiting-seen"),
        fl!(words, "erase-waiting-level"),
        fl!(words, "erase-waiting-deadline"),
    ];
    let table = Table { head, rows, ..Table::default() };
    Ok(vec![heading, Block::Table(table), Block::Note(fl!(words, "erase-waiting-note"))])
}

/// What no machine can verify: that keys, and copies of them, are gone.
fn people(desk: &Desk<'_>, epoch: u32) -> Vec<Block> {
    let words = desk.words;
    let rows: Vec<Vec<String>> = desk
        .keys_up_to(epoch)
        .iter()
        .map(|key| {
            let attested = desk.entries.iter().rev().find_map(|entry| match &entry.entry.deed {
                Deed::Attested(said)
                    if said.key.name == key.name && said.key.epoch == key.epoch =>
                {
                    Some(said)
                }
                _ => None,
            });
            let state = match (key.state, attested) {
                (KeyState::Destroyed, Some(said)) => fl!(
                    words,
                    "erase-key-destroyed",
                    by = said.by.as_str(),
                    method = said.method.as_str(),
                    date = desk.day(said.on)
                ),
                (KeyState::Destroyed, None) => fl!(words, "erase-key-said-destroyed"),
                (KeyState::ToDestroy, _) if key.epoch == desk.practice.config.practice.epoch => {
                    fl!(words, "keys-state-still-opens")
                }
                (KeyState::ToDestroy, _) => fl!(words, "erase-key-to-destroy"),
                (KeyState::Active, _) => fl!(words, "erase-key-active"),
            };
            vec![desk.key(&key.name), key.epoch.to_string(), state]
        })
        .collect();
    let head = vec![
        fl!(words, "erase-key-name"),
        fl!(words, "erase-key-epoch"),
        fl!(words, "erase-key-state"),
    ];
    vec![
        Block::Heading(fl!(words, "erase-people")),
        Block::Paragraph(fl!(words, "erase-people-note", epoch = epoch)),
        Block::Table(Table { head, rows, numbers: vec![1], ..Table::default() }),
        Block::Heading(fl!(words, "erase-conditions")),
        Block::List(conditions(desk, epoch)),
        Block::Note(fl!(words, "erase-limits")),
    ]
}

/// The conditions of a cryptographic erase, each with who answers for it.
fn conditions(desk: &Desk<'_>, epoch: u32) -> Vec<String> {
    let words = desk.words;
    let keys = if desk.are_destroyed(epoch) {
        fl!(words, "condition-keys-met")
    } else {
        fl!(words, "condition-keys-open")
    };
    vec![
        fl!(words, "condition-encrypted"),
        fl!(words, "condition-strength"),
        fl!(words, "condition-new-keyring"),
        keys,
        fl!(words, "condition-copies"),
        fl!(words, "condition-clear"),
    ]
}

fn approval_lines(desk: &Desk<'_>, purged: &Purged) -> Block {
    let words = desk.words;
    // A key signs nothing: who held it writes their name.
    let is_person = |name: &&String| !KEY_NAMES.contains(&name.as_str());
    let mut names = purged.approved_by.iter().filter(is_person).cloned();
    Block::Signatures(vec![
        desk.signature(fl!(words, "sign-responsible"), names.next()),
        desk.signature(fl!(words, "sign-second"), names.next()),
    ])
}
