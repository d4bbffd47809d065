//! The official vectors of the age file format, through the doors that the program itself uses.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use age::armor::ArmoredReader;
use refuge::crypto::{Identity, OpenError, open, open_reader};
use sha2::{Digest, Sha256};

/// Where the age crate takes what the specification refuses: its parser still knows stanzas as old
/// versions wrote them, without the short last line.
const LENIENT: [&str; 2] = ["stanza_missing_body", "stanza_missing_final_line"];
/// Where the age crate refuses what the specification takes: white space before an armoured file.
/// `crypto::identity_file`, which alone reads armour, takes it off first.
const STRICT: [&str; 1] = ["armor_whitespace_outside"];

struct Vector {
    expect: String,
    payload: String,
    identities: Vec<Identity>,
    passphrases: Vec<String>,
    armored: bool,
    file: Vec<u8>,
}

#[derive(Debug, PartialEq)]
enum Outcome {
    Success(String),
    PayloadFailure(String),
    NoMatch,
    ArmorFailure,
    /// Before the payload: the header or its authenticator.
    HeaderFailure,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/age")
}

fn names() -> Vec<String> {
    let entries = fs::read_dir(folder()).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| !name.contains('.')).collect();
    names.sort();
    names
}

fn read(name: &str) -> Vector {
    let bytes = fs::read(folder().join(name)).unwrap();
    let end = bytes.windows(2).position(|pair| pair == b"\n\n").unwrap();
    let header = str::from_utf8(&bytes[..end]).unwrap();
    let all = |key: &str| -> Vec<String> {
        let lines = header.lines().filter_map(|line| line.split_once(": "));
        lines.filter(|(found, _)| *found == key).map(|(_, value)| value.to_owned()).collect()
    };
    let body = &bytes[end + 2..];
    Vector {
        expect: all("expect").concat(),
        payload: all("payload").concat(),
        identities: all("identity").iter().map(|line| line.parse().unwrap()).collect(),
        passphrases: all("passphrase"),
        armored: !all("armored").is_empty(),
        file: if all("compressed").is_empty() { body.to_vec() } else { inflate(body) },
    }
}

fn inflate(bytes: &[u8]) -> Vec<u8> {
    let mut inflated = Vec::new();
    flate2::read::ZlibDecoder::new(bytes).read_to_end(&mut inflated).unwrap();
    inflated
}

fn expected(vector: &Vector) -> Outcome {
    match vector.expect.as_str() {
        "success" => Outcome::Success(vector.payload.clone()),
        "payload failure" => Outcome::PayloadFailure(vector.payload.clone()),
        "no match" => Outcome::NoMatch,
        "armor failure" => Outcome::ArmorFailure,
        "header failure" | "HMAC failure" => Outcome::HeaderFailure,
        other => panic!("{other}"),
    }
}

fn run(vector: &Vector) -> Outcome {
    let mut file = vector.file.clone();
    if vector.armored {
        file.clear();
        // The age crate passes anything that does not begin as armour through as it is.
        let armor = vector.file.starts_with(b"-----BEGIN AGE ENCRYPTED FILE-----");
        if !armor || ArmoredReader::new(&vector.file[..]).read_to_end(&mut file).is_err() {
            return Outcome::ArmorFailure;
        }
    }
    match vector.passphrases.first() {
        Some(passphrase) => run_passphrase(&file, passphrase),
        None if vector.identities.is_empty() => run_identities(&file, &[Identity::generate()]),
        None => run_identities(&file, &vector.identities),
    }
}

fn run_identities(file: &[u8], identities: &[Identity]) -> Outcome {
    let first = identities.iter().map(|identity| open_reader(identity, file));
    let outcomes: Vec<_> = first.map(|opened| opened.map(read_payload)).collect();
    let whole = open(identities, file, 1 << 30);
    let outcome = match outcomes.into_iter().find(|opened| *opened != Err(OpenError::NoMatch)) {
        Some(Ok(outcome)) => outcome,
        Some(Err(_)) => Outcome::HeaderFailure,
        None => Outcome::NoMatch,
    };
    match (&outcome, whole) {
        (Outcome::Success(hash), Ok(plain)) => assert_eq!(*hash, sha256(&plain)),
        (Outcome::NoMatch, Err(OpenError::NoMatch)) => (),
        (Outcome::PayloadFailure(_), Err(OpenError::Corrupt)) => (),
        (Outcome::HeaderFailure, Err(OpenError::Corrupt | OpenError::Malformed)) => (),
        (outcome, whole) => panic!("in pieces {outcome:?}, as a whole {:?}", whole.map(|_| ())),
    }
    outcome
}

fn run_passphrase(file: &[u8], passphrase: &str) -> Outcome {
    let mut key = age::scrypt::Identity::new(passphrase.to_owned().into());
    key.set_max_work_factor(22);
    let keys = std::iter::once(&key as &dyn age::Identity);
    match age::Decryptor::new_buffered(file).and_then(|decryptor| decryptor.decrypt(keys)) {
        Ok(reader) => read_payload(reader),
        Err(age::DecryptError::DecryptionFailed | age::DecryptError::NoMatchingKeys) => {
            Outcome::NoMatch
        }
        Err(_) => Outcome::HeaderFailure,
    }
}

fn read_payload(mut from: impl Read) -> Outcome {
    let mut plain = Vec::new();
    let end = from.read_to_end(&mut plain);
    let hash = sha256(&plain);
    if end.is_ok() { Outcome::Success(hash) } else { Outcome::PayloadFailure(hash) }
}

fn sha256(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(bytes))
}

#[test]
fn all_143_official_vectors_give_what_they_must_but_for_three_known_leniencies_of_age() {
    let names = names();
    assert_eq!(names.len(), 143);
    let mut different = Vec::new();
    for name in &names {
        let vector = read(name);
        if run(&vector) != expected(&vector) {
            different.push(name.as_str());
        }
    }
    let mut known: Vec<&str> = LENIENT.into_iter().chain(STRICT).collect();
    known.sort_unstable();
    assert_eq!(different, known);
}

#[test]
fn every_post_quantum_vector_gives_what_it_must() {
    let hybrid: Vec<String> = names().into_iter().filter(|name| name.contains("hybrid")).collect();
    assert_eq!(hybrid.len(), 19);
    for name in hybrid {
        let vector = read(&name);
        assert_eq!(run(&vector), expected(&vector), "{name}");
    }
}
