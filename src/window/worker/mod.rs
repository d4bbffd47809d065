//! The worker: a thread that does what the screens order, with the same calls of the library as the command line.
//!
//! It alone holds opening keys (for ten idle minutes) and what they opened. While it works it can be stopped; while it
//! waits for an answer nothing else happens.

mod asking;
mod attack;
mod backup;
mod check;
mod drives;
mod first_answers;
mod first_day;
mod first_drive;
mod get_back;
mod home;
mod keys;
mod locks;
mod new_drive;
mod new_secrets;
mod people;
mod watch;
mod year;
mod year_erase;
mod year_list;
mod year_register;

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use crossbeam_channel::{Receiver, Sender, unbounded};
use eframe::egui;
use refuge::error::{Error, Result};
use refuge::practice::Practice;

use super::both::Tongues;
use super::orders::{Job, Line, News, Order, Run, Setting, Tone};
use super::questions::Answer;
use crate::faces::kept::Kept;
use crate::faces::{Catalog, Language, explain, here};
use asking::Asker;
use get_back::Looking;

/// The screens' end of it.
pub(crate) struct Worker {
    orders: Option<Sender<Order>>,
    answers: Option<Sender<Answer>>,
    news: Receiver<News>,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

/// What both ends see.
struct Shared {
    stop: AtomicBool,
    speaks_french: AtomicBool,
    /// The number of the words that were typed last.
    newest_filter: AtomicU64,
    run: Mutex<Run>,
    kept: Kept,
    context: egui::Context,
}

impl Worker {
    /// Starts it for the practice in this folder.
    pub(crate) fn start(context: &egui::Context, setting: Setting, tongues: Arc<Tongues>) -> Self {
        let Setting { home, documents, .. } = setting;
        let (orders, to_do) = unbounded();
        let (answers, answered) = unbounded();
        let (tells, news) = unbounded();
        let shared = Arc::new(Shared {
            stop: AtomicBool::new(false),
            speaks_french: AtomicBool::new(true),
            newest_filter: AtomicU64::new(0),
            run: Mutex::new(None),
            kept: Kept::begin(here::now),
            context: context.clone(),
        });
        let (asked, told) = (tongues.clone(), tells.clone());
        let asker = Asker { tongues: asked, shared: shared.clone(), tells: told, answered };
        let looking = None;
        let mut desk =
            Desk { home, documents, tongues, shared: shared.clone(), tells, asker, looking };
        let thread = std::thread::spawn(move || desk.work(&to_do));
        let thread = Some(thread);
        Self { orders: Some(orders), answers: Some(answers), news, shared, thread }
    }

    /// Orders something; it is done when what was ordered before is.
    pub(crate) fn order(&self, order: Order) {
        if let Order::Filter { number, .. } = &order {
            self.shared.newest_filter.store(*number, Ordering::SeqCst);
        }
        if let Some(orders) = &self.orders {
            // It hears for as long as there is a window: what breaks ends the program.
            drop(orders.send(order));
        }
    }

    /// Answers its question.
    pub(crate) fn answer(&self, answer: Answer) {
        if let Some(answers) = &self.answers {
            drop(answers.send(answer));
        }
    }

    /// What it told since.
    pub(crate) fn news(&self) -> Option<News> {
        self.news.try_recv().ok()
    }

    /// Asks it to stop at the next safe point.
    pub(crate) fn stop(&self) {
        self.shared.stop.store(true, Ordering::SeqCst);
    }

    /// Whether it was asked to.
    pub(crate) fn is_stopping(&self) -> bool {
        self.shared.stop.load(Ordering::SeqCst)
    }

    /// The language of names that stay: of a new folder, of what is kept beside.
    pub(crate) fn speak(&self, language: Language) {
        self.shared.speaks_french.store(language == Language::French, Ordering::SeqCst);
    }

