//! Small charts: columns over months or years, and how full something is. Geometry only.
//!
//! Every number is written beside its bar, so that a chart can be read aloud and copied.

/// A drawing of numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chart {
    /// Columns side by side, one group for each label.
    Columns {
        /// What is counted.
        title: String,
        /// What stands below the groups.
        labels: Vec<String>,
        /// One or two series.
        series: Vec<Series>,
    },
    /// Bars that fill a frame.
    Gauges {
        /// What is measured.
        title: String,
        /// One bar each.
        rows: Vec<Gauge>,
    },
}

/// Numbers of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// What they count.
    pub name: String,
    /// One for each label.
    pub values: Vec<u64>,
}

/// A part of a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gauge {
    /// Of what.
    pub name: String,
    /// How much is used.
    pub part: u64,
    /// Of how much.
    pub whole: u64,
    /// The same in words.
    pub note: String,
}

/// Width of the drawing.
pub(super) const WIDTH: u64 = 680;
/// Height of the tallest column.
const TALL: u64 = 90;
/// Room above it for its number.
const TOP: u64 = 16;
/// Widest column.
const COLUMN_MAX: u64 = 26;
/// Where gauges begin, and how long they are; their words stand beside them, the longest of about 42 letters.
const GAUGE_LEFT: u64 = 130;
const GAUGE_WIDE: u64 = 260;

/// One column: which series, place, and its number.
pub(super) struct Column {
    pub(super) series: usize,
    pub(super) x: u64,
    pub(super) y: u64,
    pub(super) width: u64,
    pub(super) height: u64,
    pub(super) middle: u64,
    pub(super) number_y: u64,
    pub(super) number: u64,
}

/// Where the columns of a chart stand.
pub(super) fn columns(labels: &[String], series: &[Series]) -> Vec<Column> {
    let groups = labels.len().max(1) as u64;
    let kinds = series.len().max(1) as u64;
    let highest = series.iter().flat_map(|one| &one.values).copied().max().unwrap_or(0).max(1);
    let group = WIDTH / groups;
    let width = (group.saturating_sub(8) / kinds).clamp(2, COLUMN_MAX);
    let mut found = Vec::new();
    for (at, one) in series.iter().enumerate() {
        for (label, number) in (0_u64..).zip(&one.values).take(labels.len()) {
            let left = label * group + (group.saturating_sub(width * kinds)) / 2;
            let height = scaled(*number, highest, TALL);
            let x = left + at as u64 * width;
            let y = TOP + TALL - height;
            found.push(Column {
                series: at,
                x,
                y,
                width: width - 1,
                height,
                middle: x + width / 2,
                number_y: y - 4,
                number: *number,
            });
        }
    }
    found
}

/// The middle of each label's group.
pub(super) fn label_places(labels: &[String]) -> Vec<(u64, &String)> {
    let group = WIDTH / (labels.len().max(1) as u64);
    (0..).zip(labels).map(|(at, label): (u64, _)| (at * group + group / 2, label)).collect()
}

impl Gauge {
    pub(super) const fn left(&self) -> u64 {
        GAUGE_LEFT
    }

    pub(super) const fn wide(&self) -> u64 {
        GAUGE_WIDE
    }

    pub(super) fn filled(&self) -> u64 {
        scaled(self.part.min(self.whole), self.whole.max(1), GAUGE_WIDE)
    }
}

/// A length in proportion; what is not nothing can be seen.
fn scaled(number: u64, highest: u64, length: u64) -> u64 {
    let exact = u128::from(number) * u128::from(length) / u128::from(highest.max(1));
    let exact = u64::try_from(exact).unwrap_or(length);
    if number > 0 { exact.max(2) } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_column_is_full_and_none_leaves_the_drawing() {
        let labels: Vec<String> = (1..=12).map(|month: u32| month.to_string()).collect();
        let one = |values: Vec<u64>| Series { name: String::new(), values };
        let series = [one((0..12).collect()), one(vec![u64::MAX; 12])];
        let columns = columns(&labels, &series);
        assert_eq!(columns.len(), 24);
        assert!(columns.iter().all(|column| column.x + column.width <= WIDTH));
        assert_eq!(columns.last().map(|column| column.height), Some(TALL));
        assert_eq!(columns.first().map(|column| column.height), Some(0));
        assert_eq!(columns.get(1).map(|column| column.height), Some(2), "can be seen");
    }

    #[test]
    fn a_gauge_never_overflows() {
        let gauge = |part, whole| Gauge { name: String::new(), part, whole, note: String::new() };
        assert_eq!(gauge(3, 2).filled(), GAUGE_WIDE);
        assert_eq!(gauge(1, 0).filled(), 0);
        assert_eq!(gauge(1, 2).filled(), GAUGE_WIDE / 2);
    }
}
