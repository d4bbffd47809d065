//! Round trips and hostile objects.

use std::time::Instant;

use super::OpenError::{Corrupt, Malformed, NoMatch, TooLarge};
use super::*;

fn pair() -> (Identity, Recipient) {
    let identity = Identity::generate();
    let recipient = identity.to_recipient().unwrap();
    (identity, recipient)
}

fn open_with(identity: &Identity, object: &[u8]) -> Result<Vec<u8>, OpenError> {
    open(std::slice::from_ref(identity), object, 1 << 30)
}

const STANZA: &[u8] = b"-> X25519 TEiF0ypqr+bpvcqXNyCVJpL7OuwPdVwPL7KQEbFDOCc\n\
    EmECAEcKN+n/Vs9SbWiV+Hu0r+E8R77DdWYyd83nw7U\n";
const LAST_LINE: &[u8] = b"--- Vn+54jqiiUCE+WZcEVY3f1sqHjlu/z1LCQ/T7Xm7qI0\n0123456789abcdef";

#[test]
fn what_is_sealed_opens_for_both_kinds_of_key_at_every_border_of_the_payload() {
    for identity in [Identity::generate(), Identity::generate_post_quantum()] {
        let recipient = identity.to_recipient().unwrap();
        for length in [0, 1, 65_535, 65_536, 65_537, 131_072, 300_000] {
            let plain: Vec<u8> = (0..length).map(|at: u32| (at % 251) as u8).collect();
            let object = seal(&recipient, &plain).unwrap();
            assert_eq!(open_with(&identity, &object).unwrap(), plain);
            assert_eq!(
                open(std::slice::from_ref(&identity), &object, plain.len()).unwrap(),
                *open_secret(&[Identity::generate(), identity.clone()], &object, 1 << 20).unwrap()
            );
        }
    }
}

#[test]
fn a_streamed_segment_opens_piece_by_piece() {
    let (identity, recipient) = pair();
    let mut sealer = Envelope::to(&recipient).unwrap().around(Vec::new()).unwrap();
    for _ in 0..100 {
        sealer.write_all(&[9; 3_000]).unwrap();
    }
    let object = sealer.finish().unwrap();
    let mut plain = Vec::new();
    open_reader(&identity, &object).unwrap().read_to_end(&mut plain).unwrap();
    assert_eq!(plain, vec![9; 300_000]);
}

#[test]
fn a_sealer_that_was_not_finished_leaves_something_that_does_not_open() {
    let (identity, recipient) = pair();
    let mut object = Vec::new();
    let mut sealer = Envelope::to(&recipient).unwrap().around(&mut object).unwrap();
    sealer.write_all(&[1; 100_000]).unwrap();
    drop(sealer);
    assert_eq!(open_with(&identity, &object), Err(OpenError::Corrupt));
}

#[test]
fn another_identity_opens_nothing() {
    let (_, recipient) = pair();
    let object = seal(&recipient, b"x").unwrap();
    assert_eq!(open_with(&Identity::generate(), &object), Err(OpenError::NoMatch));
    assert_eq!(open_with(&Identity::generate_post_quantum(), &object), Err(OpenError::NoMatch));
    assert_eq!(open(&[], &object, 10), Err(OpenError::NoMatch));
}

#[test]
fn a_longer_plaintext_than_allowed_is_refused_before_it_is_read() {
    let (identity, recipient) = pair();
    let object = seal(&recipient, &[0; 70_000]).unwrap();
    let identities = [identity];
    assert_eq!(open(&identities, &object, 69_999), Err(OpenError::TooLarge));
    assert!(open(&identities, &object, 70_000).is_ok());
}

