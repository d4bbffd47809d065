//! The window itself: which screen is open, what was told, and what the keyboard does everywhere.

use std::sync::Arc;
use std::time::Duration;

use eframe::egui::{
    self, Button, CentralPanel, Frame, Key, Margin, Modifiers, Panel, ScrollArea, Ui,
    ViewportCommand, vec2,
};

use super::asking::Asking;
use super::bits;
use super::both::Tongues;
use super::listed::KeyDeed;
use super::orders::{Job, News, Order, Setting};
use super::questions::Answer;
use super::screens::{
    Desk, Log, Screen, attack::Attack, backup::BackUp, check::Check, drives::Drives,
    first_day::FirstDay, get_back::GetBack, home::Home, keys::Keys, year::Year,
};
use super::theme::{self, Palette};
use super::worker::Worker;
use crate::faces::{Language, fl};

/// After so long without a key or a click the window locks.
const IDLE: Duration = Duration::from_secs(600);
/// Narrower than this, the screens stand above instead of beside.
const NARROW: f32 = 760.0;
/// With Ctrl they open the screens, in the order of the list.
const NUMBERS: [Key; 9] = [
    Key::Num1,
    Key::Num2,
    Key::Num3,
    Key::Num4,
    Key::Num5,
    Key::Num6,
    Key::Num7,
    Key::Num8,
    Key::Num9,
];
/// How large everything can be, beside the system's own scale.
const ZOOMS: [f32; 4] = [1.0, 1.25, 1.5, 2.0];

/// The whole window.
pub(crate) struct App {
    worker: Worker,
    tongues: Arc<Tongues>,
    language: Language,
    is_high_contrast: bool,
    screen: Screen,
    asking: Asking,
    /// The keyboard goes to the first thing of a screen or a question that has just come.
    wants_focus: bool,
    was_focused: bool,
    /// On the clock of the window, in seconds.
    last_input: f64,
    is_locked: bool,
    /// The list of screens is open, where there is no room for it beside them.
    lists_screens: bool,
    /// It was closed while something went on, which comes to a safe point first.
    is_closing: bool,
    home: Home,
    backup: BackUp,
    get_back: GetBack,
    check: Check,
    drives: Drives,
    keys: Keys,
    attack: Attack,
    first_day: FirstDay,
    year: Year,
}

impl App {
    pub(crate) fn new(context: &egui::Context, setting: Setting, tongues: Tongues) -> Self {
        theme::set_up(context);
        theme::apply(context, &Palette::of(false), false);
        let tongues = Arc::new(tongues);
        let language = setting.language;
        let worker = Worker::start(context, setting, tongues.clone());
        worker.speak(language);
        worker.order(Order::Look);
        Self {
            worker,
            tongues,
            language,
            is_high_contrast: false,
            screen: Screen::Home,
            asking: Asking::default(),
            wants_focus: true,
            was_focused: true,
            last_input: 0.0,
            is_locked: false,
            lists_screens: false,
            is_closing: false,
            home: Home::default(),
            backup: BackUp::default(),
            get_back: GetBack::default(),
            check: Check::default(),
            drives: Drives::default(),
            keys: Keys::default(),
            attack: Attack::default(),
            first_day: FirstDay::default(),
            year: Year::default(),
        }
    }

