//! Where the practice stands, for the first screen.

use jiff::ToSpan;
use jiff::tz::TimeZone;
use refuge::error::Result;
use refuge::status::calendar::{self, Calendar};
use refuge::status::verdict::{Matter, Verdict};
use refuge::status::{self, Standing};

use super::Desk;
use crate::faces::{Catalog, coverage, fl, here, matters, safe, standing_told};
use crate::window::matters as ours;
use crate::window::orders::{CalendarTold, HomeTold, News, Next};

/// Weeks that the picture of coverage shows.
const WEEKS: i64 = 8;

impl Desk {
    pub(super) fn look(&self) -> Result<()> {
        let mut practice = self.practice_reading()?;
        let standing = status::stand(&mut practice, here::now())?;
        let today = here::today();
        let first = today.saturating_sub((WEEKS - 1).weeks());
        let zone = TimeZone::system();
        let calendar = calendar::calendar(&practice, first, today, today, &zone)?;
        let name = safe(&practice.config.practice.name);
        let told = self.tongues.say(|words| told(words, &name, &standing, &calendar));
        self.tell(News::Stands(Box::new(told)));
        Ok(())
    }
}

fn told(words: &Catalog, practice: &str, standing: &Standing, calendar: &Calendar) -> HomeTold {
    let today = here::today();
    let first = standing.matters.first();
    let sentence =
        first.map_or_else(|| calm(words, standing), |matter| ours::sentence(words, matter));
    HomeTold {
        practice: practice.to_owned(),
        verdict: standing.verdict,
        verdict_word: standing_told::verdict(words, standing.verdict),
        sentence,
        next: first.map_or(Next::BackUp, next),
        others: standing
            .matters
            .iter()
            .skip(1)
            .map(|matter| ours::sentence(words, matter))
            .collect(),
        facts: standing_told::facts(words, standing, today),
        drives: standing
            .drives
            .iter()
            .map(|stands| standing_told::drive_row(words, stands, today))
            .collect(),
        calendar: calendar_told(words, calendar),
    }
}

fn calm(words: &Catalog, standing: &Standing) -> String {
    match standing.verdict {
        Verdict::Protected => fl!(words, "window-calm"),
        Verdict::Action | Verdict::Unprotected => String::new(),
    }
}

fn calendar_told(words: &Catalog, calendar: &Calendar) -> CalendarTold {
    if calendar.begun.is_none() {
        return CalendarTold { rows: Vec::new(), told: vec![fl!(words, "calendar-empty")] };
    }
    let mut told = vec![coverage::longest(words, calendar)];
    told.extend(coverage::key(words, calendar));
    CalendarTold { rows: coverage::rows(words, calendar), told }
}

/// The screen that does what is most pressing.
fn next(matter: &Matter) -> Next {
    match matters::step(matter) {
        "backup" | "plug-in" => Next::BackUp,
        "restore" => Next::GetBack,
        "verify" => Next::Check,
        "incident" => Next::Attack,
        "purge" => Next::Year,
        _ => Next::Elsewhere,
    }
}
