//! Every row of the decision table, and that no level exceeds what was verified.

use jiff::civil::{Date, date};

use super::*;

const TODAY: Date = date(2026, 11, 24);
const DISK: Medium = Medium::Disk(Recording::Conventional);
const TWO_PASSES: Overwrite = Overwrite::WholeDevice { passes: 2 };
const ONE_PASS: Overwrite = Overwrite::WholeDevice { passes: 1 };

fn drive(
    medium: Medium,
    ever_held: EverHeld,
    keys: WaysToKeys,
    overwrite: Overwrite,
) -> MediumFacts {
    MediumFacts {
        medium,
        ever_held,
        to_forget: ForgetExtent::Records,
        keys,
        old_keys_needed: false,
        overwrite,
        health: Health::default(),
        serial: SerialCheck::Same,
        fake_capacity: false,
        plugged: true,
        last_seen: Some(TODAY),
        enrolled: date(2025, 1, 1),
        owed: None,
        declared: None,
        needed: false,
        leaves_custody: false,
        level_five: false,
    }
}

fn stick(ever_held: EverHeld, keys: WaysToKeys, overwrite: Overwrite) -> MediumFacts {
    drive(Medium::Flash, ever_held, keys, overwrite)
}

fn fate(facts: &MediumFacts) -> Fate {
    decide(facts, TODAY)
}

fn outcome(facts: &MediumFacts) -> (FateVerdict, Level) {
    let fate = fate(facts);
    (fate.verdict, fate.level)
}

fn class(facts: &MediumFacts) -> Option<(DestructionClass, When)> {
    fate(facts).destruction.map(|destruction| (destruction.class, destruction.when))
}

#[test]
fn row_1_nothing_held_nothing_to_erase() {
    for medium in [DISK, Medium::Flash, Medium::Unknown] {
        let facts = drive(medium, EverHeld::C0, WaysToKeys::Unknown, Overwrite::None);
        assert_eq!(outcome(&facts), (FateVerdict::Keep, Level::NotApplicable));
    }
}

#[test]
fn row_2_an_absent_drive_that_owes_work_must_be_plugged_in_before_a_deadline() {
    for held in [EverHeld::C1, EverHeld::C2, EverHeld::C3, EverHeld::C4] {
        let mut facts = stick(held, WaysToKeys::Live, Overwrite::None);
        facts.plugged = false;
        facts.owed = Some(Owed { since: date(2026, 11, 1), records: 14 });
        assert_eq!(outcome(&facts), (FateVerdict::PlugIn, Level::None), "{held:?}");
        assert_eq!(fate(&facts).deadline, Some(date(2027, 1, 30)));
        facts.owed = Some(Owed { since: date(2026, 1, 1), records: 14 });
        assert!(fate(&facts).reasons.contains(&FateReason::DeadlineOver));
    }
}

#[test]
fn row_3_destroyed_keys_erase_the_target_and_the_drive_stays_in_use() {
    for medium in [DISK, Medium::Flash] {
        for held in [EverHeld::C1, EverHeld::C2] {
            let facts = drive(medium, held, WaysToKeys::Destroyed, Overwrite::None);
            assert_eq!(outcome(&facts), (FateVerdict::Keep, Level::CryptographicErase));
            assert!(fate(&facts).reasons.contains(&FateReason::OverwriteOwed));
        }
    }
}

#[test]
fn row_4_while_an_old_sheet_exists_nothing_is_erased() {
    let facts = drive(DISK, EverHeld::C2, WaysToKeys::OldSheetExists, Overwrite::None);
    assert_eq!(outcome(&facts), (FateVerdict::DestroyOldSheet, Level::None));
    assert_eq!(fate(&facts).reasons, [FateReason::OldSheetExists]);
}

#[test]
fn row_5_a_memorised_passphrase_defeats_erasure_by_key() {
    for medium in [DISK, Medium::Flash] {
        let facts = drive(medium, EverHeld::C3, WaysToKeys::Destroyed, Overwrite::None);
        assert_eq!(outcome(&facts), (FateVerdict::Retire, Level::None));
        assert!(fate(&facts).reasons.contains(&FateReason::OverwriteWholeDevice));
    }
}

