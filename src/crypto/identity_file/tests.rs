//! Files of every kind, with right and wrong passphrases, and hostile ones.

use super::*;

fn passphrase(text: &str) -> SecretString {
    SecretString::from(text)
}

fn open_with(file: &[u8], typed: &str) -> Result<Vec<Identity>> {
    open(file, &mut || Some(passphrase(typed)))
}

/// Fails if the file asks for a passphrase.
fn open_plain(file: &[u8]) -> Result<Vec<Identity>> {
    open(file, &mut || panic!("asked for a passphrase"))
}

/// A protected file that takes no time to open.
fn quickly_protected(text: &[u8], typed: &str, work_factor: u8) -> Vec<u8> {
    let mut recipient = age::scrypt::Recipient::new(passphrase(typed));
    recipient.set_work_factor(work_factor);
    age::encrypt(&recipient, text).unwrap()
}

fn trouble_of<T: std::fmt::Debug>(result: Result<T>) -> KeyTrouble {
    match result {
        Err(Error::Key(trouble)) => trouble,
        other => panic!("{other:?}"),
    }
}

fn facts() -> RecoveryFacts<'static> {
    RecoveryFacts {
        practice: "Cabinet\nAGE-SECRET-KEY-1 \u{7}Dupont",
        practice_id: PracticeId([0xab; 16]),
        epoch: 3,
        list: WordList::French,
    }
}

#[test]
fn a_protected_file_opens_with_its_passphrase_and_no_other() {
    let keys = [Identity::generate(), Identity::generate_post_quantum()];
    let file = protect(&keys, &["name: Dr Dupont"], &passphrase("un deux")).unwrap();
    assert!(is_protected(&file));
    assert!(file.starts_with(ARMOR_START) && file.is_ascii());
    assert_eq!(open_with(&file, "un deux").unwrap(), keys);
    assert_eq!(trouble_of(open_with(&file, "un trois")), KeyTrouble::WrongPassphrase);
    assert_eq!(trouble_of(open(&file, &mut || None)), KeyTrouble::Needed);
    let sealed = without_armor(&file).unwrap();
    let header = String::from_utf8_lossy(&sealed[..header_bytes(&sealed).unwrap()]).into_owned();
    assert!(header.lines().nth(1).unwrap().ends_with(" 18"), "{header}");

    let marked = [b"\xef\xbb\xbf\n".as_slice(), &file].concat();
    assert!(is_protected(&marked), "an editor put a byte order mark before it");
    assert_eq!(open_with(&marked, "un deux").unwrap(), keys);

    let text = text_of(&file, &mut || Some(passphrase("un deux"))).unwrap();
    assert!(text.starts_with("# name: Dr Dupont\n"));
}

#[test]
fn a_passphrase_is_the_same_however_the_system_types_its_accents() {
    let key = Identity::generate();
    let text = plain_text(std::slice::from_ref(&key), &[]);
    let file = quickly_protected(text.as_bytes(), "caf\u{e9}", 2);
    assert_eq!(open_with(&file, "cafe\u{301}").unwrap(), [key]);
}

#[test]
fn a_file_without_armour_opens_when_its_last_byte_reads_as_white_space() {
    let key = Identity::generate();
    let text = plain_text(std::slice::from_ref(&key), &[]);
    // One file in about fifty ends so.
    let file = std::iter::repeat_with(|| quickly_protected(text.as_bytes(), "un deux", 2))
        .take(10_000)
        .find(|file| file.last().is_some_and(u8::is_ascii_whitespace))
        .unwrap();
    assert_eq!(open_with(&file, "un deux").unwrap(), [key]);
}

#[test]
fn a_plain_file_opens_without_a_passphrase_whatever_surrounds_its_keys() {
    let key = Identity::generate();
    let text = plain_text(std::slice::from_ref(&key), &["public key: age1…"]);
    assert_eq!(open_plain(text.as_bytes()).unwrap(), std::slice::from_ref(&key));
    let windows = format!("{BYTE_ORDER_MARK}\r\n{}\r\n", text.replace('\n', "\r\n"));
    assert_eq!(open_plain(windows.as_bytes()).unwrap(), [key]);
}

