//! Backups as folders of this computer, for reading, through FUSE: what [`BackupTree`] tells, told to the system.
//!
//! The system's questions wait in a short line and are answered one after the other by the thread that called
//! [`serve`]. Nothing can be written, only who mounted may look, and no name goes into a log. It is there as long as
//! [`serve`] runs. A program that is killed leaves a folder in which nothing can be read, until `fusermount3 -u`.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender};
use fuser::{
    Config, Errno, FileAttr, FileHandle, FileType, Filesystem, FopenFlags, Generation, INodeNo,
    LockOwner, MountOption, OpenFlags, ReplyAttr, ReplyData, ReplyDirectory, ReplyEmpty,
    ReplyEntry, ReplyOpen, Request, SessionACL,
};

use crate::browse::tree::{BackupTree, Child, ChildKind, OpenedFile, Place};
use crate::error::{Action, Error, Result};
use crate::format::entry::Moment;
use crate::platform;

/// Questions that may wait.
const LINE: usize = 64;
/// How long to wait for a question before asking whether to go on.
const TICK: Duration = Duration::from_millis(250);
/// A backup never changes: what was told may be remembered.
const FOR_LONG: Duration = Duration::from_secs(3600);
/// Files and folders open at once.
const OPEN_MAX: usize = 1024;
/// Most bytes that are read for one question.
const READ_BYTES_MAX: u32 = 1 << 20;
/// Numbers of things that nobody asked about one by one begin here.
const UNASKED: u64 = 1 << 48;

/// Shows a tree in an empty folder until `goes_on` says no, which is asked several times a second and told whether
/// there was a question since; or until somebody unmounts it.
///
/// # Errors
/// `Io` where the folder cannot be mounted on.
pub fn serve(
    tree: &mut BackupTree<'_>,
    folder: &Path,
    goes_on: &mut dyn FnMut(bool) -> bool,
) -> Result<()> {
    let (sender, questions) = crossbeam_channel::bounded(LINE);
    let mut config = Config::default();
    let name = |text: &str| text.to_owned();
    config.mount_options = vec![
        MountOption::RO,
        MountOption::NoDev,
        MountOption::NoSuid,
        MountOption::NoExec,
        MountOption::DefaultPermissions,
        MountOption::FSName(name("refuge")),
        MountOption::Subtype(name("refuge")),
    ];
    config.acl = SessionACL::Owner;
    let session = fuser::spawn_mount(Desk { questions: sender }, folder, &config)
        .map_err(Error::io(Action::Create, folder))?;
    answer_all(&questions, Answers::of(tree), goes_on);
    // Whoever still has a file open there gets an error from now on; nobody is waited for.
    drop(questions);
    unmount_at_once(folder);
    drop(session);
    Ok(())
}

/// Also where somebody is still in it; without the tool the session does it, if nobody is.
fn unmount_at_once(folder: &Path) {
    let mut tool = std::process::Command::new("fusermount3");
    tool.args(["-u", "-z", "-q", "--"]).arg(folder);
    let _without = tool.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
}

