//! Every error that advises a command has a test that types it to the end.

use std::collections::{BTreeMap, BTreeSet};

/// Code and tests that walk its advice.
const WALKS: &[(&str, &[&str])] = &[
    ("B01", &["advice_walk::a_folder_that_is_gone_is_given_up_as_advised"]),
    ("B02", &["advice_walk::a_folder_that_was_emptied_on_purpose_is_backed_up_as_advised"]),
    ("B06", &["advice_small::a_folder_inside_another_takes_its_place_as_advised"]),
    ("B07", &["advice_small::a_first_folder_is_chosen_as_advised"]),
    ("D01", &["advice_drives::a_drive_is_waited_for_as_advised"]),
    ("D03", &["advice_drives::a_folder_without_backups_is_made_a_drive_as_advised"]),
    ("D05", &["advice_walk::a_drive_that_was_erased_begins_anew_as_advised"]),
    (
        "D06",
        &[
            "advice_drives::a_copy_becomes_a_drive_of_its_own_as_advised",
            "advice_drives::a_copy_takes_the_place_of_the_drive_that_is_lost_as_advised",
        ],
    ),
    ("D07", &["advice_walk::a_drive_that_was_put_back_is_taken_as_it_is_as_advised"]),
    (
        "D10",
        &[
            "advice_drives::instead_of_a_drive_that_its_first_backup_fills_another_is_taken_as_advised",
        ],
    ),
    ("D12", &["advice_media::a_drive_in_use_is_ejected_once_the_windows_are_closed_as_advised"]),
    (
        "D14",
        &[
            "advice_media::a_drive_that_reports_errors_is_used_again_with_another_cable_or_looked_at_as_advised",
        ],
    ),
    ("D15", &["advice_walk::a_drive_declared_lost_is_found_as_advised"]),
    ("D18", &["advice_drives::a_folder_without_backups_is_made_a_drive_as_advised"]),
    (
        "D20",
        &[
            "advice_drives::an_erasing_that_was_interrupted_is_finished_as_advised",
            "advice_stopped::a_new_key_of_a_record_that_was_stopped_anywhere_is_finished_as_advised",
        ],
    ),
    ("D21", &["advice_walk::a_drive_that_another_computer_changed_is_learnt_as_advised"]),
    (
        "D23",
        &["advice_drives::a_drive_that_answers_is_declared_destroyed_once_it_is_away_as_advised"],
    ),
    ("K03", &["advice_erasing::a_drive_with_the_old_lock_gets_the_new_one_as_advised"]),
    ("K13", &["advice_erasing::the_last_key_goes_once_another_was_added_as_advised"]),
    ("K15", &["advice_walk::an_old_key_is_kept_until_each_drive_has_the_new_lock_as_advised"]),
    (
        "K16",
        &["advice_erasing::a_drive_that_missed_both_is_brought_forward_with_both_keys_as_advised"],
    ),
    ("N01", &["advice_small::what_is_not_found_is_seen_where_the_advice_looks"]),
    ("N02", &["advice_small::a_name_that_is_taken_or_not_understood_is_looked_up_as_advised"]),
    ("N03", &["advice_small::a_value_that_does_not_fit_is_looked_up_as_advised"]),
    ("P01", &["advice_small::a_computer_without_a_practice_is_attached_as_advised"]),
    ("P02", &["advice_small::a_computer_without_a_practice_is_attached_as_advised"]),
    ("P04", &["advice_walk::a_damaged_memory_is_learnt_anew_from_a_drive"]),
    ("P09", &["advice_walk::an_altered_register_is_set_aside_and_that_of_a_drive_taken_up"]),
    (
        "R02",
        &[
            "advice_erasing::a_list_that_is_refused_is_taken_as_advised",
            "advice_erasing::numbers_that_look_like_others_are_declared_as_advised",
        ],
    ),
    ("R03", &["advice_erasing::a_plan_whose_facts_changed_is_made_anew_as_advised"]),
    ("R04", &["advice_erasing::a_plan_that_grew_old_is_made_anew_and_carried_out_as_advised"]),
    ("R06", &["advice_erasing::a_second_person_agrees_as_advised_and_what_was_done_is_shown"]),
    ("R07", &["advice_erasing::a_second_person_agrees_as_advised_and_what_was_done_is_shown"]),
    ("S01", &["advice_drives::what_may_be_an_attack_is_looked_at_or_declared_as_advised"]),
    ("S02", &["advice_walk::an_incident_is_closed_as_advised_and_then_what_was_refused_is_done"]),
    ("U01", &["advice_small::a_name_that_is_taken_or_not_understood_is_looked_up_as_advised"]),
    ("V01", &["advice_media::where_lists_are_gone_a_new_backup_or_another_drive_helps_as_advised"]),
    ("V02", &["advice_damage::whatever_is_damaged_the_advice_leads_to_the_files"]),
    ("V04", &["advice_damage::whatever_is_damaged_the_advice_leads_to_the_files"]),
    (
        "V08",
        &[
            "advice_media::an_object_beyond_all_measure_is_not_read_and_the_advice_leads_to_the_files",
        ],
    ),
    ("V09", &["advice_papers::two_stories_of_the_register_are_kept_and_printed_as_advised"]),
    ("V13", &["advice_media::where_lists_are_gone_a_new_backup_or_another_drive_helps_as_advised"]),
    (
        "V15",
        &[
            "advice_media::a_file_system_in_disorder_is_put_right_by_the_system_and_then_repaired_as_advised",
        ],
    ),
];

/// Errors that no test can bring about here, each with its reason; `advice` types their commands all the same.
const NOT_HERE: &[(&str, &str)] = &[
    (
        "V03",
        "no command ends with it: a pack that was cut short is counted by checks and restores, and whoever copies \
         from it says V02",
    ),
    (
        "V05",
        "no command ends with it: every object bears the hash of its bytes, so that one under another key would \
         have to be forged with the keys of the practice",
    ),
    ("V06", "needs an object that was forged with a key of the practice"),
];

/// The codes whose advice names a command of ours, in both catalogues.
fn advising() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for language in ["en", "fr"] {
        let text = std::fs::read_to_string(format!("i18n/{language}/refuge.ftl")).unwrap();
        let mut code = String::new();
        for line in text.lines() {
            if let Some(rest) = line.strip_prefix("error-") {
                code = rest.split(' ').next().unwrap().to_uppercase();
            } else if !line.starts_with([' ', '}']) {
                code.clear();
            }
            if !code.is_empty() && (line.contains("`refuge ") || line.contains("{ $command } ")) {
                found.insert(code.clone());
            }
        }
    }
    found
}

#[test]
fn every_error_that_advises_a_command_has_its_walk() {
    let advising = advising();
    let walked: BTreeMap<&str, &[&str]> = WALKS.iter().copied().collect();
    let left_out: BTreeMap<&str, &str> = NOT_HERE.iter().copied().collect();
    for code in &advising {
        let known = walked.contains_key(code.as_str()) || left_out.contains_key(code.as_str());
        assert!(known, "{code} advises a command that nobody follows to its end");
    }
    for code in walked.keys().chain(left_out.keys()) {
        assert!(advising.contains(*code), "{code} advises no command");
    }
    for walk in walked.values().copied().flatten() {
        let (module, test) = walk.split_once("::").unwrap();
        let text = std::fs::read_to_string(format!("tests/it/{module}.rs")).unwrap();
        assert!(text.contains(&format!("fn {test}()")), "no test {walk}");
    }
}
