//! What we write opens with the system's own `age`, and the other way round. Skipped, aloud, without it.

use std::fs;
use std::path::Path;
use std::process::Command;

use refuge::crypto::identity_file::{RecoveryFacts, plain_text, recovery_text};
use refuge::crypto::{Identity, RecoverySecret, WordList, open, seal};
use refuge::id::PracticeId;

/// The first version that knows post-quantum keys.
const POST_QUANTUM_SINCE: (u32, u32) = (1, 3);

fn version() -> Option<(u32, u32)> {
    let output = Command::new("age").arg("--version").output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let mut numbers = text.trim().trim_start_matches('v').split('.');
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

/// Whether there is an `age` from this version on; says so when there is not.
fn present(since: (u32, u32)) -> bool {
    let found = version();
    if found < Some(since) {
        crate::support::skipped(&format!("age {since:?} or later is needed, found {found:?}"));
    }
    found >= Some(since)
}

fn age(arguments: &[&str], file: &Path) -> Vec<u8> {
    let output = Command::new("age").args(arguments).arg(file).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// `age` opens what we sealed, with the identity file given; we open what `age` sealed.
fn exchange(identity: &Identity, identity_file: &str) {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let recipient = identity.to_recipient().unwrap();
    let plain = b"deux dossiers\n".repeat(10_000);
    fs::write(path("ours.age"), seal(&recipient, &plain).unwrap()).unwrap();
    fs::write(path("key.txt"), identity_file).unwrap();
    let key = path("key.txt");
    let opened = age(&["-d", "-i", key.to_str().unwrap()], &path("ours.age"));
    assert!(opened == plain);

    fs::write(path("plain"), &plain).unwrap();
    let sealed = age(&["-r", &recipient.to_string()], &path("plain"));
    assert!(open(std::slice::from_ref(identity), &sealed, plain.len()).unwrap() == plain);
}

#[test]
fn stock_age_takes_a_recovery_file_as_it_is() {
    if !present((1, 0)) {
        return;
    }
    let secret = RecoverySecret::generate();
    let facts = RecoveryFacts {
        practice: "Cabinet du Port",
        practice_id: PracticeId([7; 16]),
        epoch: 1,
        list: WordList::French,
    };
    exchange(&secret.identity().unwrap(), &recovery_text(&secret, &facts).unwrap());
}

#[test]
fn stock_age_takes_a_plain_identity_file() {
    if !present((1, 0)) {
        return;
    }
    let identity = Identity::generate();
    let text = plain_text(std::slice::from_ref(&identity), &["made for a test"]);
    exchange(&identity, &text);
}

#[test]
fn stock_age_exchanges_post_quantum_files() {
    if !present(POST_QUANTUM_SINCE) {
        return;
    }
    let identity = Identity::generate_post_quantum();
    exchange(&identity, &plain_text(std::slice::from_ref(&identity), &[]));
}