#[test]
fn every_cut_and_every_flipped_byte_is_an_error_and_never_a_panic() {
    let (identity, recipient) = pair();
    let object = seal(&recipient, &[5; 200]).unwrap();
    for end in 0..object.len() {
        let cut = open_with(&identity, &object[..end]);
        assert!(matches!(cut, Err(Malformed | Corrupt)), "cut at {end}: {cut:?}");
    }
    for at in 0..object.len() {
        let mut bad = object.clone();
        bad[at] ^= 1;
        let flipped = open_with(&identity, &bad);
        let is_seen = matches!(flipped, Err(Malformed | Corrupt | NoMatch));
        assert!(is_seen, "flipped at {at}: {flipped:?}");
    }
    let mut longer = object;
    longer.push(0);
    assert_eq!(open_with(&identity, &longer), Err(OpenError::Corrupt));
}

#[test]
fn a_payload_cut_at_a_chunk_is_noticed() {
    let (identity, recipient) = pair();
    let object = seal(&recipient, &[5; 100_000]).unwrap();
    let cut = object.len() - (100_000 - 65_536) - 16;
    assert_eq!(open_with(&identity, &object[..cut]), Err(OpenError::Corrupt));
}

#[test]
fn headers_without_end_are_refused_quickly() {
    let identity = Identity::generate();
    let endless_line = [FIRST_LINE, b"-> ", &vec![b'a'; 50 << 20]].concat();
    let many_stanzas = [FIRST_LINE, &STANZA.repeat(8_000), LAST_LINE].concat();
    let many_lines = [FIRST_LINE, &b"-> a\n\n".repeat(2_500), LAST_LINE].concat();
    let short = [FIRST_LINE, &b"-> a\n\n".repeat(400), LAST_LINE].concat();
    let start = Instant::now();
    for object in [&endless_line, &many_stanzas, &many_lines, &short] {
        assert_eq!(open_with(&identity, object), Err(OpenError::TooLarge));
    }
    assert!(start.elapsed().as_millis() < 500, "took {:?}", start.elapsed());
}

#[test]
fn the_largest_header_that_is_looked_at_costs_little() {
    let identity = Identity::generate();
    let object = [FIRST_LINE, &STANZA.repeat(140), LAST_LINE].concat();
    assert!(object.len() < AGE_HEADER_BYTES_MAX);
    let start = Instant::now();
    assert_eq!(open_with(&identity, &object), Err(OpenError::NoMatch));
    assert!(start.elapsed().as_millis() < 2_000, "took {:?}", start.elapsed());
}

#[test]
fn what_is_not_an_age_file_is_malformed() {
    let identity = Identity::generate();
    for object in [
        &b"refuge"[..],
        b"age-encryption.org/v2\n-> X25519 a\n\n--- x\n",
        &[0; 40_000],
        &[FIRST_LINE, b"nonsense\n", LAST_LINE].concat(),
        &[FIRST_LINE, STANZA, b"--- short\n0123456789abcdef0123456789abcdef0123456789\n"].concat(),
    ] {
        assert_eq!(open_with(&identity, object), Err(OpenError::Malformed), "{}", object.len());
    }
    assert_eq!(open_with(&identity, b"age-encryption.org/v1\n-> X255"), Err(OpenError::Corrupt));
}

#[test]
fn a_passphrase_never_opens_an_object_of_a_vault() {
    let mut passphrase = age::scrypt::Recipient::new("x".to_owned().into());
    passphrase.set_work_factor(2);
    let object = age::encrypt(&passphrase, b"x").unwrap();
    assert_eq!(open_with(&Identity::generate(), &object), Err(OpenError::Malformed));
}

#[test]
fn the_length_of_a_plaintext_follows_from_that_of_its_payload() {
    for plain in [0, 1, 65_535, 65_536, 65_537, 200_000_usize] {
        let chunks = plain.div_ceil(65_536).max(1);
        assert_eq!(plain_bytes(16 + plain + 16 * chunks), Some(plain));
    }
    for impossible in [0, 15, 16, 31] {
        assert_eq!(plain_bytes(impossible), None);
    }
}

#[test]
fn a_recipient_reads_back_and_shows_only_its_tag() {
    for identity in [Identity::generate(), Identity::generate_post_quantum()] {
        let recipient = identity.to_recipient().unwrap();
        let text = recipient.to_string();
        assert_eq!(text.parse::<Recipient>().unwrap(), recipient);
        assert_eq!(recipient.tag().len(), 8);
        assert!(!format!("{recipient:?}").contains(&text[8..]));
        let json = serde_json::to_string(&recipient).unwrap();
        assert_eq!(serde_json::from_str::<Recipient>(&json).unwrap(), recipient);
    }
}

