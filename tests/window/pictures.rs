//! Pictures of the window, drawn by a few lines of our own from what egui hands a graphics card: the same on every
//! computer, and without one.

use std::cell::RefCell;
use std::collections::HashMap;
use std::io::Write;
use std::path::PathBuf;
use std::rc::Rc;

use eframe::egui::epaint::{ImageData, Primitive, Vertex};
use eframe::egui::{Color32, ColorImage, Context, Rect, TextureId, TexturesDelta, pos2};
use egui_kittest::TestRenderer;

/// The textures that egui made so far: its letters, and pictures.
#[derive(Clone, Default)]
pub(crate) struct Textures(Rc<RefCell<HashMap<TextureId, ColorImage>>>);

impl TestRenderer for Textures {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        let mut known = self.0.borrow_mut();
        for (id, changes) in delta.set.drain() {
            for change in changes {
                let ImageData::Color(image) = change.image;
                match change.pos {
                    None => drop(known.insert(id, (*image).clone())),
                    Some([left, top]) => patch(known.get_mut(&id).unwrap(), &image, left, top),
                }
            }
        }
        for id in delta.free.drain() {
            known.remove(&id);
        }
    }
}

fn patch(whole: &mut ColorImage, part: &ColorImage, left: usize, top: usize) {
    for y in 0..part.size[1] {
        for x in 0..part.size[0] {
            whole.pixels[(top + y) * whole.size[0] + left + x] = part.pixels[y * part.size[0] + x];
        }
    }
}

/// What a frame looks like.
pub(crate) struct Picture {
    width: usize,
    height: usize,
    pixels: Vec<Color32>,
}

impl Picture {
    /// Draws the shapes of a frame, as large as the window is in pixels.
    pub(crate) fn of(
        context: &Context,
        output: &eframe::egui::FullOutput,
        textures: &Textures,
    ) -> Self {
        let scale = output.pixels_per_point;
        let size = context.content_rect().size() * scale;
        let (width, height) = (size.x.round() as usize, size.y.round() as usize);
        let mut picture = Self { width, height, pixels: vec![Color32::WHITE; width * height] };
        let known = textures.0.borrow();
        for clipped in context.tessellate(output.shapes.clone(), scale) {
            let Primitive::Mesh(mesh) = clipped.primitive else { continue };
            let Some(texture) = known.get(&mesh.texture_id) else { continue };
            for corners in mesh.indices.chunks_exact(3) {
                let corner = |number: usize| mesh.vertices[corners[number] as usize];
                let triangle = [corner(0), corner(1), corner(2)];
                picture.triangle(&triangle, clipped.clip_rect, texture, scale);
            }
        }
        picture
    }

    fn triangle(&mut self, corners: &[Vertex; 3], clip: Rect, texture: &ColorImage, scale: f32) {
        let [a, b, c] = corners.map(|corner| corner.pos * scale);
        let clip = clip * scale;
        let area = (b - a).x * (c - a).y - (b - a).y * (c - a).x;
        if area.abs() < 1e-6 {
            return;
        }
        let from = a.min(b).min(c).max(clip.min);
        let to = a.max(b).max(c).min(clip.max);
        let (left, right) = (from.x.floor().max(0.0) as usize, to.x.ceil().max(0.0) as usize);
        let (top, bottom) = (from.y.floor().max(0.0) as usize, to.y.ceil().max(0.0) as usize);
        for y in top..bottom.min(self.height) {
            for x in left..right.min(self.width) {
                let at = pos2(x as f32 + 0.5, y as f32 + 0.5);
                if !clip.contains(at) {
                    continue;
                }
                let part = |p: eframe::egui::Pos2, q: eframe::egui::Pos2| {
                    ((p - at).x * (q - at).y - (p - at).y * (q - at).x) / area
                };
                let shares = [part(b, c), part(c, a), part(a, b)];
                if shares.iter().all(|share| *share >= -1e-4) {
                    self.blend(x, y, corners, shares, texture);
                }
            }
        }
    }