#[test]
fn row_6_a_healthy_disk_is_cleared_by_one_verified_pass() {
    for held in [EverHeld::C1, EverHeld::C2, EverHeld::C3] {
        let mut facts = drive(DISK, held, WaysToKeys::Live, ONE_PASS);
        assert_eq!(outcome(&facts), (FateVerdict::Keep, Level::Clear), "{held:?}");
        facts.leaves_custody = true;
        assert_eq!(outcome(&facts), (FateVerdict::Destroy, Level::Clear), "{held:?}");
        assert_eq!(class(&facts), Some((DestructionClass::H4, When::Now)));
    }
    let mut facts = drive(DISK, EverHeld::C2, WaysToKeys::Destroyed, ONE_PASS);
    facts.leaves_custody = true;
    assert_eq!(outcome(&facts), (FateVerdict::Keep, Level::CryptographicErase));
}

#[test]
fn row_7_remapped_sectors_of_a_disk_that_held_clear_text_mean_destruction() {
    let mut facts = drive(DISK, EverHeld::C4, WaysToKeys::Live, ONE_PASS);
    facts.health.remapped_sectors = 8;
    assert_eq!(outcome(&facts), (FateVerdict::Destroy, Level::Clear));
    assert!(fate(&facts).reasons.contains(&FateReason::RemappedSectors));
    assert_eq!(class(&facts), Some((DestructionClass::H4, When::Now)));
    facts.level_five = true;
    assert_eq!(class(&facts), Some((DestructionClass::H5, When::Now)));
}

#[test]
fn row_8_overwritten_objects_on_a_shingled_disk_are_a_logical_deletion() {
    for recording in [Recording::Shingled, Recording::Unknown] {
        let medium = Medium::Disk(recording);
        let facts = drive(medium, EverHeld::C2, WaysToKeys::Live, Overwrite::Objects);
        assert_eq!(outcome(&facts), (FateVerdict::DestroyOldSheet, Level::LogicalDeletion));
        assert_eq!(fate(&facts).reasons, [FateReason::RotateKeys, FateReason::ObjectsOnly]);
    }
}

#[test]
fn row_9_a_cleared_disk_that_held_clear_text_stays_inside() {
    let mut facts = drive(DISK, EverHeld::C4, WaysToKeys::Live, ONE_PASS);
    assert_eq!(outcome(&facts), (FateVerdict::Keep, Level::Clear));
    assert_eq!(class(&facts), Some((DestructionClass::H4, When::BeforeLeavingCustody)));
    facts.leaves_custody = true;
    assert_eq!(outcome(&facts).0, FateVerdict::Destroy);
}

#[test]
fn row_10_overwritten_objects_on_flash_are_a_logical_deletion() {
    for medium in [Medium::Flash, Medium::Unknown] {
        let facts = drive(medium, EverHeld::C2, WaysToKeys::Live, Overwrite::Objects);
        assert_eq!(outcome(&facts), (FateVerdict::DestroyOldSheet, Level::LogicalDeletion));
    }
}

#[test]
fn row_11_destroyed_keys_erase_flash_and_destruction_can_wait() {
    for medium in [Medium::Flash, Medium::Unknown] {
        let facts = drive(medium, EverHeld::C2, WaysToKeys::Destroyed, Overwrite::Objects);
        assert_eq!(outcome(&facts), (FateVerdict::Keep, Level::CryptographicErase));
        assert_eq!(class(&facts), Some((DestructionClass::E3, When::EndOfLife)));
        assert_eq!(fate(&facts).reasons, [FateReason::KeysDestroyed]);
        let leaving = MediumFacts { leaves_custody: true, ..facts };
        assert_eq!(outcome(&leaving), (FateVerdict::Destroy, Level::CryptographicErase));
        assert_eq!(class(&leaving), Some((DestructionClass::E3, When::Now)));
    }
}

#[test]
fn row_12_overwritten_flash_that_held_a_passphrase_keyring_is_retired_then_destroyed() {
    let facts = stick(EverHeld::C3, WaysToKeys::Destroyed, TWO_PASSES);
    assert_eq!(outcome(&facts), (FateVerdict::Retire, Level::Clear));
    assert!(fate(&facts).reasons.contains(&FateReason::FlashReservation));
    assert_eq!(class(&facts), Some((DestructionClass::E4, When::BeforeLeavingCustody)));
}