#[test]
fn texts_that_are_no_recipient_are_refused() {
    let (_, good) = pair();
    let mut typo = good.to_string();
    typo.replace_range(10..11, if &typo[10..11] == "q" { "p" } else { "q" });
    for text in ["", "1", "age1", "age1pq1qqqq", "ssh-ed25519 AAAA", &typo, &"a".repeat(100_000)] {
        let refused = text.parse::<Recipient>().map(drop);
        assert!(matches!(refused, Err(Error::Key(KeyTrouble::NotARecipient))), "{text:.20}");
    }
}

#[test]
fn an_identity_reads_back_and_never_shows_its_secret() {
    use secrecy::ExposeSecret;
    for identity in [Identity::generate(), Identity::generate_post_quantum()] {
        let text = identity.secret_text();
        let back: Identity = text.expose_secret().parse().unwrap();
        assert_eq!(back, identity);
        assert_eq!(back.to_recipient(), identity.to_recipient());
        assert!(!format!("{identity:?}").contains(&text.expose_secret()[20..]));
    }
    assert_ne!(Identity::generate(), Identity::generate());
    let fixed = Identity::from_secret_bytes(&[3; 32]).unwrap();
    assert_eq!(fixed, Identity::from_secret_bytes(&[3; 32]).unwrap());
}

#[test]
fn a_plugin_that_is_not_installed_is_named() {
    let name = bech32::Hrp::parse("age1nosuchplugin").unwrap();
    let text = age_core::primitives::bech32_encode(name, &[1; 20]);
    let recipient: Recipient = text.parse().unwrap();
    assert_eq!(recipient.kind(), super::super::RecipientKind::Token);
    let error = seal(&recipient, b"x").unwrap_err();
    assert!(matches!(error, Error::Key(KeyTrouble::Plugin(name)) if name == "nosuchplugin"));
    let name = bech32::Hrp::parse("AGE-PLUGIN-NOSUCHPLUGIN-").unwrap();
    let line = age_core::primitives::bech32_encode(name, &[1; 20]).to_uppercase();
    let token: Identity = line.parse().unwrap();
    let (_, other) = pair();
    let object = seal(&other, b"x").unwrap();
    assert_eq!(open_with(&token, &object), Err(OpenError::Plugin("nosuchplugin".to_owned())));
    assert!(token.to_recipient().is_none());
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_opening_panic(
        lines in proptest::collection::vec("-> (X25519|mlkem768x25519|scrypt)( [A-Za-z0-9+/]{0,50}){0,2}|[A-Za-z0-9+/]{0,64}|--- .{0,50}|.{0,9}", 0..9),
        rest in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..90),
        begin in 0..2,
    ) {
        let first = if begin == 0 { FIRST_LINE } else { b"" };
        let object = [first, lines.join("\n").as_bytes(), b"\n", &rest].concat();
        for identity in [Identity::generate(), Identity::generate_post_quantum()] {
            let refused = open_with(&identity, &object);
            proptest::prop_assert!(matches!(refused, Err(Malformed | Corrupt | NoMatch | TooLarge)));
        }
    }

    #[test]
    fn no_text_makes_parsing_a_key_panic(text in "(age1|AGE-SECRET-KEY-|AGE-PLUGIN-A-)?[a-zA-Z0-9-]{0,80}") {
        let recipient = text.parse::<Recipient>().map(drop);
        let is_none = matches!(recipient, Err(Error::Key(KeyTrouble::NotARecipient)));
        proptest::prop_assert!(is_none, "{recipient:?}");
        let identity = text.parse::<Identity>().map(drop);
        let is_none = matches!(identity, Err(Error::Key(KeyTrouble::NotAnIdentity)));
        proptest::prop_assert!(is_none, "{identity:?}");
    }
}