#[test]
fn a_recovery_file_and_a_file_of_bare_words_open_as_the_same_key() {
    let secret = RecoverySecret::generate();
    let text = recovery_text(&secret, &facts()).unwrap();
    let lines: Vec<&str> = text.lines().filter(|line| is_content(line)).collect();
    assert_eq!(lines.len(), 1, "a name must not smuggle in a line");
    assert!(text.contains("\n# epoch: 3\n"));
    let key = secret.identity().unwrap();
    assert_eq!(open_plain(text.as_bytes()).unwrap(), std::slice::from_ref(&key));
    for list in WordList::ALL {
        let words = secret.words(list).join("\n");
        assert_eq!(open_plain(words.as_bytes()).unwrap(), std::slice::from_ref(&key));
    }
}

#[test]
fn a_sheet_with_a_mistake_says_where_it_is() {
    let mut words = RecoverySecret::generate().words(WordList::French).clone();
    words[4] = "qqqq".to_owned();
    let trouble = trouble_of(open_plain(words.join(" ").as_bytes()));
    assert_eq!(trouble, KeyTrouble::WrongWords { position: Some(5) });
}

#[test]
fn a_token_line_opens_as_a_token() {
    let name = bech32::Hrp::parse("AGE-PLUGIN-YUBIKEY-").unwrap();
    let line = age_core::primitives::bech32_encode(name, &[1; 20]).to_uppercase();
    let keys = open_plain(format!("#  Serial: 1\n{line}\n").as_bytes()).unwrap();
    assert_eq!(keys[0].kind(), super::super::RecipientKind::Token);
}

#[test]
fn what_holds_no_key_is_not_an_identity_file() {
    let sealed_to_a_key =
        age::encrypt(&age::x25519::Identity::generate().to_public(), b"x").unwrap();
    let too_much_work = {
        let file = quickly_protected(b"x", "x", 2);
        let text = String::from_utf8_lossy(&file[..80]).into_owned();
        let line_end = text.find(" 2\n").unwrap();
        [&file[..line_end], b" 23\n", &file[line_end + 3..]].concat()
    };
    let many_keys = format!("{}\n", "AGE-SECRET-KEY-1X".repeat(3)).repeat(2_000);
    let endless_header = [&b"age-encryption.org/v1\n-> scrypt "[..], &[b'a'; 100_000]].concat();
    for file in [
        &b""[..],
        b"hello",
        b"# only a comment\n",
        b"AGE-SECRET-KEY-1QQQQ\n",
        b"\xff\xfe",
        b"age-encryption.org/v1\n",
        ARMOR_START,
        b"-----BEGIN AGE ENCRYPTED FILE-----\nAAAA\n-----END AGE ENCRYPTED FILE-----\n",
        &vec![b'a'; FILE_BYTES_MAX + 1],
        &sealed_to_a_key,
        &too_much_work,
        many_keys.as_bytes(),
        &endless_header,
    ] {
        let trouble = trouble_of(open_with(file, "x"));
        assert_eq!(trouble, KeyTrouble::NotAnIdentity, "{:?}", file.get(..40));
    }
}

#[test]
fn a_protected_file_that_was_cut_or_changed_never_opens() {
    let text = plain_text(&[Identity::generate()], &[]);
    let file = quickly_protected(text.as_bytes(), "x", 1);
    for end in (0..file.len()).step_by(7) {
        let cut = trouble_of(open_with(&file[..end], "x"));
        assert_eq!(cut, KeyTrouble::NotAnIdentity, "cut at {end}");
    }
    for at in (0..file.len()).step_by(5) {
        let mut bad = file.clone();
        bad[at] ^= 1;
        let flipped = trouble_of(open_with(&bad, "x"));
        let is_seen = matches!(flipped, KeyTrouble::NotAnIdentity | KeyTrouble::WrongPassphrase);
        assert!(is_seen, "flipped at {at}: {flipped:?}");
    }
}

proptest::proptest! {
    #[test]
    fn no_file_makes_opening_panic(
        start in "(-----BEGIN AGE ENCRYPTED FILE-----\r?\n?|age-encryption.org/v1\n|# a\n|AGE-SECRET-KEY-1)?",
        rest in "([A-Za-z0-9+/=]{0,64}\r?\n){0,5}(-----END AGE ENCRYPTED FILE-----)?",
    ) {
        let file = [start, rest].concat();
        let refused = trouble_of(open_with(file.as_bytes(), "x"));
        proptest::prop_assert_eq!(refused, KeyTrouble::NotAnIdentity);
    }
}
