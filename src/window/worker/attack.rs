//! An attack: what to do, whom to call, and freezing whatever would erase.

use refuge::error::Result;
use refuge::incident;

use super::Desk;
use crate::faces::{Catalog, attack_told, fl, here};
use crate::window::orders::{AttackTold, News};

impl Desk {
    pub(super) fn open_incident(&self) -> Result<()> {
        let mut practice = self.practice()?;
        incident::start(&mut practice.state, None, here::now())?;
        drop(practice);
        self.incident()
    }

    pub(super) fn incident(&self) -> Result<()> {
        let practice = self.practice_reading()?;
        let open = incident::current(&practice.state)?;
        let authorities = incident::authorities(&practice.config.practice.country)?;
        let has_fixed_only = attack_told::has_fixed_only(&practice)?;
        let told = |words: &Catalog| {
            let tag = words.language().tag();
            let reach = authorities.iter().map(|one| (one.reach.clone(), one.name(tag).to_owned()));
            let mut said =
                open.as_ref().map_or_else(Vec::new, |open| attack_told::open(words, open));
            said.extend(open.is_some().then(|| fl!(words, "incident-frozen")));
            Ok(AttackTold {
                is_open: open.is_some(),
                has_fixed_only,
                open: said,
                steps: attack_told::steps(words, &practice)?,
                then: attack_told::then(words),
                knows_technician: practice.config.practice.call_in_incident.is_some(),
                whom_else: attack_told::whom_else(words, &authorities),
                authorities: reach.collect(),
            })
        };
        let told = self.tongues.say(told).whole()?;
        self.tell(News::Incident(Box::new(told)));
        Ok(())
    }
}
