//! The monthly check of a drive, as the command line makes it.

use refuge::error::Result;
use refuge::event::Step;
use refuge::verify::Mode;
use refuge::visit::{self, Checking, SAMPLE_FILES};

use super::Desk;
use super::watch::Watch;
use crate::faces::{check_told, fl, here, safe};
use crate::window::orders::{Job, Tone};

const JOB: Job = Job::Check;

impl Desk {
    pub(super) fn check(&self) -> Result<()> {
        let mut practice = self.practice()?;
        let mut plugged = practice.readable_one(None, here::now())?;
        let name = plugged.drive.name.clone();
        self.say(JOB, Tone::Plain, |words| fl!(words, "drill-begins", drive = safe(&name)));
        let keys = self.keys(&practice)?;
        plugged.heed_contents(&practice, &keys)?;
        if plugged.is_believed() {
            self.say(JOB, Tone::Warning, |words| {
                fl!(words, "drive-identity-lost", drive = safe(&name))
            });
        }
        let (mode, sample, now) = (Mode::Drill, SAMPLE_FILES, here::now());
        let how = Checking { mode, sample, repair: false, now };
        let watch = Watch::begin(self, JOB, &[Step::Read, Step::Restore, Step::Compare], None);
        let checked = visit::check(&mut practice, &plugged, &keys, &how, &watch)?;
        self.set_run(None);
        let is_good = checked.report.is_good() && checked.ledger.is_none();
        let tone = if is_good { Tone::Good } else { Tone::Warning };
        self.say_all(JOB, tone, |words| {
            let told =
                check_told::sentences(words, &practice, &plugged.drive, &checked, str::to_owned);
            told.unwrap_or_default()
        });
        Ok(())
    }
}