#[test]
fn row_13_overwritten_flash_that_held_clear_text_never_leaves() {
    let mut facts = stick(EverHeld::C4, WaysToKeys::Live, TWO_PASSES);
    assert_eq!(outcome(&facts), (FateVerdict::Keep, Level::Clear));
    assert!(fate(&facts).reasons.contains(&FateReason::FlashReservation));
    assert_eq!(class(&facts), Some((DestructionClass::E4, When::BeforeLeavingCustody)));
    facts.leaves_custody = true;
    facts.level_five = true;
    assert_eq!(outcome(&facts), (FateVerdict::Destroy, Level::Clear));
    assert_eq!(class(&facts), Some((DestructionClass::E5, When::Now)));
}

#[test]
fn row_14_a_read_only_stick_without_keys_is_retired() {
    let mut facts = stick(EverHeld::C2, WaysToKeys::Destroyed, Overwrite::None);
    facts.health.read_only = true;
    assert_eq!(outcome(&facts), (FateVerdict::Retire, Level::CryptographicErase));
    assert_eq!(class(&facts), Some((DestructionClass::E3, When::AtLeisure)));
}

#[test]
fn row_15_a_read_only_stick_that_may_be_readable_is_destroyed_now() {
    for (held, keys) in [
        (EverHeld::C3, WaysToKeys::Destroyed),
        (EverHeld::C4, WaysToKeys::Destroyed),
        (EverHeld::C2, WaysToKeys::Unknown),
    ] {
        let mut facts = stick(held, keys, Overwrite::None);
        facts.health.read_only = true;
        assert_eq!(outcome(&facts), (FateVerdict::Destroy, Level::None), "{held:?}");
        assert_eq!(class(&facts), Some((DestructionClass::E4, When::Now)));
    }
}

#[test]
fn row_16_a_failing_drive_without_keys_is_retired() {
    let errors = [
        Health { read_errors: 1, ..Health::default() },
        Health { write_errors: 1, ..Health::default() },
        Health { verify_failed: true, ..Health::default() },
    ];
    for health in errors {
        let mut facts = drive(DISK, EverHeld::C1, WaysToKeys::Destroyed, Overwrite::Failed);
        facts.health = health;
        assert_eq!(outcome(&facts), (FateVerdict::Retire, Level::CryptographicErase));
    }
    let partial = drive(DISK, EverHeld::C2, WaysToKeys::Destroyed, Overwrite::Failed);
    assert_eq!(outcome(&partial), (FateVerdict::Retire, Level::CryptographicErase));
}

#[test]
fn row_17_a_failing_drive_that_may_be_readable_is_destroyed_now() {
    for (held, keys) in [
        (EverHeld::C3, WaysToKeys::Destroyed),
        (EverHeld::C4, WaysToKeys::Live),
        (EverHeld::C1, WaysToKeys::Unknown),
    ] {
        for (medium, wanted) in
            [(DISK, DestructionClass::H4), (Medium::Flash, DestructionClass::E4)]
        {
            let mut facts = drive(medium, held, keys, TWO_PASSES);
            facts.health.verify_failed = true;
            assert_eq!(outcome(&facts), (FateVerdict::Destroy, Level::None), "{held:?}");
            assert_eq!(class(&facts), Some((wanted, When::Now)));
        }
    }
}

#[test]
fn row_18_a_stick_of_fake_capacity_is_destroyed_and_never_enrolled() {
    let mut facts = stick(EverHeld::C2, WaysToKeys::Destroyed, TWO_PASSES);
    facts.fake_capacity = true;
    assert_eq!(outcome(&facts), (FateVerdict::Destroy, Level::None));
    assert!(fate(&facts).blocked);
    assert_eq!(class(&facts), Some((DestructionClass::E4, When::Now)));
}

fn lost_drive(held: EverHeld, keys: WaysToKeys) -> MediumFacts {
    let mut facts = stick(held, keys, Overwrite::Objects);
    facts.plugged = false;
    facts.declared = Some(MediumDeclared::Lost { on: TODAY });
    facts
}