    /// One frame.
    pub(crate) fn show(&mut self, ui: &mut Ui) {
        while let Some(news) = self.worker.news() {
            self.hear(news, ui.ctx());
        }
        self.heed_person(ui.ctx());
        let palette = Palette::of(self.is_high_contrast);
        ui.painter().rect_filled(ui.max_rect(), 0.0, palette.ground);
        let is_narrow = ui.available_width() < NARROW;
        let margin = if is_narrow { Margin::symmetric(10, 6) } else { Margin::symmetric(14, 10) };
        let frame = Frame::new().fill(palette.ground).inner_margin(margin);
        if is_narrow {
            Panel::top("screens").frame(frame).resizable(false).show_separator_line(true).show(
                ui,
                |ui| {
                    ui.spacing_mut().item_spacing = vec2(4.0, 4.0);
                    ui.spacing_mut().button_padding = vec2(8.0, 4.0);
                    self.narrow_screens(ui);
                },
            );
        } else {
            Panel::left("screens").frame(frame).resizable(false).exact_size(210.0).show(ui, |ui| {
                ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = 6.0;
                    self.screens(ui, 38.0);
                    ui.separator();
                    self.comforts(ui);
                });
            });
        }
        let frame = Frame::new().fill(palette.ground).inner_margin(Margin::symmetric(20, 14));
        CentralPanel::default().frame(frame).show(ui, |ui| {
            if self.screen.scrolls_itself() && !self.asking.is_open() {
                self.content(ui);
                return;
            }
            let area = ScrollArea::vertical().auto_shrink(false).id_salt(self.screen);
            area.show(ui, |ui| {
                self.content(ui);
                if is_narrow {
                    ui.separator();
                    ui.horizontal_wrapped(|ui| self.comforts(ui));
                }
            });
        });
    }

    fn hear(&mut self, news: News, context: &egui::Context) {
        match news {
            News::Asks(asked) => {
                self.asking.begin(asked);
                self.wants_focus = true;
            }
            News::Stands(told) => {
                // The first button has just come.
                self.wants_focus |= !self.home.is_told();
                self.home.stands(*told);
                self.first_day.stands(true);
            }
            News::NotSetUp => {
                self.first_day.stands(false);
                self.open(Screen::FirstDay);
            }
            News::Said(job, lines) => self.log(job).said(lines),
            News::Failed(Job::Look, told) => self.home.fails(told),
            News::Failed(job, told) => self.log(job).failed(told),
            News::Refused(told) => self.backup.refused(told),
            News::Ended(job) => self.ended(job),
            News::Opened(found) => self.get_back.opened(found),
            News::Closed => self.get_back.close(context),
            News::Fits(number, hits) => self.get_back.fits(number, hits),
            News::Shown(thing, what) => self.get_back.shown(context, thing, what),
            News::Restored(folder) => self.get_back.restored(folder),
            News::Drives(told) => self.drives.told(*told),
            News::Keys(told) => self.keys.told(*told),
            News::Repairable(drive) => self.check.repairable(drive),
            News::RehearsalDue => self.check.rehearsal_due(),
            News::Incident(told) => self.attack.told(*told),
        }
    }

    fn log(&mut self, job: Job) -> &mut Log {
        match job {
            Job::Look => &mut self.home.log,
            Job::BackUp => &mut self.backup.log,
            Job::GetBack => &mut self.get_back.log,
            Job::Check => &mut self.check.log,
            Job::Drives => &mut self.drives.log,
            Job::Keys => &mut self.keys.log,
            Job::Attack => &mut self.attack.log,
            Job::FirstDay => &mut self.first_day.log,
            Job::Year => &mut self.year.log,
        }
    }

    fn ended(&mut self, job: Job) {
        self.asking.end();
        self.log(job).ended();
        self.wants_focus = true;
        if matches!(
            job,
            Job::BackUp
                | Job::Check
                | Job::GetBack
                | Job::Drives
                | Job::Keys
                | Job::FirstDay
                | Job::Year
        ) || self.attack.froze()
        {
            self.worker.order(Order::Look);
        }
    }

    /// What the keyboard, the clock and the system's frame of the window do on every screen.
    fn heed_person(&mut self, context: &egui::Context) {
        let (now, is_focused, has_input, wants_close) = context.input(|input| {
            let has_input = !input.raw.events.is_empty();
            (input.time, input.focused, has_input, input.viewport().close_requested())
        });
        if has_input {
            self.is_locked = false;
            self.last_input = now;
            self.worker.stir();
        }
        let idle = Duration::try_from_secs_f64(now - self.last_input).unwrap_or_default();
        if idle >= IDLE {
            self.lock();
        } else {
            context.request_repaint_after(IDLE.saturating_sub(idle));
        }
        if wants_close && self.is_working() {
            // The backup comes to a safe point first.
            context.send_viewport_cmd(ViewportCommand::CancelClose);
            self.worker.stop();
            self.refuse_question();
            self.is_closing = true;
        }
        if self.is_closing && !self.is_working() {
            context.send_viewport_cmd(ViewportCommand::Close);
        }
        let is_back = is_focused && !std::mem::replace(&mut self.was_focused, is_focused);
        if is_back && !self.is_working() {
            self.worker.order(Order::Look);
        }
        self.heed_keys(context);
    }

    fn heed_keys(&mut self, context: &egui::Context) {
        let pressed = |modifiers, key| context.input_mut(|input| input.consume_key(modifiers, key));
        if pressed(Modifiers::NONE, Key::F5) && !self.is_working() {
            self.worker.order(Order::Look);
        }
        if pressed(Modifiers::NONE, Key::Escape) {
            match self.asking.is_open() {
                false => self.open(Screen::Home),
                true => self.refuse_question(),
            }
        }
        let numbers = NUMBERS.into_iter();
        for (key, screen) in numbers.zip(Screen::listed(self.first_day.is_made())) {
            if pressed(Modifiers::COMMAND, key) {
                self.open(*screen);
            }
        }
    }

    fn is_working(&self) -> bool {
        let logs = [
            &self.backup.log,
            &self.get_back.log,
            &self.check.log,
            &self.drives.log,
            &self.keys.log,
            &self.attack.log,
            &self.first_day.log,
        ];
        logs.iter().any(|log| log.is_working())
    }

    fn refuse_question(&mut self) {
        if self.asking.end() {
            self.worker.answer(Answer::No);
        }
    }

    /// Nobody was there for ten minutes: keys are wiped, and what they opened leaves the screen.
    fn lock(&mut self) {
        // A question that nobody answers keeps nothing on the screen; what goes on comes to its end first.
        self.refuse_question();
        if self.is_working() || std::mem::replace(&mut self.is_locked, true) {
            return;
        }
        self.worker.forget_keys();
        self.year = Year::default();
        self.open(Screen::Home);
    }

    fn open(&mut self, screen: Screen) {
        if self.screen != screen {
            self.screen = screen;
            self.wants_focus = true;
            self.lists_screens = false;
            match screen {
                Screen::Attack => self.worker.order(Order::Incident),
                Screen::Drives => self.worker.order(Order::Drives),
                Screen::Keys => self.worker.order(Order::Keys(KeyDeed::Look)),
                _ => {}
            }
        }
    }

    /// Where there is little room the list of screens is shown on demand.
    fn narrow_screens(&mut self, ui: &mut Ui) {
        let words = self.tongues.of(self.language);
        let name = fl!(words, "window-screens");
        if ui.add(Button::selectable(self.lists_screens, name).min_size(vec2(0.0, 34.0))).clicked()
        {
            self.lists_screens = !self.lists_screens;
        }
        if self.lists_screens {
            ui.horizontal_wrapped(|ui| self.screens(ui, 34.0));
        }
    }

    /// The list of screens.
    fn screens(&mut self, ui: &mut Ui, height: f32) {
        let words = self.tongues.of(self.language);
        let mut opens = None;
        for screen in Screen::listed(self.first_day.is_made()) {
            let name = screen.name(words);
            let is_open = *screen == self.screen;
            let button = Button::selectable(is_open, name).min_size(vec2(0.0, height));
            if ui.add(button).clicked() {
                opens = Some(*screen);
            }
        }
        if let Some(screen) = opens {
            self.open(screen);
        }
    }

    /// What is good for every eye and tongue.
    fn comforts(&mut self, ui: &mut Ui) {
        let other = match self.language {
            Language::French => Language::English,
            Language::English => Language::French,
        };
        // Each language is called in its own words.
        if bits::button(ui, &fl!(self.tongues.of(other), "window-language")).clicked() {
            self.language = other;
            self.worker.speak(other);
            let title = fl!(self.tongues.of(other), "window-title");
            ui.ctx().send_viewport_cmd(ViewportCommand::Title(title));
        }
        let words = self.tongues.of(self.language);
        if bits::button(ui, &fl!(words, "window-larger")).clicked() {
            let now = ui.ctx().zoom_factor();
            let larger = ZOOMS.into_iter().find(|zoom| *zoom > now + 0.01);
            ui.ctx().set_zoom_factor(larger.unwrap_or(1.0));
        }
        let mut contrast = self.is_high_contrast;
        if ui.checkbox(&mut contrast, fl!(words, "window-contrast")).changed() {
            self.is_high_contrast = contrast;
            theme::apply(ui.ctx(), &Palette::of(contrast), contrast);
        }
    }

    fn content(&mut self, ui: &mut Ui) {
        let tongues = self.tongues.clone();
        let desk = Desk {
            words: tongues.of(self.language),
            language: self.language,
            palette: Palette::of(self.is_high_contrast),
            worker: &self.worker,
            wants_focus: std::mem::take(&mut self.wants_focus),
        };
        if self.asking.is_open() {
            bits::title(ui, &self.screen.name(desk.words));
            if let Some(answer) = self.asking.show(ui, &desk) {
                self.worker.answer(answer);
            }
            // What led to the question stays in sight.
            match self.screen {
                Screen::FirstDay => self.first_day.log.show(ui, &desk),
                Screen::Year => self.year.log.show(ui, &desk),
                _ => {}
            }
            return;
        }
        let opens = match self.screen {
            Screen::Home => self.home.show(ui, &desk),
            Screen::BackUp => self.backup.show(ui, &desk),
            Screen::GetBack => self.get_back.show(ui, &desk),
            Screen::Check => self.check.show(ui, &desk),
            Screen::Drives => self.drives.show(ui, &desk),
            Screen::Keys => self.keys.show(ui, &desk),
            Screen::Attack => self.attack.show(ui, &desk),
            Screen::Year => self.year.show(ui, &desk),
            Screen::FirstDay => self.first_day.show(ui, &desk),
        };
        if let Some(screen) = opens {
            self.open(screen);
        }
    }
}

impl eframe::App for App {
    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.show(ui);
    }

    fn clear_color(&self, _visuals: &egui::Visuals) -> [f32; 4] {
        Palette::of(self.is_high_contrast).ground.to_normalized_gamma_f32()
    }
}
