//! `refuge mount`: the backups of a drive as folders of this computer, until Ctrl-C. Only where the program was built
//! with the feature of that name; elsewhere it says so.

#[cfg(feature = "mount")]
pub(super) use with_fuse::run;

#[cfg(not(feature = "mount"))]
pub(super) fn run(
    face: &mut crate::cli::Face<'_>,
    options: &crate::cli::args::daily::Mount,
) -> Result<crate::cli::Exit, crate::cli::Failure> {
    use crate::cli::{Exit, Summary, fl, safe, safe_path};
    let drive = options.drive.as_deref().map(safe);
    let folder = safe_path(&options.folder);
    let summary = Summary::new("mount", Exit::Failed).with("drive", drive).with("folder", folder);
    face.finish(&summary, &[fl!(face.words, "mount-not-here")])
}

#[cfg(feature = "mount")]
mod with_fuse {
    use std::time::{Duration, Instant};

    use refuge::browse::tree::{self, BackupTree, TreeSource};
    use refuge::error::{Action, Error};
    use refuge::mount;

    use crate::cli::commands::reading::Reading;
    use crate::cli::{Exit, Face, Failure, Summary, args::daily::Mount, fl, safe_path};

    /// Keys stay open while the folders are there: they go when nobody has looked for so long.
    const IDLE_MAX: Duration = Duration::from_secs(600);

    pub(in crate::cli::commands) fn run(
        face: &mut Face<'_>,
        options: &Mount,
    ) -> Result<Exit, Failure> {
        let folder = std::path::absolute(&options.folder)
            .map_err(Error::io(Action::Read, &options.folder))?;
        let mut inside = std::fs::read_dir(&folder).map_err(Error::io(Action::Read, &folder))?;
        if inside.next().is_some() {
            return Err(Error::TargetNotEmpty(folder).into());
        }
        let reading = Reading::open(face, options.drive.as_deref())?;
        let (history, unread) = reading.history(face)?;
        let vault = reading.vault()?;
        let opened = tree::opened(&vault, &reading.sections)?;
        let forgotten = reading.practice.state.forgotten()?;
        let ground = TreeSource {
            vault,
            opened: &opened,
            snapshots: &history.snapshots,
            forgotten: &forgotten,
        };
        let mut tree = BackupTree::new(&ground, &jiff::tz::TimeZone::system())?;
        let words = face.words;
        let count = history.snapshots.len() as u64;
        let mut there = Some(fl!(words, "mount-there", count = count, folder = safe_path(&folder)));
        let stop = face.stop.clone();
        let mut last = Instant::now();
        mount::serve(&mut tree, &folder, &mut |was_asked| {
            if let Some(line) = there.take() {
                face.say(&line);
            }
            if was_asked {
                last = Instant::now();
            }
            !stop.requested() && last.elapsed() < IDLE_MAX
        })?;
        let exit = if unread.count == 0 { Exit::Done } else { Exit::Damage };
        let summary = Summary::new("mount", exit)
            .with("snapshots", count)
            .with("unread_snapshots", unread.count);
        face.finish(&summary, &[fl!(words, "mount-gone")])
    }
}