fn answer_all(
    questions: &Receiver<Question>,
    mut answers: Answers<'_, '_>,
    goes_on: &mut dyn FnMut(bool) -> bool,
) {
    let mut was_asked = false;
    loop {
        match questions.recv_timeout(TICK) {
            Ok(question) => {
                question(&mut answers);
                was_asked = true;
                if !questions.is_empty() {
                    continue;
                }
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
        if !goes_on(std::mem::take(&mut was_asked)) {
            return;
        }
    }
}

type Question = Box<dyn FnOnce(&mut Answers<'_, '_>) + Send>;

/// Where the system asks. A question that nobody answers any more ends with an error.
struct Desk {
    questions: Sender<Question>,
}

impl Desk {
    fn ask(&self, question: impl FnOnce(&mut Answers<'_, '_>) + Send + 'static) {
        // Nobody is there any more: the reply that is dropped with it is an error.
        let _gone = self.questions.send(Box::new(question));
    }
}

/// Who asks, as far as it is shown as the owner.
#[derive(Debug, Clone, Copy)]
struct Person {
    user: u32,
    group: u32,
}

impl Person {
    fn of(request: &Request) -> Self {
        Self { user: request.uid(), group: request.gid() }
    }
}

impl Filesystem for Desk {
    fn lookup(&self, request: &Request, parent: INodeNo, name: &OsStr, reply: ReplyEntry) {
        let (person, name) = (Person::of(request), name.as_encoded_bytes().to_vec());
        self.ask(move |answers| match answers.lookup(parent, name) {
            Ok((number, node)) => {
                reply.entry(&FOR_LONG, &node.attributes(number, person), Generation(0))
            }
            Err(errno) => reply.error(errno),
        });
    }

    fn forget(&self, _: &Request, number: INodeNo, times: u64) {
        self.ask(move |answers| answers.forget(number, times));
    }

    fn getattr(&self, request: &Request, number: INodeNo, _: Option<FileHandle>, reply: ReplyAttr) {
        let person = Person::of(request);
        self.ask(move |answers| match answers.nodes.get(&number.0) {
            Some(node) => reply.attr(&FOR_LONG, &node.attributes(number, person)),
            None => reply.error(Errno::ENOENT),
        });
    }

    fn readlink(&self, _: &Request, number: INodeNo, reply: ReplyData) {
        self.ask(move |answers| match answers.nodes.get(&number.0).map(|node| &node.what) {
            Some(ChildKind::Link(to)) => reply.data(to),
            _ => reply.error(Errno::EINVAL),
        });
    }

    fn open(&self, _: &Request, number: INodeNo, _: OpenFlags, reply: ReplyOpen) {
        self.ask(move |answers| match answers.open(number) {
            Ok(handle) => reply.opened(FileHandle(handle), FopenFlags::FOPEN_KEEP_CACHE),
            Err(errno) => reply.error(errno),
        });
    }

    fn read(
        &self,
        _: &Request,
        _: INodeNo,
        handle: FileHandle,
        offset: u64,
        size: u32,
        _: OpenFlags,
        _: Option<LockOwner>,
        reply: ReplyData,
    ) {
        self.ask(move |answers| match answers.read(handle, offset, size) {
            Ok(bytes) => reply.data(&bytes),
            Err(errno) => reply.error(errno),
        });
    }

    fn release(
        &self,
        _: &Request,
        _: INodeNo,
        handle: FileHandle,
        _: OpenFlags,
        _: Option<LockOwner>,
        _: bool,
        reply: ReplyEmpty,
    ) {
        self.ask(move |answers| {
            answers.files.remove(&handle.0);
            reply.ok();
        });
    }

    fn opendir(&self, _: &Request, number: INodeNo, _: OpenFlags, reply: ReplyOpen) {
        self.ask(move |answers| match answers.open_folder(number) {
            Ok(handle) => reply.opened(FileHandle(handle), FopenFlags::empty()),
            Err(errno) => reply.error(errno),
        });
    }

    fn readdir(
        &self,
        _: &Request,
        number: INodeNo,
        handle: FileHandle,
        offset: u64,
        reply: ReplyDirectory,
    ) {
        self.ask(move |answers| answers.list(number, handle, offset, reply));
    }

    fn releasedir(
        &self,
        _: &Request,
        _: INodeNo,
        handle: FileHandle,
        _: OpenFlags,
        reply: ReplyEmpty,
    ) {
        self.ask(move |answers| {
            answers.folders.remove(&handle.0);
            reply.ok();
        });
    }
}

/// A thing that the system knows by a number.
struct Node {
    what: ChildKind,
    modified: Option<Moment>,
    above: u64,
    name: Vec<u8>,
    /// How often the system was told this number and did not forget it.
    told: u64,
}

impl Node {
    fn attributes(&self, number: INodeNo, person: Person) -> FileAttr {
        let (kind, perm, size) = match &self.what {
            ChildKind::Folder(_) => (FileType::Directory, 0o500, 0),
            ChildKind::File(file) => (FileType::RegularFile, 0o400, file.size_bytes()),
            ChildKind::Link(to) => (FileType::Symlink, 0o777, to.len() as u64),
            ChildKind::Unread => (FileType::RegularFile, 0o400, 0),
        };
        let modified = self.modified.map_or(SystemTime::UNIX_EPOCH, moment);
        FileAttr {
            ino: number,
            size,
            blocks: size.div_ceil(512),
            atime: modified,
            mtime: modified,
            ctime: modified,
            crtime: modified,
            kind,
            perm,
            nlink: 1,
            uid: person.user,
            gid: person.group,
            rdev: 0,
            blksize: 4096,
            flags: 0,
        }
    }
}

fn moment(Moment(seconds, nanoseconds): Moment) -> SystemTime {
    let whole = Duration::from_secs(seconds.unsigned_abs());
    let base = if seconds < 0 {
        SystemTime::UNIX_EPOCH.checked_sub(whole)
    } else {
        SystemTime::UNIX_EPOCH.checked_add(whole)
    };
    let exact = base.and_then(|base| base.checked_add(Duration::from_nanos(nanoseconds.into())));
    exact.unwrap_or(SystemTime::UNIX_EPOCH)
}

type Answer<T> = std::result::Result<T, Errno>;

/// What is missing is no such thing; whatever is damaged or gone is an error of reading.
fn errno(error: &Error) -> Errno {
    match error {
        Error::NotFound { .. } => Errno::ENOENT,
        _ => Errno::EIO,
    }
}

struct Answers<'t, 'a> {
    tree: &'t mut BackupTree<'a>,
    nodes: HashMap<u64, Node>,
    numbers: HashMap<(u64, Vec<u8>), u64>,
    files: HashMap<u64, OpenedFile>,
    folders: HashMap<u64, Arc<Vec<Child>>>,
    next: u64,
}

impl<'t, 'a> Answers<'t, 'a> {
    fn of(tree: &'t mut BackupTree<'a>) -> Self {
        let root = Node {
            what: ChildKind::Folder(Place::Root),
            modified: None,
            above: INodeNo::ROOT.0,
            name: Vec::new(),
            told: 1,
        };
        Self {
            tree,
            nodes: HashMap::from([(INodeNo::ROOT.0, root)]),
            numbers: HashMap::new(),
            files: HashMap::new(),
            folders: HashMap::new(),
            next: INodeNo::ROOT.0,
        }
    }

    fn number(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    fn place(&self, number: INodeNo) -> Answer<Place> {
        match self.nodes.get(&number.0).map(|node| &node.what) {
            Some(ChildKind::Folder(place)) => Ok(place.clone()),
            Some(_) => Err(Errno::ENOTDIR),
            None => Err(Errno::ENOENT),
        }
    }

    fn lookup(&mut self, parent: INodeNo, name: Vec<u8>) -> Answer<(INodeNo, &Node)> {
        let place = self.place(parent)?;
        let child =
            self.tree.find(&place, &name).map_err(|error| errno(&error))?.ok_or(Errno::ENOENT)?;
        let key = (parent.0, name);
        let number = match self.numbers.get(&key) {
            Some(number) => *number,
            None => self.number(),
        };
        let Child { what, modified, .. } = child;
        let fresh = Node { what, modified, above: key.0, name: key.1.clone(), told: 0 };
        self.numbers.insert(key, number);
        let node = self.nodes.entry(number).or_insert(fresh);
        node.told += 1;
        Ok((INodeNo(number), node))
    }

    fn forget(&mut self, number: INodeNo, times: u64) {
        let Some(node) = self.nodes.get_mut(&number.0).filter(|_| number != INodeNo::ROOT) else {
            return;
        };
        node.told = node.told.saturating_sub(times);
        if node.told == 0
            && let Some(node) = self.nodes.remove(&number.0)
        {
            self.numbers.remove(&(node.above, node.name));
        }
    }

    fn open(&mut self, number: INodeNo) -> Answer<u64> {
        let file = match self.nodes.get(&number.0).map(|node| &node.what) {
            Some(ChildKind::File(file)) => self.tree.open(file).map_err(|error| errno(&error))?,
            Some(ChildKind::Folder(_)) => return Err(Errno::EISDIR),
            Some(_) => return Err(Errno::EIO),
            None => return Err(Errno::ENOENT),
        };
        if self.files.len() >= OPEN_MAX {
            return Err(Errno::EMFILE);
        }
        let handle = self.number();
        self.files.insert(handle, file);
        Ok(handle)
    }

    fn read(&mut self, handle: FileHandle, at: u64, bytes: u32) -> Answer<Vec<u8>> {
        let file = self.files.get(&handle.0).ok_or(Errno::EBADF)?;
        self.tree.read(file, at, bytes.min(READ_BYTES_MAX) as usize).map_err(|error| errno(&error))
    }

    fn open_folder(&mut self, number: INodeNo) -> Answer<u64> {
        let place = self.place(number)?;
        let children = self.tree.list(&place).map_err(|error| errno(&error))?;
        if self.folders.len() >= OPEN_MAX {
            return Err(Errno::EMFILE);
        }
        let handle = self.number();
        self.folders.insert(handle, children);
        Ok(handle)
    }

    fn list(&self, number: INodeNo, handle: FileHandle, from: u64, mut reply: ReplyDirectory) {
        let Some(children) = self.folders.get(&handle.0) else {
            return reply.error(Errno::EBADF);
        };
        let above = self.nodes.get(&number.0).map_or(INodeNo::ROOT.0, |node| node.above);
        let own = [(".", number.0), ("..", above)];
        let mut at = 0_u64;
        let mut add = |inode: u64, kind: FileType, name: &OsStr| {
            at += 1;
            at > from && reply.add(INodeNo(inode), at, kind, name)
        };
        let mut is_full =
            own.iter().any(|(name, inode)| add(*inode, FileType::Directory, OsStr::new(name)));
        for (place, child) in (0_u64..).zip(children.iter()) {
            if is_full {
                break;
            }
            let kind = match &child.what {
                ChildKind::Folder(_) => FileType::Directory,
                ChildKind::Link(_) => FileType::Symlink,
                ChildKind::File(_) | ChildKind::Unread => FileType::RegularFile,
            };
            let known = self.numbers.get(&(number.0, child.name.clone())).copied();
            let inode = known.unwrap_or(UNASKED + place);
            is_full = add(inode, kind, &platform::os_name(&child.name));
        }
        reply.ok();
    }
}
