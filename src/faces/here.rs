//! This computer, now: where its practice lives when nobody said so, and what time it is.

use std::path::PathBuf;

use etcetera::AppStrategy;
use jiff::Timestamp;
use refuge::platform;

/// The user's own folder for programs' data.
pub(crate) fn usual() -> Option<PathBuf> {
    let arguments = etcetera::AppStrategyArgs {
        top_level_domain: "org".to_owned(),
        author: "refuge".to_owned(),
        app_name: "refuge".to_owned(),
    };
    let by_desktop = || etcetera::choose_app_strategy(arguments).ok().map(|at| at.data_dir());
    platform::data_folder().or_else(by_desktop)
}

/// The folder of whoever sits here.
pub(crate) fn own_folder() -> Option<PathBuf> {
    etcetera::home_dir().ok()
}

/// The one place where the clock is read.
pub(crate) fn now() -> Timestamp {
    Timestamp::now()
}

/// The day where the practice is.
pub(crate) fn today() -> jiff::civil::Date {
    now().to_zoned_datetime(jiff::tz::TimeZone::system()).date()
}