#[test]
fn row_19_a_lost_drive_is_erased_from_afar_by_destroying_its_keys() {
    let mut facts = lost_drive(EverHeld::C2, WaysToKeys::Destroyed);
    assert_eq!(outcome(&facts), (FateVerdict::Lost, Level::CryptographicErase));
    assert!(fate(&facts).reasons.contains(&FateReason::RecordIncident));
    facts.declared = Some(MediumDeclared::Stolen { on: TODAY });
    assert_eq!(outcome(&facts), (FateVerdict::Lost, Level::CryptographicErase));
    facts.keys = WaysToKeys::Live;
    assert_eq!(outcome(&facts), (FateVerdict::Lost, Level::None));
    assert!(fate(&facts).reasons.contains(&FateReason::RotateKeys));
}

#[test]
fn an_old_sheet_is_kept_while_a_drive_has_the_old_lock() {
    let away = lost_drive(EverHeld::C2, WaysToKeys::OldSheetExists);
    let here = stick(EverHeld::C2, WaysToKeys::OldSheetExists, Overwrite::Objects);
    for facts in [away, here] {
        assert!(fate(&facts).reasons.contains(&FateReason::OldSheetExists));
        let waiting = fate(&MediumFacts { old_keys_needed: true, ..facts });
        assert!(waiting.reasons.contains(&FateReason::OldSheetNeeded));
        assert!(!waiting.reasons.contains(&FateReason::OldSheetExists));
    }
}

#[test]
fn row_20_a_lost_drive_with_a_passphrase_keyring_is_an_exposure() {
    let facts = lost_drive(EverHeld::C3, WaysToKeys::Destroyed);
    assert_eq!(outcome(&facts), (FateVerdict::Lost, Level::None));
    assert!(fate(&facts).reasons.contains(&FateReason::AssessBreach));
    assert!(fate(&facts).reasons.contains(&FateReason::ChangePassphrase));
}

#[test]
fn row_21_a_lost_drive_with_clear_text_is_a_breach() {
    let facts = lost_drive(EverHeld::C4, WaysToKeys::Destroyed);
    assert_eq!(outcome(&facts), (FateVerdict::Lost, Level::None));
    assert!(fate(&facts).reasons.contains(&FateReason::Breach));
}

#[test]
fn row_22_another_serial_number_blocks_the_drive() {
    let mut facts = stick(EverHeld::C2, WaysToKeys::Destroyed, TWO_PASSES);
    facts.serial = SerialCheck::Differs;
    assert_eq!(outcome(&facts), (FateVerdict::PlugIn, Level::None));
    assert!(fate(&facts).blocked);
    facts.serial = SerialCheck::Unknown;
    assert!(!fate(&facts).blocked);
}

#[test]
fn row_23_an_old_sheet_is_destroyed_with_a_witness() {
    let mut facts = drive(Medium::Paper, EverHeld::C2, WaysToKeys::OldSheetExists, Overwrite::None);
    assert_eq!(outcome(&facts), (FateVerdict::Destroy, Level::None));
    assert_eq!(class(&facts), Some((DestructionClass::P5, When::Now)));
    facts.declared =
        Some(MediumDeclared::Destroyed { on: TODAY, proof: DestructionProof::OwnReport });
    assert_eq!(outcome(&facts), (FateVerdict::Destroyed, Level::Destroyed));
}

#[test]
fn row_24_the_computers_own_drive_relies_on_its_encryption() {
    let facts = drive(Medium::ComputerDrive, EverHeld::C4, WaysToKeys::Live, Overwrite::Deleted);
    assert_eq!(outcome(&facts), (FateVerdict::Keep, Level::LogicalDeletion));
    assert!(fate(&facts).reasons.contains(&FateReason::ComputerEncryption));
    assert_eq!(class(&facts), Some((DestructionClass::E5, When::BeforeLeavingCustody)));
}

#[test]
fn row_25_a_proven_destruction_closes_the_case() {
    for proof in [DestructionProof::OwnReport, DestructionProof::Certificate] {
        let mut facts = stick(EverHeld::C4, WaysToKeys::Unknown, Overwrite::None);
        facts.declared = Some(MediumDeclared::Destroyed { on: TODAY, proof });
        assert_eq!(outcome(&facts), (FateVerdict::Destroyed, Level::Destroyed));
    }
}

#[test]
fn a_destruction_without_proof_is_not_one() {
    let mut facts = stick(EverHeld::C4, WaysToKeys::Unknown, Overwrite::None);
    facts.declared = Some(MediumDeclared::Destroyed { on: TODAY, proof: DestructionProof::None });
    assert_eq!(outcome(&facts), (FateVerdict::Destroy, Level::None));
    assert_eq!(fate(&facts).reasons, [FateReason::ProofMissing]);
}

