//! What `diskutil info -plist` of macOS says about a volume, in the words of [`super::DriveFacts`].
//!
//! Pure, so that every system tests it. Only the outermost dictionary counts: volumes of APFS list the
//! disks they lie on inside, with the same keys.

use std::collections::BTreeMap;

use super::DriveFacts;

/// What the system calls what is attached by USB, and our word for it; others are told in small letters.
const BUSES: [(&str, &str); 6] = [
    ("USB", "usb"),
    ("Secure Digital", "mmc"),
    ("FireWire", "firewire"),
    ("SATA", "ata"),
    ("PCI-Express", "nvme"),
    ("Apple Fabric", "nvme"),
];
/// File systems under the names that other systems use.
const FILE_SYSTEMS: [(&str, &str); 2] = [("msdos", "vfat"), ("ufsd_ntfs", "ntfs")];

/// Facts from the answer; what it does not say is unknown.
pub(super) fn facts(answer: &str) -> DriveFacts {
    let told = outermost(answer);
    let text = |key: &str| told.get(key).filter(|text| !text.is_empty()).cloned();
    let yes = |key: &str| told.get(key).and_then(|word| word.parse::<bool>().ok());
    let bus = text("BusProtocol");
    let known = |table: &[(&str, &str)], word: &str| {
        let found = table.iter().find(|(name, _)| *name == word);
        found.map_or_else(|| word.to_lowercase(), |(_, ours)| (*ours).to_owned())
    };
    let is_image = bus.as_deref() == Some("Disk Image");
    let is_internal = yes("Internal");
    let comes_out = yes("RemovableMedia").or_else(|| yes("Removable"));
    let outside = is_internal.map(|is_internal| !is_internal || comes_out == Some(true));
    DriveFacts {
        // An image is a file on another disk, whatever it says of itself. Older systems have no word for both
        // kinds; a reader inside the computer takes cards that come out.
        removable: if is_image {
            Some(false)
        } else {
            yes("RemovableMediaOrExternalDevice").or(outside)
        },
        bus: bus.map(|bus| known(&BUSES, &bus)),
        file_system: text("FilesystemType").map(|name| known(&FILE_SYSTEMS, &name)),
        label: text("VolumeName"),
        volume_uuid: text("VolumeUUID").or_else(|| text("DiskUUID")),
        model: text("MediaName"),
        size_bytes: text("TotalSize").or_else(|| text("Size")).and_then(|text| text.parse().ok()),
        // Bridges do not say; only "yes, flash" is believed.
        rotational: yes("SolidState").filter(|is_flash| *is_flash).map(|_| false),
        comes_out,
        is_system_disk: match text("MountPoint").as_deref() {
            Some("/") => Some(true),
            _ if is_internal == Some(false) => Some(false),
            _ => None,
        },
        is_network: Some(false),
        ..DriveFacts::default()
    }
}

/// Keys and values of the outermost dictionary: texts, numbers and `true` or `false`.
fn outermost(answer: &str) -> BTreeMap<String, String> {
    let mut told = BTreeMap::new();
    let (mut depth, mut key) = (0_usize, None::<String>);
    let mut rest = answer;
    while let Some((_, from)) = rest.split_once('<') {
        let Some((tag, after)) = from.split_once('>') else { break };
        rest = after;
        let text = || unescape(after.split('<').next().unwrap_or_default());
        match tag.trim() {
            "dict" | "array" => depth += 1,
            "/dict" | "/array" => depth = depth.saturating_sub(1),
            "key" if depth == 1 => key = Some(text()),
            "string" | "integer" | "real" if depth == 1 => {
                told.extend(key.take().map(|key| (key, text())));
            }
            "true/" | "false/" if depth == 1 => {
                let word = tag.trim().trim_end_matches('/').to_owned();
                told.extend(key.take().map(|key| (key, word)));
            }
            _ => {}
        }
    }
    told
}