    /// Looks at how far it is.
    pub(crate) fn run<T>(&self, sees: impl FnOnce(&Run) -> T) -> T {
        sees(&self.shared.run.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Somebody did something: keys stay open for another ten minutes.
    pub(crate) fn stir(&self) {
        self.shared.kept.stir(here::now());
    }

    /// Wipes the keys, whatever it is doing, and what they opened as soon as it can.
    pub(crate) fn forget_keys(&self) {
        self.shared.kept.forget();
        self.order(Order::Lock);
    }
}

/// A closed window stops what is going on at a safe point, and waits for that.
impl Drop for Worker {
    fn drop(&mut self) {
        self.stop();
        drop(self.orders.take());
        drop(self.answers.take());
        if let Some(thread) = self.thread.take() {
            // A worker that broke has nothing left to wait for.
            drop(thread.join());
        }
    }
}

/// The worker's end.
struct Desk {
    home: Option<PathBuf>,
    /// Where folders to back up are looked for on the first day.
    documents: Option<PathBuf>,
    tongues: Arc<Tongues>,
    shared: Arc<Shared>,
    tells: Sender<News>,
    asker: Asker,
    looking: Option<Looking>,
}

impl Shared {
    fn language(&self) -> Language {
        let is_french = self.speaks_french.load(Ordering::SeqCst);
        if is_french { Language::French } else { Language::English }
    }
}

impl Desk {
    fn work(&mut self, to_do: &Receiver<Order>) {
        while let Ok(order) = to_do.recv() {
            let (job, is_silent) = (order.job(), order.is_silent());
            if order.closes_backups() && self.looking.take().is_some() {
                self.tell(News::Closed);
            }
            let done = match order {
                Order::Look => self.look(),
                Order::BackUp { expected_changes } => self.back_up(expected_changes),
                Order::OpenBackups => self.open_backups(),
                Order::Filter { number, words } => {
                    self.filter(number, &words);
                    Ok(())
                }
                Order::Preview(thing) => self.preview(thing),
                Order::Restore(thing, place) => self.restore(thing, place),
                Order::ShowFolder(folder) => {
                    // A system without such a window shows nothing; the folder's name is told beside.
                    drop(open::that_detached(folder));
                    Ok(())
                }
                Order::Check(repairs) => self.check(repairs.as_deref()),
                Order::Rehearse => self.rehearse(),
                Order::Incident => self.incident(),
                Order::OpenIncident => self.open_incident(),
                Order::FirstDay => self.first_day(),
                Order::Keys(deed) => self.key_deed(&deed),
                Order::Drives => self.drives(),
                Order::AddDrive(place) => self.then_drives(self.new_drive(place.as_deref())),
                Order::DriveDeed(deed, name) => self.then_drives(self.drive_deed(deed, &name)),
                Order::Year => self.year(),
                Order::Lock => Ok(()),
            };
            self.set_run(None);
            match done {
                // Who turned away knows it.
                Ok(()) | Err(Error::NotConfirmed) => {}
                Err(Error::NotSetUp) if job == Job::Look => self.tell(News::NotSetUp),
                Err(error) => self.fails(job, &error),
            }
            if !is_silent && job != Job::Look {
                self.shared.stop.store(false, Ordering::SeqCst);
            }
            if !is_silent {
                self.tell(News::Ended(job));
            }
        }
    }

    fn tell(&self, news: News) {
        // A window that is gone hears nothing.
        drop(self.tells.send(news));
        self.shared.context.request_repaint();
    }

    fn fails(&self, job: Job, error: &Error) {
        let told = self.tongues.say(|words| explain::in_window(words, error));
        self.tell(News::Failed(job, told));
    }

    /// A line on the way.
    fn say(&self, job: Job, tone: Tone, says: impl Fn(&Catalog) -> String) {
        self.say_all(job, tone, |words| vec![says(words)]);
    }

    fn say_all(&self, job: Job, tone: Tone, says: impl Fn(&Catalog) -> Vec<String>) {
        let lines = |words: &Catalog| {
            says(words)
                .into_iter()
                .map(|text| Line { text: text.trim_start().to_owned(), tone })
                .collect::<Vec<Line>>()
        };
        self.tell(News::Said(job, self.tongues.say(lines)));
    }

    fn set_run(&self, run: Run) {
        *self.shared.run.lock().unwrap_or_else(PoisonError::into_inner) = run;
    }

    fn is_stopped(&self) -> bool {
        self.shared.stop.load(Ordering::SeqCst)
    }

    /// The practice, to change something.
    fn practice(&self) -> Result<Practice> {
        Practice::open(self.home.as_deref().ok_or(Error::NotSetUp)?)
    }

    /// The practice, to look at it.
    fn practice_reading(&self) -> Result<Practice> {
        Practice::open_reading(self.home.as_deref().ok_or(Error::NotSetUp)?)
    }
}