    fn blend(
        &mut self,
        x: usize,
        y: usize,
        corners: &[Vertex; 3],
        shares: [f32; 3],
        texture: &ColorImage,
    ) {
        let mix = |of: fn(&Vertex) -> f32| -> f32 {
            corners.iter().zip(shares).map(|(corner, share)| of(corner) * share).sum()
        };
        let (u, v) = (mix(|corner| corner.uv.x), mix(|corner| corner.uv.y));
        let ink = sample(texture, u, v);
        let colour = [
            mix(|corner| f32::from(corner.color.r())),
            mix(|corner| f32::from(corner.color.g())),
            mix(|corner| f32::from(corner.color.b())),
            mix(|corner| f32::from(corner.color.a())),
        ];
        let [red, green, blue, alpha] = [0, 1, 2, 3].map(|one| ink[one] * colour[one] / 255.0);
        let below = &mut self.pixels[y * self.width + x];
        let over = |new: f32, old: u8| {
            (new + f32::from(old) * (1.0 - alpha / 255.0)).round().clamp(0.0, 255.0) as u8
        };
        *below =
            Color32::from_rgb(over(red, below.r()), over(green, below.g()), over(blue, below.b()));
    }

    /// Writes it as PNG into the folder that `REFUGE_PICTURES` names, where it names one.
    pub(crate) fn keep(&self, name: &str) {
        let Some(folder) = std::env::var_os("REFUGE_PICTURES").map(PathBuf::from) else { return };
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(format!("{name}.png")), self.png()).unwrap();
    }

    fn png(&self) -> Vec<u8> {
        let mut rows = Vec::with_capacity(self.height * (self.width * 3 + 1));
        for row in self.pixels.chunks(self.width) {
            rows.push(0);
            rows.extend(row.iter().flat_map(|pixel| [pixel.r(), pixel.g(), pixel.b()]));
        }
        let mut packed =
            flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        packed.write_all(&rows).unwrap();
        let size = [self.width as u32, self.height as u32].map(u32::to_be_bytes).concat();
        let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
        chunk(&mut png, b"IHDR", &[size.as_slice(), &[8, 2, 0, 0, 0]].concat());
        chunk(&mut png, b"IDAT", &packed.finish().unwrap());
        chunk(&mut png, b"IEND", &[]);
        png
    }
}

/// A picture for a patient's folder.
pub(crate) fn a_photograph() -> Vec<u8> {
    let (width, height) = (300, 200);
    let colour = |at: usize| {
        let (x, y) = (at % width, at / width);
        Color32::from_rgb((x * 255 / width) as u8, (y * 255 / height) as u8, 120)
    };
    Picture { width, height, pixels: (0..width * height).map(colour).collect() }.png()
}

fn chunk(png: &mut Vec<u8>, kind: &[u8; 4], bytes: &[u8]) {
    png.extend((bytes.len() as u32).to_be_bytes());
    let mut sum = flate2::Crc::new();
    sum.update(kind);
    sum.update(bytes);
    png.extend(kind);
    png.extend(bytes);
    png.extend(sum.sum().to_be_bytes());
}

/// The colour of a texture between its pixels.
fn sample(texture: &ColorImage, u: f32, v: f32) -> [f32; 4] {
    let [width, height] = texture.size;
    let (x, y) = (u * width as f32 - 0.5, v * height as f32 - 0.5);
    let (left, top) = (x.floor(), y.floor());
    let (right_share, bottom_share) = (x - left, y - top);
    let pixel = |dx: f32, dy: f32| {
        let x = (left + dx).clamp(0.0, width as f32 - 1.0) as usize;
        let y = (top + dy).clamp(0.0, height as f32 - 1.0) as usize;
        texture.pixels[y * width + x].to_array().map(f32::from)
    };
    let corners = [pixel(0.0, 0.0), pixel(1.0, 0.0), pixel(0.0, 1.0), pixel(1.0, 1.0)];
    let shares = [
        (1.0 - right_share) * (1.0 - bottom_share),
        right_share * (1.0 - bottom_share),
        (1.0 - right_share) * bottom_share,
        right_share * bottom_share,
    ];
    [0, 1, 2, 3].map(|one| corners.iter().zip(shares).map(|(c, share)| c[one] * share).sum())
}
