//! Where the practice stands: status, menu, reminders, settings, support.
