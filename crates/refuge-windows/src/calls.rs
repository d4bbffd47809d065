//! The calls themselves.

use std::fs::File;
use std::io;
use std::os::windows::io::AsRawHandle;
use std::sync::OnceLock;

use windows_sys::Win32::Foundation::ERROR_HANDLE_EOF;
use windows_sys::Win32::Storage::FileSystem::{
    FILE_BASIC_INFO, FILE_INFO_BY_HANDLE_CLASS, FileBasicInfo, FileStreamInfo,
    GetFileInformationByHandleEx,
};
use windows_sys::Win32::System::Console::{
    CTRL_CLOSE_EVENT, CTRL_LOGOFF_EVENT, CTRL_SHUTDOWN_EVENT, SetConsoleCtrlHandler,
};
use windows_sys::core::BOOL;

use crate::streams::{Stream, streams_in};

/// Room for the list of a file's streams, in units of eight bytes: 64 KiB, some hundred names. A file with
/// more is answered with an error.
const STREAM_WORDS: usize = 8192;

/// When the file system last saw the file change, content or attributes: hundreds of nanoseconds since
/// 1601-01-01T00:00:00Z. Zero where the file system keeps no such time (FAT).
///
/// # Errors
/// What the system says.
pub fn change_time(file: &File) -> io::Result<i64> {
    let mut told = FILE_BASIC_INFO::default();
    // SAFETY: the structure is plain numbers, and what this class of question fills in.
    unsafe { ask(file, FileBasicInfo, &mut told) }?;
    Ok(told.ChangeTime)
}

/// The streams of a file or folder, its ordinary content among them.
///
/// # Errors
/// What the system says, for instance that the file system knows no streams.
pub fn streams(file: &File) -> io::Result<Vec<Stream>> {
    let mut told = [0_u64; STREAM_WORDS];
    // SAFETY: any bytes are numbers, and numbers of eight bytes lie as the answer must.
    match unsafe { ask(file, FileStreamInfo, &mut told) } {
        Ok(()) => Ok(streams_in(&told.map(u64::to_ne_bytes).concat())),
        Err(cause) if is_end(&cause) => Ok(Vec::new()),
        Err(cause) => Err(cause),
    }
}

/// A folder without streams says so.
fn is_end(cause: &io::Error) -> bool {
    cause.raw_os_error().and_then(|code| u32::try_from(code).ok()) == Some(ERROR_HANDLE_EOF)
}

/// Asks one class of question about an open file.
///
/// # Safety
/// `Answer` is what the class fills in, or any row of plain numbers.
unsafe fn ask<Answer>(
    file: &File,
    class: FILE_INFO_BY_HANDLE_CLASS,
    answer: &mut Answer,
) -> io::Result<()> {
    let room = u32::try_from(size_of::<Answer>()).map_err(io::Error::other)?;
    // SAFETY: the handle is open as long as `file` is borrowed; the system writes at most `room` bytes to
    // where `answer` lies, which is borrowed for writing meanwhile.
    let done = unsafe {
        GetFileInformationByHandleEx(
            file.as_raw_handle(),
            class,
            std::ptr::from_mut(answer).cast(),
            room,
        )
    };
    if done == 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}

type Heard = Box<dyn Fn() + Send + Sync>;

static HEARD: OnceLock<Heard> = OnceLock::new();

/// Calls `heard` when the window is closed, the person logs off or the computer shuts down. The system ends
/// the program as soon as its handler returns, so it does not return: the program has what the system
/// allows (5 seconds for a window) to end by itself.
///
/// Whoever listens to Ctrl-C as well does so first: the handler that was set last is asked first.
///
/// # Errors
/// `AlreadyExists` when somebody listens; otherwise what the system says.
pub fn on_closing(heard: impl Fn() + Send + Sync + 'static) -> io::Result<()> {
    HEARD.set(Box::new(heard)).map_err(|_| io::ErrorKind::AlreadyExists)?;
    // SAFETY: the handler has the form that is asked for, and lives as long as the program.
    let done = unsafe { SetConsoleCtrlHandler(Some(handler), 1) };
    if done == 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}

/// The system calls it on a thread of its own, so that it may do what any thread may. No panic leaves it:
/// one at the border of a foreign call ends the program, which is what is happening anyway.
extern "system" fn handler(kind: u32) -> BOOL {
    if !is_closing(kind) {
        return 0;
    }
    if let Some(heard) = HEARD.get() {
        heard();
    }
    loop {
        std::thread::park();
    }
}

const fn is_closing(kind: u32) -> bool {
    matches!(kind, CTRL_CLOSE_EVENT | CTRL_LOGOFF_EVENT | CTRL_SHUTDOWN_EVENT)
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::{Duration, SystemTime};

    use super::*;

    #[test]
    fn a_change_with_the_old_date_and_length_shows() {
        let path = std::env::temp_dir().join(format!("refuge-change-{}", std::process::id()));
        std::fs::write(&path, b"one").unwrap();
        let date = SystemTime::now() - Duration::from_secs(86_400);
        File::options().write(true).open(&path).unwrap().set_modified(date).unwrap();
        let told = || change_time(&File::open(&path).unwrap()).unwrap();
        let before = told();
        assert_eq!(before, told(), "reading is no change");
        std::thread::sleep(Duration::from_millis(50));
        let mut file = File::options().write(true).open(&path).unwrap();
        file.write_all(b"two").unwrap();
        file.set_modified(date).unwrap();
        drop(file);
        assert!(told() > before);
        std::fs::remove_file(&path).unwrap();
    }

    #[test]
    fn closing_is_heard_and_held_up_and_ctrl_c_is_left_to_others() {
        static CLOSED: AtomicBool = AtomicBool::new(false);
        on_closing(|| CLOSED.store(true, Ordering::SeqCst)).unwrap();
        assert_eq!(on_closing(|| {}).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(handler(0), 0, "Ctrl-C");
        assert_eq!(handler(1), 0, "Ctrl-Break");
        assert!(!CLOSED.load(Ordering::SeqCst));
        let held = std::thread::spawn(|| handler(CTRL_CLOSE_EVENT));
        while !CLOSED.load(Ordering::SeqCst) {
            std::thread::yield_now();
        }
        std::thread::sleep(Duration::from_millis(50));
        assert!(!held.is_finished(), "the system ends the program when it returns");
    }
}
