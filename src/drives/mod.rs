//! The life of drives: enrolling, renaming, ejecting, declaring lost or destroyed, and what is noted
//! about each as a medium. What should happen to one is decided in `status`.

mod declare;
mod eject;
mod enrol;
mod medium;
mod probe;
mod replace;
mod room;
mod trouble;

pub use declare::{find_again, lose, mark_destroyed, rename};
pub use eject::{Ejected, eject};
pub use enrol::{
    Enrolment, check_first_name, check_first_place, check_name, check_place, describe, enrol,
    enrol_with, move_fixed,
};
pub use medium::{
    Profile, is_empty, keeps_of, note_profile, note_smart, other_files_on, profile_of,
};
pub use probe::Probe;
pub use replace::{Successor, is_copy_of_known, supersede, take_over};
pub use room::nearly_full;
pub use trouble::{Trouble, health_of, note_damage, note_error, note_good_check, note_good_write};