#[test]
fn a_sound_drive_with_nothing_to_forget_is_kept() {
    let mut facts = stick(EverHeld::C2, WaysToKeys::Live, Overwrite::None);
    facts.to_forget = ForgetExtent::Nothing;
    assert_eq!(outcome(&facts), (FateVerdict::Keep, Level::NotApplicable));
    facts.plugged = false;
    facts.last_seen = Some(date(2026, 10, 25));
    assert_eq!(outcome(&facts).0, FateVerdict::Keep);
    facts.last_seen = Some(date(2026, 10, 24));
    assert_eq!(outcome(&facts).0, FateVerdict::PlugIn);
}

#[test]
fn a_failing_drive_with_nothing_to_forget_is_not_destroyed_in_haste() {
    let mut facts = stick(EverHeld::C4, WaysToKeys::Live, Overwrite::None);
    facts.to_forget = ForgetExtent::Nothing;
    facts.health.read_errors = 3;
    assert_eq!(outcome(&facts).0, FateVerdict::Retire);
}

#[test]
fn what_holds_one_of_the_last_two_copies_is_replaced_before_it_is_destroyed() {
    let mut seen = std::collections::BTreeSet::new();
    for facts in all_facts().into_iter().filter(|facts| facts.declared.is_none()) {
        let alone = fate(&facts);
        let needed = fate(&MediumFacts { needed: true, ..facts });
        assert_eq!(needed.destruction, None, "{alone:?}");
        assert!(!matches!(needed.verdict, FateVerdict::Destroy | FateVerdict::Retire), "{alone:?}");
        let was_to_go = matches!(alone.verdict, FateVerdict::Destroy | FateVerdict::Retire);
        assert_eq!(
            needed.verdict == FateVerdict::Replace,
            was_to_go || alone.verdict == FateVerdict::Replace
        );
        assert_eq!((needed.level, needed.blocked), (alone.level, alone.blocked));
        seen.insert((alone.verdict, needed.verdict));
    }
    assert!(seen.contains(&(FateVerdict::Destroy, FateVerdict::Replace)));
    assert!(seen.contains(&(FateVerdict::Retire, FateVerdict::Replace)));
}

#[test]
fn passing_states_are_no_fate_of_their_own() {
    // The rows 14 to 17 speak of states that last: a switch that was moved back leaves nothing.
    let mut facts = stick(EverHeld::C4, WaysToKeys::Live, Overwrite::None);
    facts.to_forget = ForgetExtent::Nothing;
    facts.health.read_only = true;
    assert_eq!(fate(&facts).verdict, FateVerdict::Retire);
    facts.health = Health { forgiven: 2, ..Health::default() };
    assert_eq!(fate(&facts).verdict, FateVerdict::Keep);
}

#[test]
fn one_pass_over_flash_is_not_enough() {
    let facts = stick(EverHeld::C4, WaysToKeys::Live, ONE_PASS);
    assert_eq!(outcome(&facts), (FateVerdict::Retire, Level::LogicalDeletion));
}

#[test]
fn a_retired_drive_is_not_kept_in_use() {
    let mut facts = stick(EverHeld::C2, WaysToKeys::Destroyed, TWO_PASSES);
    facts.declared = Some(MediumDeclared::Retired { on: TODAY });
    assert_eq!(outcome(&facts), (FateVerdict::Retire, Level::CryptographicErase));
}

#[test]
fn an_old_drive_is_kept_with_a_word_about_its_age() {
    let mut facts = stick(EverHeld::C2, WaysToKeys::Destroyed, Overwrite::Objects);
    facts.enrolled = date(2020, 1, 1);
    assert_eq!(fate(&facts).reasons, [FateReason::KeysDestroyed, FateReason::Aged]);
}

