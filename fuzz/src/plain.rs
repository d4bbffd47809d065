//! What comes from people, from other programs and from whoever gave a file: keys, lists, settings, words, names.

use std::collections::BTreeSet;
use std::io::{BufReader, Read};
use std::sync::LazyLock;

use jiff::civil::date;
use jiff::tz::TimeZone;
use refuge::config::Config;
use refuge::crypto::{
    self, Identity, Recipient, RecoverySecret, ThreeWords, WordList, identity_file,
};
use refuge::format::names::{Name, NameTime, ObjectPath, PartName};
use refuge::register::{self, Choice, KnownBefore};
use refuge::tree_path::{TreePath, escape, unescape};

use crate::tried;

static IDENTITIES: LazyLock<Vec<Identity>> = LazyLock::new(|| {
    vec![Identity::from_secret_bytes(&[1; 32]).unwrap(), Identity::generate_post_quantum()]
});

/// An age file, and a file that may hold keys. No passphrase is given: what it costs is bounded elsewhere.
pub fn age_header(bytes: &[u8]) {
    tried(crypto::open(&IDENTITIES, bytes, 1 << 20));
    if let Ok(mut reader) = crypto::open_reader(&IDENTITIES[0], bytes) {
        tried(reader.read_to_end(&mut Vec::new()));
    }
    let asks = identity_file::is_protected(bytes);
    let mut asked = false;
    let opened = identity_file::open(bytes, &mut || {
        asked = true;
        None
    });
    assert!(!asked || asks);
    for identity in opened.unwrap_or_default() {
        identity.to_recipient().inspect(|recipient| tried(recipient.tag()));
    }
    let text = String::from_utf8_lossy(bytes);
    if let Ok(recipient) = text.parse::<Recipient>() {
        assert_eq!(recipient.to_string().parse::<Recipient>().unwrap(), recipient);
    }
}

/// A list of patients, and after a byte of zero one of visits.
pub fn register(bytes: &[u8]) {
    let mut parts = bytes.splitn(2, |byte| *byte == 0);
    let patients = parts.next().unwrap_or_default();
    let visits = parts.next();
    let classes = BTreeSet::from(["fr/medical-record".to_owned()]);
    let (choice, zone) = (Choice::default(), TimeZone::UTC);
    for own_numbers in [false, true] {
        let with = KnownBefore {
            choice: &choice,
            today: date(2026, 11, 30),
            zone: &zone,
            classes: &classes,
            own_numbers,
        };
        let visits = visits.map(|bytes| Box::new(BufReader::new(bytes)) as Box<_>);
        let read = register::read(Box::new(BufReader::new(patients)), visits, &with);
        if let Ok(read) = read {
            assert!(read.patients.len() + read.quarantined.len() <= bytes.len() + 1);
        }
    }
    tried(register::headings_of(Box::new(BufReader::new(patients)), &choice));
}

/// `refuge.toml`: read, and written as what was read.
pub fn refuge_toml(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(config) = Config::parse(text) else { return };
    tried(config.purge_settings().rules());
    let written = config.render(text).unwrap();
    let again = Config::parse(&written).unwrap();
    assert_eq!(format!("{config:?}"), format!("{again:?}"));
}

/// Words of a sheet as they are typed.
pub fn words(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for list in WordList::ALL {
        for word in text.split_whitespace().take(30) {
            let complete = list.complete(word);
            assert!(complete.is_none_or(|found| list.complete(&found).as_ref() == Some(&found)));
            tried(list.candidates(word));
        }
    }
    if let Ok(secret) = RecoverySecret::from_words(&text) {
        let words = secret.words(WordList::French).join(" ");
        assert!(RecoverySecret::from_words(&words).is_ok());
        let mut typed = text.split_whitespace().chain(std::iter::repeat(""));
        let mut next = || typed.next().unwrap_or_default();
        tried(ThreeWords::of(&secret).are([next(), next(), next()]));
    }
    tried(identity_file::open(bytes, &mut || None));
}

/// Names of objects, and of files as they stand in manifests and inventories.
pub fn names(bytes: &[u8]) {
    if let Ok(path) = TreePath::from_bytes(bytes) {
        assert_eq!(TreePath::from_escaped(&path.escaped()).as_ref(), Ok(&path));
        let again = path.components().try_fold(TreePath::root(), |path, name| path.join(name));
        assert_eq!(again.as_ref(), Ok(&path));
        assert!(path.parent().is_none_or(|parent| path.is_within(&parent)));
    }
    // No name of a file holds a zero byte; the escaped form begins its escapes with one.
    if !bytes.contains(&0) {
        assert_eq!(unescape(&escape(bytes)).as_deref(), Some(bytes));
    }
    let text = String::from_utf8_lossy(bytes);
    if let Some(raw) = unescape(&text).filter(|raw| !raw.contains(&0)) {
        assert_eq!(unescape(&escape(&raw)), Some(raw));
    }
    tried(NameTime::parse(&text));
    let Some(object) = ObjectPath::parse(&text) else { return };
    assert_eq!(ObjectPath::parse(object.as_str()).as_ref(), Some(&object));
    tried(PartName::of(&object));
    tried((object.own_hash(), object.folder().len(), object.file_name().len()));
    if let Some(name) = Name::of(&object) {
        assert_eq!(name.path(), Some(object));
    }
}
