//! Large type, calm colours, and a version in high contrast.

use std::sync::Arc;

use eframe::egui::{
    self, Color32, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Stroke, TextStyle,
    Visuals, vec2,
};

/// The family of headings.
pub(crate) const BOLD: &str = "bold";

/// The colours of one version.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Palette {
    pub(crate) ground: Color32,
    pub(crate) card: Color32,
    pub(crate) edge: Color32,
    pub(crate) text: Color32,
    pub(crate) quiet: Color32,
    pub(crate) accent: Color32,
    pub(crate) on_accent: Color32,
    pub(crate) good: Color32,
    pub(crate) warning: Color32,
    pub(crate) bad: Color32,
    pub(crate) covered: Color32,
}

const CALM: Palette = Palette {
    ground: Color32::from_rgb(0xf5, 0xf6, 0xf4),
    card: Color32::from_rgb(0xff, 0xff, 0xff),
    edge: Color32::from_rgb(0xc9, 0xd0, 0xce),
    text: Color32::from_rgb(0x1b, 0x26, 0x2c),
    quiet: Color32::from_rgb(0x4a, 0x58, 0x60),
    accent: Color32::from_rgb(0x12, 0x5b, 0x66),
    on_accent: Color32::from_rgb(0xff, 0xff, 0xff),
    good: Color32::from_rgb(0x1c, 0x6b, 0x3c),
    warning: Color32::from_rgb(0x8a, 0x4b, 0x08),
    bad: Color32::from_rgb(0xa3, 0x1d, 0x1d),
    covered: Color32::from_rgb(0xcf, 0xe6, 0xdc),
};

const CONTRAST: Palette = Palette {
    ground: Color32::from_rgb(0x00, 0x00, 0x00),
    card: Color32::from_rgb(0x00, 0x00, 0x00),
    edge: Color32::from_rgb(0xff, 0xff, 0xff),
    text: Color32::from_rgb(0xff, 0xff, 0xff),
    quiet: Color32::from_rgb(0xff, 0xff, 0xff),
    accent: Color32::from_rgb(0xff, 0xe0, 0x33),
    on_accent: Color32::from_rgb(0x00, 0x00, 0x00),
    good: Color32::from_rgb(0x7d, 0xff, 0xa8),
    warning: Color32::from_rgb(0xff, 0xe0, 0x33),
    bad: Color32::from_rgb(0xff, 0x9a, 0x9a),
    covered: Color32::from_rgb(0x00, 0x5a, 0x2b),
};

impl Palette {
    pub(crate) const fn of(is_high_contrast: bool) -> Self {
        if is_high_contrast { CONTRAST } else { CALM }
    }
}

/// Fonts and sizes, once.
pub(crate) fn set_up(context: &egui::Context) {
    let mut fonts = FontDefinitions::empty();
    let files: [(&str, &'static [u8]); 2] = [
        ("plain", include_bytes!("../../assets/fonts/DejaVuSans.ttf")),
        (BOLD, include_bytes!("../../assets/fonts/DejaVuSans-Bold.ttf")),
    ];
    for (name, bytes) in files {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    let families = [
        (FontFamily::Proportional, "plain"),
        (FontFamily::Monospace, "plain"),
        (FontFamily::Name(BOLD.into()), BOLD),
    ];
    for (family, name) in families {
        fonts.families.insert(family, vec![name.to_owned()]);
    }
    context.set_fonts(fonts);
}

/// The colours, of one version.
pub(crate) fn apply(context: &egui::Context, palette: &Palette, is_high_contrast: bool) {
    let theme = if is_high_contrast { egui::Theme::Dark } else { egui::Theme::Light };
    context.set_theme(theme);
    let visuals = visuals(palette, is_high_contrast);
    context.all_styles_mut(|style| {
        let bold = || FontFamily::Name(BOLD.into());
        style.text_styles = [
            (TextStyle::Small, FontId::proportional(14.0)),
            (TextStyle::Body, FontId::proportional(17.0)),
            (TextStyle::Monospace, FontId::proportional(17.0)),
            (TextStyle::Button, FontId::proportional(18.0)),
            (TextStyle::Heading, FontId::new(26.0, bold())),
        ]
        .into();
        style.spacing.item_spacing = vec2(10.0, 10.0);
        style.spacing.button_padding = vec2(14.0, 8.0);
        style.spacing.interact_size = vec2(44.0, 40.0);
        style.spacing.scroll = egui::style::ScrollStyle::solid();
        style.spacing.scroll.foreground_color = true;
        style.spacing.icon_width = 24.0;
        style.spacing.icon_width_inner = 14.0;
        // Names of patients stay on the screen.
        style.interaction.selectable_labels = false;
        style.animation_time = 0.0;
        style.visuals = visuals.clone();
    });
}

fn visuals(palette: &Palette, is_high_contrast: bool) -> Visuals {
    let mut visuals = if is_high_contrast { Visuals::dark() } else { Visuals::light() };
    let round = CornerRadius::same(6);
    visuals.panel_fill = palette.ground;
    visuals.window_fill = palette.card;
    visuals.extreme_bg_color = palette.card;
    visuals.override_text_color = None;
    visuals.warn_fg_color = palette.warning;
    visuals.error_fg_color = palette.bad;
    visuals.selection.bg_fill = palette.accent;
    visuals.selection.stroke = Stroke::new(1.0, palette.on_accent);
    let edge = Stroke::new(1.0, palette.edge);
    let widgets = &mut visuals.widgets;
    for (state, stroke, fill) in [
        (&mut widgets.noninteractive, edge, palette.card),
        // What can be pressed stands out from what cannot.
        (&mut widgets.inactive, Stroke::new(1.0, palette.quiet), palette.card),
        (&mut widgets.hovered, Stroke::new(2.0, palette.accent), palette.card),
        // Where the keyboard is must be seen from across the desk.
        (&mut widgets.active, Stroke::new(3.0, palette.accent), palette.card),
        (&mut widgets.open, edge, palette.card),
    ] {
        state.bg_stroke = stroke;
        state.bg_fill = fill;
        state.weak_bg_fill = fill;
        state.fg_stroke = Stroke::new(1.0, palette.text);
        state.corner_radius = round;
        state.expansion = 0.0;
    }
    visuals
}
