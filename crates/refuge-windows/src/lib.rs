//! The few questions to Windows that no safe crate asks: the only unsafe code of the project.
//!
//! Three calls, each with the reason why it is sound beside it. Everything else about Windows lies in the
//! program's own `platform/windows`, without unsafe code. On other systems only [`streams_in`] is here, so
//! that it is tested there too.

#[cfg(windows)]
mod calls;
mod streams;

#[cfg(windows)]
pub use calls::{change_time, on_closing, streams};
pub use streams::{Stream, streams_in};
