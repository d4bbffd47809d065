//! Codes to scan, as one SVG path.

use fast_qr::{ECL, QRBuilder};

use super::Qr;

/// Empty modules around the code, as its standard asks.
const QUIET: usize = 4;

impl Qr {
    /// Width of the drawing in modules, and the path of its dark ones; nothing when the text is too
    /// long.
    pub(super) fn drawing(&self) -> Option<(usize, String)> {
        let code = QRBuilder::new(self.text.as_bytes()).ecl(ECL::M).build().ok()?;
        let mut path = String::new();
        for row in 0..code.size {
            let modules = code.data.get(row * code.size..(row + 1) * code.size)?;
            let dark = (0..).zip(modules).filter(|(_, module)| module.value());
            for (column, _) in dark {
                path.push_str(&format!("M{} {}h1v1h-1z", column + QUIET, row + QUIET));
            }
        }
        Some((code.size + 2 * QUIET, path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_corners_and_too_long_a_text_has_none() {
        let qr = |text: String| Qr { text, caption: String::new() };
        let (width, path) = qr("abc".to_owned()).drawing().unwrap();
        assert_eq!(width, 21 + 8);
        assert!(path.starts_with("M4 4h1v1h-1z"));
        assert!(qr("a".repeat(5000)).drawing().is_none());
    }
}