fn unescape(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    text.replace("&apos;", "'").replace("&amp;", "&").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(lines: &str) -> String {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST \
             1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n<plist version=\"1.0\">\n\
             <dict>\n{lines}</dict>\n</plist>\n"
        )
    }

    #[test]
    fn a_usb_stick_is_known() {
        let stick = answer(
            "\t<key>BusProtocol</key>\n\t<string>USB</string>\n\t<key>Ejectable</key>\n\t<true/>\n\
             \t<key>FilesystemType</key>\n\t<string>exfat</string>\n\t<key>Internal</key>\n\t<false/>\n\
             \t<key>MediaName</key>\n\t<string>Ultra &amp; Fit</string>\n\t<key>MountPoint</key>\n\
             \t<string>/Volumes/BLEU</string>\n\t<key>RemovableMedia</key>\n\t<true/>\n\
             \t<key>RemovableMediaOrExternalDevice</key>\n\t<true/>\n\t<key>SolidState</key>\n\t<false/>\n\
             \t<key>TotalSize</key>\n\t<integer>61505273856</integer>\n\t<key>VolumeName</key>\n\
             \t<string>BLEU</string>\n\t<key>VolumeUUID</key>\n\t<string>5B1E0001-0000</string>\n",
        );
        let facts = facts(&stick);
        assert_eq!((facts.removable, facts.comes_out), (Some(true), Some(true)));
        assert_eq!(facts.is_system_disk, Some(false));
        assert_eq!(
            (facts.bus.as_deref(), facts.file_system.as_deref()),
            (Some("usb"), Some("exfat"))
        );
        assert_eq!(
            (facts.label.as_deref(), facts.model.as_deref()),
            (Some("BLEU"), Some("Ultra & Fit"))
        );
        assert_eq!(facts.size_bytes, Some(61_505_273_856));
        assert_eq!(facts.volume_uuid.as_deref(), Some("5B1E0001-0000"));
        assert_eq!(facts.rotational, None, "a bridge that denies to be flash proves nothing");
    }

    #[test]
    fn the_disks_below_a_volume_do_not_speak_for_it() {
        let external = answer(
            "\t<key>APFSPhysicalStores</key>\n\t<array>\n\t\t<dict>\n\t\t\t<key>Internal</key>\n\t\t\t<true/>\n\
             \t\t</dict>\n\t</array>\n\t<key>Internal</key>\n\t<false/>\n\
             \t<key>RemovableMediaOrExternalDevice</key>\n\t<true/>\n",
        );
        assert_eq!(facts(&external).is_system_disk, Some(false));
        assert_eq!(facts(&external).removable, Some(true));
    }

    #[test]
    fn the_disk_of_the_system_and_images_do_not_come_off() {
        let system = answer(
            "\t<key>BusProtocol</key>\n\t<string>Apple Fabric</string>\n\t<key>Internal</key>\n\t<true/>\n\
             \t<key>MountPoint</key>\n\t<string>/</string>\n\t<key>RemovableMediaOrExternalDevice</key>\n\
             \t<false/>\n",
        );
        assert_eq!(facts(&system).is_system_disk, Some(true));
        assert_eq!(facts(&system).removable, Some(false));
        let image = answer(
            "\t<key>BusProtocol</key>\n\t<string>Disk Image</string>\n\
             \t<key>RemovableMediaOrExternalDevice</key>\n\t<true/>\n",
        );
        assert_eq!(facts(&image).removable, Some(false));
    }

    /// Keys and values as they were seen in answers of real Macs: a reader of the computer itself, an external
    /// disk before macOS had a word for what comes off in either way, a disk inside.
    #[test]
    fn a_card_in_the_computers_own_reader_and_an_old_system_are_understood() {
        let card = answer(
            "\t<key>BusProtocol</key>\n\t<string>Secure Digital</string>\n\t<key>Ejectable</key>\n\t<true/>\n\
             \t<key>FilesystemType</key>\n\t<string>msdos</string>\n\t<key>Internal</key>\n\t<true/>\n\
             \t<key>MountPoint</key>\n\t<string>/Volumes/CARTE</string>\n\t<key>RemovableMedia</key>\n\t<true/>\n\
             \t<key>RemovableMediaOrExternalDevice</key>\n\t<true/>\n",
        );
        let facts = |answer: &str| super::facts(answer);
        assert_eq!((facts(&card).removable, facts(&card).is_system_disk), (Some(true), None));
        assert_eq!(facts(&card).bus.as_deref(), Some("mmc"));
        assert_eq!(facts(&card).file_system.as_deref(), Some("vfat"));
        let old = |internal: bool, removable: bool| {
            answer(&format!(
                "\t<key>BusProtocol</key>\n\t<string>USB</string>\n\t<key>Internal</key>\n\t<{internal}/>\n\
                 \t<key>RemovableMedia</key>\n\t<{removable}/>\n\t<key>Size</key>\n\t<integer>42948853248</integer>\n"
            ))
        };
        assert_eq!(facts(&old(false, false)).removable, Some(true), "a hard disk outside");
        assert_eq!(facts(&old(true, true)).removable, Some(true), "a card");
        assert_eq!(facts(&old(true, false)).removable, Some(false), "the disk inside");
        assert_eq!(facts(&old(true, false)).size_bytes, Some(42_948_853_248));
        assert_eq!(facts(&answer("")).removable, None);
    }

    #[test]
    fn nonsense_tells_nothing() {
        for bad in
            ["", "<", "<key>", "not found", "<plist><dict><key>Internal</key></dict></plist>"]
        {
            let facts = facts(bad);
            assert_eq!((facts.removable, facts.size_bytes, facts.bus), (None, None, None), "{bad}");
        }
    }
}
