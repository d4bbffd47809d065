//! Somebody at the window: presses what has a name, types, waits, looks.

use std::path::Path;
use std::time::{Duration, Instant};

use eframe::egui::{Key, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::faces::Language;
use crate::pictures::{Picture, Textures};
use crate::window::both::Tongues;
use crate::window::{App, Setting};

/// Nothing here takes longer, on a slow computer that does other things too.
const PATIENCE: Duration = Duration::from_secs(60);

/// The window of one practice.
pub(crate) struct Player {
    harness: Harness<'static, Option<App>>,
    textures: Textures,
    language: Language,
}

impl Player {
    /// Opens the window for the practice of a home folder.
    pub(crate) fn at(home: &Path, language: Language) -> Self {
        Self::of(Setting { home: Some(home.to_owned()), documents: None, language })
    }

    /// The same, where folders to back up are looked for in this one.
    pub(crate) fn of(setting: Setting) -> Self {
        let textures = Textures::default();
        let language = setting.language;
        let mut harness = Harness::builder()
            .with_size(vec2(1024.0, 640.0))
            .with_max_steps(64)
            // Its clock does not run ahead of ours while something is waited for: ten minutes would lock the window.
            .with_step_dt(0.005)
            .renderer(textures.clone())
            .build_ui_state(
                move |ui, app: &mut Option<App>| {
                    let app = app.get_or_insert_with(|| {
                        App::new(ui.ctx(), setting.clone(), Tongues::load().unwrap())
                    });
                    app.show(ui);
                },
                None,
            );
        harness.run_ok();
        Self { harness, textures, language }
    }

    /// The text in the language of this window.
    pub(crate) fn word<'t>(&self, french: &'t str, english: &'t str) -> &'t str {
        match self.language {
            Language::French => french,
            Language::English => english,
        }
    }

    /// Whether something with this in its name is there.
    pub(crate) fn sees(&self, name: &str) -> bool {
        self.all().iter().any(|seen| seen.contains(name))
    }

    /// Every name that a screen reader could say now, with ordinary blanks.
    pub(crate) fn all(&self) -> Vec<String> {
        let nodes = self.harness.root().children_recursive();
        let told = nodes.filter_map(|node| {
            let node = node.accesskit_node();
            node.label().or_else(|| node.value()).map(|text| text.to_string())
        });
        told.map(|text| text.replace('\u{a0}', " ")).collect()
    }

    /// The words of a sheet on the screen, by their numbers.
    pub(crate) fn words_shown(&self) -> Vec<String> {
        let numbered = |text: String| {
            let (number, word) = text.split_once("  ")?;
            number.parse::<usize>().ok().map(|_| word.to_owned())
        };
        self.all().into_iter().filter_map(numbered).collect()
    }

    /// Waits until it is there.
    #[track_caller]
    pub(crate) fn waits_for(&mut self, name: &str) {
        let begun = Instant::now();
        while !self.sees(name) {
            assert!(begun.elapsed() < PATIENCE, "no {name:?} in {:#?}", self.all());
            std::thread::sleep(Duration::from_millis(20));
            self.harness.run_ok();
        }
        self.harness.run_ok();
    }

    /// Waits until it is so.
    #[track_caller]
    pub(crate) fn waits_until(&mut self, is_so: impl Fn(&Self) -> bool) {
        let begun = Instant::now();
        while !is_so(self) {
            assert!(begun.elapsed() < PATIENCE, "not so in {:#?}", self.all());
            std::thread::sleep(Duration::from_millis(20));
            self.harness.run_ok();
        }
    }

    /// Presses the button of this name.
    #[track_caller]
    pub(crate) fn presses(&mut self, name: &str) {
        self.waits_for(name);
        // Names are as they are said, with the blanks of French.
        let name = name.replace(" ?", "\u{a0}?");
        let node = self.harness.get_all_by_label_contains(&name).last().unwrap();
        node.scroll_to_me();
        node.click_accesskit();
        self.harness.run_ok();
    }

    /// Presses the button that is called exactly so.
    #[track_caller]
    pub(crate) fn presses_whole(&mut self, name: &str) {
        self.waits_for(name);
        self.harness.get_by_label(name).click_accesskit();
        self.harness.run_ok();
    }

    /// Waits until it is gone.
    #[track_caller]
    pub(crate) fn is_rid_of(&mut self, name: &str) {
        let begun = Instant::now();
        while self.sees(name) {
            assert!(begun.elapsed() < PATIENCE, "{name:?} stays: {:#?}", self.all());
            std::thread::sleep(Duration::from_millis(20));
            self.harness.run_ok();
        }
    }

    /// Gives it the keyboard.
    pub(crate) fn turns_to(&mut self, name: &str) {
        let name = name.replace(" ?", "\u{a0}?");
        self.harness.get_all_by_label_contains(&name).last().unwrap().focus();
        self.harness.run_ok();
    }

    /// Presses the one of this number among those with this in their name.
    pub(crate) fn presses_nth(&mut self, name: &str, number: usize) {
        self.harness.get_all_by_label_contains(name).nth(number).unwrap().click_accesskit();
        self.harness.run_ok();
    }

    /// Does nothing for so many seconds.
    pub(crate) fn idles(&mut self, seconds: u32) {
        let now = self.harness.ctx.input(|input| input.time);
        self.harness.input_mut().time = Some(now + f64::from(seconds));
        self.harness.run_steps(1);
        std::thread::sleep(Duration::from_millis(300));
        self.harness.run_ok();
    }

    /// Turns the wheel over the list; how long the frame took.
    pub(crate) fn scrolls(&mut self, points: f32) -> Duration {
        self.harness.hover_at(eframe::egui::pos2(400.0, 400.0));
        self.harness.event(eframe::egui::Event::MouseWheel {
            unit: eframe::egui::MouseWheelUnit::Point,
            delta: vec2(0.0, -points),
            phase: eframe::egui::TouchPhase::Move,
            source: eframe::egui::MouseWheelSource::Unknown,
            modifiers: eframe::egui::Modifiers::NONE,
        });
        let begun = Instant::now();
        self.harness.run_steps(1);
        begun.elapsed()
    }

    /// Types, and how long it takes until it is found.
    pub(crate) fn types_and_waits(&mut self, text: &str, name: &str) -> Duration {
        let begun = Instant::now();
        self.types(text);
        self.waits_for(name);
        begun.elapsed()
    }

    /// Types into what has the keyboard.
    pub(crate) fn types(&mut self, text: &str) {
        self.harness.event(eframe::egui::Event::Text(text.to_owned()));
        self.harness.run_ok();
    }

    /// Empties the line that has the keyboard.
    pub(crate) fn clears(&mut self) {
        self.harness.key_press_modifiers(eframe::egui::Modifiers::COMMAND, Key::A);
        self.harness.key_press(Key::Backspace);
        self.harness.run_ok();
    }

    /// Presses a key.
    pub(crate) fn strikes(&mut self, key: Key) {
        self.harness.key_press(key);
        self.harness.run_ok();
    }

    /// Makes the window another size; everything twice as large with a scale of 2.
    pub(crate) fn sized(&mut self, width: f32, height: f32, scale: f32) {
        self.harness.set_size(vec2(width / scale, height / scale));
        self.harness.set_pixels_per_point(scale);
        self.harness.run_ok();
    }

    /// Keeps a picture of it.
    pub(crate) fn pictured(&mut self, name: &str) {
        self.harness.run_ok();
        let tag = self.language.tag();
        let picture = Picture::of(&self.harness.ctx, self.harness.output(), &self.textures);
        picture.keep(&format!("{name}-{tag}"));
    }

    /// Nothing lies beyond an edge to which nobody can scroll.
    #[track_caller]
    fn fits(&self) {
        let whole = self.harness.ctx.content_rect();
        for node in self.harness.root().children_recursive() {
            let told = node.accesskit_node();
            let named = told.label().or_else(|| told.value());
            let Some(name) = named.filter(|_| told.raw_bounds().is_some()) else { continue };
            let rect = node.rect();
            let is_inside =
                rect.left() >= whole.left() - 1.0 && rect.right() <= whole.right() + 1.0;
            assert!(is_inside, "{name:?} is cut off: {rect:?} in {whole:?}");
        }
    }

    /// Pictures at both sizes, and a look at those between.
    #[track_caller]
    pub(crate) fn pictured_twice(&mut self, name: &str) {
        self.pictured(name);
        for scale in [1.0, 1.25, 1.5, 2.0] {
            self.sized(1024.0, 640.0, scale);
            self.fits();
        }
        self.sized(1024.0, 640.0, 2.0);
        self.pictured(&format!("{name}-200"));
        self.sized(1024.0, 640.0, 1.0);
    }
}