/// Every combination of the facts that matter to the level.
fn all_facts() -> Vec<MediumFacts> {
    let media = [
        DISK,
        Medium::Disk(Recording::Shingled),
        Medium::Flash,
        Medium::Unknown,
        Medium::ComputerDrive,
        Medium::Paper,
    ];
    let helds = [EverHeld::C0, EverHeld::C1, EverHeld::C2, EverHeld::C3, EverHeld::C4];
    let keys =
        [WaysToKeys::Live, WaysToKeys::OldSheetExists, WaysToKeys::Destroyed, WaysToKeys::Unknown];
    let overwrites = [
        Overwrite::None,
        Overwrite::Deleted,
        Overwrite::Objects,
        ONE_PASS,
        TWO_PASSES,
        Overwrite::WholeDevice { passes: 0 },
        Overwrite::Failed,
    ];
    let mut all = Vec::new();
    for medium in media {
        for held in helds {
            for key in keys {
                for overwrite in overwrites {
                    variants(&drive(medium, held, key, overwrite), &mut all);
                }
            }
        }
    }
    all
}

fn variants(base: &MediumFacts, all: &mut Vec<MediumFacts>) {
    let changes: [fn(&mut MediumFacts); 15] = [
        |_| {},
        |facts| facts.needed = true,
        |facts| facts.to_forget = ForgetExtent::Nothing,
        |facts| facts.to_forget = ForgetExtent::Everything,
        |facts| facts.health.read_only = true,
        |facts| facts.health.verify_failed = true,
        |facts| facts.health.remapped_sectors = 1,
        |facts| facts.serial = SerialCheck::Differs,
        |facts| facts.fake_capacity = true,
        |facts| facts.plugged = false,
        |facts| facts.leaves_custody = true,
        |facts| facts.declared = Some(MediumDeclared::Lost { on: TODAY }),
        |facts| facts.declared = Some(MediumDeclared::Retired { on: TODAY }),
        |facts| {
            facts.declared =
                Some(MediumDeclared::Destroyed { on: TODAY, proof: DestructionProof::None })
        },
        |facts| {
            facts.declared =
                Some(MediumDeclared::Destroyed { on: TODAY, proof: DestructionProof::OwnReport })
        },
    ];
    for change in changes {
        let mut facts = base.clone();
        change(&mut facts);
        all.push(facts);
    }
}

fn is_proven(facts: &MediumFacts) -> bool {
    let Some(MediumDeclared::Destroyed { proof, .. }) = facts.declared else { return false };
    proof != DestructionProof::None
}

fn supports(facts: &MediumFacts, level: Level) -> bool {
    let sound =
        !facts.health.is_failing() && !facts.fake_capacity && facts.serial != SerialCheck::Differs;
    match level {
        Level::NotApplicable => {
            facts.ever_held == EverHeld::C0 || facts.to_forget == ForgetExtent::Nothing
        }
        Level::None => true,
        Level::LogicalDeletion => {
            let nothing = [Overwrite::None, Overwrite::Failed].contains(&facts.overwrite);
            sound && !nothing
        }
        Level::Clear => {
            let flash_is_twice = facts.medium.is_disk() || facts.overwrite == TWO_PASSES;
            sound && flash_is_twice && [ONE_PASS, TWO_PASSES].contains(&facts.overwrite)
        }
        Level::CryptographicErase => {
            facts.keys == WaysToKeys::Destroyed
                && [EverHeld::C1, EverHeld::C2].contains(&facts.ever_held)
        }
        Level::Destroyed => is_proven(facts),
    }
}

#[test]
fn no_level_is_above_what_was_verified() {
    for facts in all_facts() {
        let level = fate(&facts).level;
        assert!(supports(&facts, level), "{level:?} from {facts:?}");
    }
}

#[test]
fn every_fate_has_a_reason_and_every_destruction_its_means() {
    for facts in all_facts() {
        let fate = fate(&facts);
        assert!(!fate.reasons.is_empty(), "{facts:?}");
        assert!(fate.verdict != FateVerdict::Destroy || fate.destruction.is_some(), "{facts:?}");
        assert!(fate.destruction.is_none_or(|destruction| !destruction.means.is_empty()));
        assert_eq!(fate.verdict == FateVerdict::Destroyed, is_proven(&facts), "{facts:?}");
    }
}

#[test]
fn fates_read_back_what_they_write() {
    for facts in all_facts().into_iter().step_by(97) {
        let fate = fate(&facts);
        let json = serde_json::to_string(&(&facts, &fate)).unwrap();
        assert_eq!(serde_json::from_str::<(MediumFacts, Fate)>(&json).unwrap(), (facts, fate));
    }
}
