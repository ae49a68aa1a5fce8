//! Photographs that nobody took: drawn scenes with the things that must be redacted (a face, a
//! number plate, a telephone on a notice), and the metadata that phones add, position included.

use std::io::Cursor;

use chrono::{DateTime, FixedOffset};
use exif::experimental::Writer;
use exif::{Field, In, Rational, Tag, Value};
use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageEncoder, RgbImage};

use super::scan::mix;
use super::type_on_picture as letters;
use crate::attachment::{Region, RenderError, Rendered, Scene};
use crate::seeded::Seeded;

const WIDTH: u32 = 1280;
const HEIGHT: u32 = 960;

/// What to draw.
pub(crate) struct Shot<'s> {
    pub scene: Scene,
    pub at: DateTime<FixedOffset>,
    pub owner: &'s str,
    pub phone: &'s str,
    pub plate: &'s str,
    pub noise: u64,
}

type Colour = [u8; 3];

struct Canvas {
    picture: RgbImage,
    grain: u64,
    regions: Vec<Region>,
    truth: Vec<String>,
}

/// Draws, encodes and tags a photograph.
pub(crate) fn render(shot: &Shot<'_>) -> Result<Rendered, RenderError> {
    let mut rng = Seeded::new(shot.noise, "photo", 0);
    let mut canvas = Canvas {
        picture: RgbImage::new(WIDTH, HEIGHT),
        grain: rng.bits(),
        regions: Vec::new(),
        truth: Vec::new(),
    };
    match shot.scene {
        Scene::Road => road(&mut canvas, &mut rng, shot)?,
        Scene::Pipe => pipe(&mut canvas, &mut rng, shot)?,
        Scene::Rubbish => rubbish(&mut canvas, &mut rng, shot)?,
        Scene::Night => night(&mut canvas, &mut rng, shot)?,
    }
    canvas.sensor();
    canvas.label("DEMO", (WIDTH - 120) as f32, 36.0, 26.0, [255, 255, 255])?;
    // Some phones store the picture lying down and say so.
    let lying = rng.chance(200);
    let picture = if lying {
        image::imageops::rotate270(&canvas.picture)
    } else {
        canvas.picture
    };
    let metadata = metadata(shot, &mut rng, if lying { 6 } else { 1 })?;
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 80);
    encoder
        .set_exif_metadata(metadata)
        .map_err(|_| RenderError::Metadata)?;
    encoder.write_image(
        picture.as_raw(),
        picture.width(),
        picture.height(),
        ExtendedColorType::Rgb8,
    )?;
    Ok(Rendered {
        bytes,
        media_type: "image/jpeg",
        truth: canvas.truth.join("\n"),
        regions: canvas.regions,
    })
}

fn metadata(shot: &Shot<'_>, rng: &mut Seeded, orientation: u16) -> Result<Vec<u8>, RenderError> {
    let ascii = |text: &str| Value::Ascii(vec![text.as_bytes().to_vec()]);
    let taken = shot.at.format("%Y:%m:%d %H:%M:%S").to_string();
    let angle = |degrees: u32, rng: &mut Seeded| {
        let part = |num, denom| Rational { num, denom };
        Value::Rational(vec![
            part(degrees, 1),
            part(rng.below(60), 1),
            part(rng.below(6000), 100),
        ])
    };
    let field = |tag, value| Field {
        tag,
        ifd_num: In::PRIMARY,
        value,
    };
    let fields = [
        field(Tag::ImageDescription, ascii("DEMO, drawn, no photograph")),
        field(Tag::Make, ascii("Demo")),
        field(Tag::Model, ascii("Demo Phone 3")),
        field(Tag::Orientation, Value::Short(vec![orientation])),
        field(Tag::Artist, ascii(shot.owner)),
        field(Tag::DateTime, ascii(&taken)),
        field(Tag::DateTimeOriginal, ascii(&taken)),
        // In the middle of a lake.
        field(Tag::GPSLatitudeRef, ascii("N")),
        field(Tag::GPSLatitude, angle(42, rng)),
        field(Tag::GPSLongitudeRef, ascii("E")),
        field(Tag::GPSLongitude, angle(77, rng)),
    ];
    let mut writer = Writer::new();
    for field in &fields {
        writer.push_field(field);
    }
    let mut out = Cursor::new(Vec::new());
    writer
        .write(&mut out, true)
        .map_err(|_| RenderError::Metadata)?;
    Ok(out.into_inner())
}

impl Canvas {
    fn put(&mut self, x: i32, y: i32, colour: Colour, covered: f32) {
        if let (Ok(x), Ok(y)) = (u32::try_from(x), u32::try_from(y))
            && let Some(pixel) = self.picture.get_pixel_mut_checked(x, y)
        {
            for (old, new) in pixel.0.iter_mut().zip(colour) {
                let mixed = f32::from(*old) * (1.0 - covered) + f32::from(new) * covered;
                *old = mixed as u8;
            }
        }
    }

    /// A colour with the roughness of a surface.
    fn rough(&self, x: i32, y: i32, colour: Colour, depth: i32) -> Colour {
        let coarse = mix(self.grain ^ ((x / 5) as u64) << 20 ^ (y / 5) as u64);
        let fine = mix(self.grain ^ (x as u64) << 24 ^ y as u64);
        let shift = ((coarse & 255) as i32 + (fine & 255) as i32 - 255) * depth / 255;
        colour.map(|c| (i32::from(c) + shift).clamp(0, 255) as u8)
    }

    fn rect(&mut self, (x, y): (i32, i32), (w, h): (i32, i32), colour: Colour, depth: i32) {
        for py in y..y + h {
            for px in x..x + w {
                let rough = self.rough(px, py, colour, depth);
                self.put(px, py, rough, 1.0);
            }
        }
    }

    fn ellipse(&mut self, (cx, cy): (i32, i32), (rx, ry): (i32, i32), colour: Colour, depth: i32) {
        for y in -ry..=ry {
            for x in -rx..=rx {
                let inside =
                    i64::from(x * x) * i64::from(ry * ry) + i64::from(y * y) * i64::from(rx * rx);
                if inside <= i64::from(rx * rx) * i64::from(ry * ry) {
                    let rough = self.rough(cx + x, cy + y, colour, depth);
                    self.put(cx + x, cy + y, rough, 1.0);
                }
            }
        }
    }

    /// A band whose left and right edges run straight from top to bottom.
    fn band(
        &mut self,
        (top, bottom): (i32, i32),
        upper: (i32, i32),
        lower: (i32, i32),
        colour: Colour,
        depth: i32,
    ) {
        for y in top..bottom {
            let between = |a: i32, b: i32| a + (b - a) * (y - top) / (bottom - top).max(1);
            for x in between(upper.0, lower.0)..between(upper.1, lower.1) {
                let rough = self.rough(x, y, colour, depth);
                self.put(x, y, rough, 1.0);
            }
        }
    }

    fn sky(&mut self, horizon: i32, upper: Colour, lower: Colour) {
        for y in 0..horizon {
            let mixed = |i: usize| {
                (i32::from(upper[i]) + (i32::from(lower[i]) - i32::from(upper[i])) * y / horizon)
                    as u8
            };
            let colour = [mixed(0), mixed(1), mixed(2)];
            for x in 0..WIDTH as i32 {
                self.put(x, y, colour, 1.0);
            }
        }
    }

    fn mountains(&mut self, horizon: i32, rng: &mut Seeded, colour: Colour) {
        let mut height = rng.between(60, 150) as i32;
        for x in 0..WIDTH as i32 {
            height = (height + rng.between(-3, 3) as i32).clamp(40, 230);
            self.rect((x, horizon - height), (1, height), colour, 10);
            // Snow on the crest.
            self.rect(
                (x, horizon - height),
                (1, (height - 90).clamp(0, 40)),
                [236, 240, 245],
                8,
            );
        }
    }

    fn label(
        &mut self,
        text: &str,
        x: f32,
        y: f32,
        size: f32,
        colour: Colour,
    ) -> Result<(), RenderError> {
        let font = letters::sans_bold()?;
        letters::draw(&font, size, (x, y), text, |px, py, covered| {
            self.put(px, py, colour, covered)
        });
        Ok(())
    }

    fn region(&mut self, what: &'static str, (x, y): (i32, i32), (w, h): (i32, i32)) {
        let positive = |v: i32| u32::try_from(v).unwrap_or(0);
        self.regions.push(Region {
            what,
            x: positive(x),
            y: positive(y),
            width: positive(w),
            height: positive(h),
        });
    }

    /// Somebody who stands there; the face is to be redacted.
    fn person(&mut self, (x, y): (i32, i32), size: i32, coat: Colour) {
        let head = size / 8;
        self.rect(
            (x - size / 12, y - size / 2),
            (size / 15, size / 2),
            [40, 42, 60],
            10,
        );
        self.rect(
            (x + size / 50, y - size / 2),
            (size / 15, size / 2),
            [40, 42, 60],
            10,
        );
        self.ellipse((x, y - size * 11 / 20), (size / 7, size / 4), coat, 14);
        let face = (x, y - size * 7 / 8);
        self.ellipse(
            (face.0, face.1 - head / 4),
            (head * 9 / 10, head),
            [50, 36, 28],
            12,
        );
        self.ellipse(face, (head * 3 / 4, head), [205, 160, 130], 8);
        for side in [-1, 1] {
            self.ellipse(
                (face.0 + side * head / 3, face.1 - head / 6),
                (head / 8 + 1, head / 10 + 1),
                [30, 25, 25],
                0,
            );
        }
        self.rect(
            (face.0 - head / 3, face.1 + head / 2),
            (head * 2 / 3, (head / 10).max(2)),
            [150, 70, 70],
            0,
        );
        self.region(
            "face",
            (face.0 - head, face.1 - head * 5 / 4),
            (head * 2, head * 9 / 4),
        );
    }

    /// A car seen from behind; the plate is to be redacted.
    fn car(&mut self, (x, y): (i32, i32), paint: Colour, plate: &str) -> Result<(), RenderError> {
        self.ellipse((x + 40, y + 150), (26, 34), [20, 20, 20], 6);
        self.ellipse((x + 260, y + 150), (26, 34), [20, 20, 20], 6);
        self.rect((x, y + 50), (300, 105), paint, 8);
        self.band((y, y + 52), (x + 45, x + 255), (x + 12, x + 288), paint, 8);
        self.band(
            (y + 8, y + 48),
            (x + 56, x + 244),
            (x + 32, x + 268),
            [60, 74, 84],
            8,
        );
        for light in [x + 8, x + 262] {
            self.rect((light, y + 66), (30, 26), [190, 30, 30], 10);
        }
        self.rect((x + 72, y + 100), (156, 36), [245, 245, 245], 4);
        self.label(plate, (x + 78) as f32, (y + 127) as f32, 25.0, [15, 15, 15])?;
        self.region("plate", (x + 72, y + 100), (156, 36));
        self.truth.push(plate.to_owned());
        Ok(())
    }

    /// A notice with a telephone number.
    fn notice(&mut self, (x, y): (i32, i32), phone: &str) -> Result<(), RenderError> {
        self.rect((x, y), (270, 84), [250, 248, 236], 4);
        self.label(
            "Сатылат / Продаётся",
            (x + 12) as f32,
            (y + 32) as f32,
            23.0,
            [40, 40, 40],
        )?;
        self.label(phone, (x + 12) as f32, (y + 68) as f32, 25.0, [120, 20, 20])?;
        self.region("text", (x, y), (270, 84));
        self.truth.push("Сатылат / Продаётся".into());
        self.truth.push(phone.to_owned());
        Ok(())
    }

    /// The noise of a small sensor.
    fn sensor(&mut self) {
        let grain = self.grain;
        for (x, y, pixel) in self.picture.enumerate_pixels_mut() {
            let mixed = mix(grain ^ 0x5eed ^ u64::from(x) << 21 ^ u64::from(y));
            for (place, channel) in pixel.0.iter_mut().enumerate() {
                let shift = ((mixed >> (place * 8)) & 15) as i32 - 7;
                *channel = (i32::from(*channel) + shift).clamp(0, 255) as u8;
            }
        }
    }
}

fn road(canvas: &mut Canvas, rng: &mut Seeded, shot: &Shot<'_>) -> Result<(), RenderError> {
    let horizon = 380;
    canvas.sky(horizon, [120, 165, 215], [205, 222, 235]);
    canvas.mountains(horizon, rng, [104, 116, 126]);
    canvas.rect(
        (0, horizon),
        (WIDTH as i32, HEIGHT as i32 - horizon),
        [116, 128, 74],
        30,
    );
    canvas.band(
        (horizon, HEIGHT as i32),
        (560, 720),
        (40, 1240),
        [122, 120, 118],
        22,
    );
    for _ in 0..rng.between(5, 9) {
        let y = rng.between(500, 900) as i32;
        let wide = (y - 420) * rng.between(12, 30) as i32 / 100;
        let x = 640 + rng.between(-100, 100) as i32 * (y - 360) / 200;
        canvas.ellipse((x, y), (wide, wide / 3), [86, 80, 72], 34);
        canvas.ellipse(
            (x, y + wide / 12),
            (wide * 4 / 5, wide / 4),
            [58, 52, 46],
            26,
        );
        if rng.chance(450) {
            canvas.ellipse((x, y + wide / 10), (wide / 2, wide / 7), [128, 146, 160], 6);
        }
    }
    let paint = *rng.pick(&[[150, 30, 34], [40, 66, 120], [210, 210, 205], [50, 92, 70]]);
    canvas.car((rng.between(720, 900) as i32, 420), paint, shot.plate)?;
    if rng.chance(600) {
        canvas.person((rng.between(150, 300) as i32, 760), 380, [70, 90, 130]);
    }
    Ok(())
}

fn pipe(canvas: &mut Canvas, rng: &mut Seeded, shot: &Shot<'_>) -> Result<(), RenderError> {
    let horizon = 300;
    canvas.sky(horizon, [150, 180, 205], [214, 222, 226]);
    canvas.rect((0, 250), (WIDTH as i32, 120), [148, 108, 76], 26);
    canvas.rect(
        (0, 370),
        (WIDTH as i32, HEIGHT as i32 - 370),
        [134, 112, 82],
        36,
    );
    canvas.band((470, 860), (120, 1160), (0, 1280), [92, 72, 52], 30);
    canvas.rect((0, 600), (WIDTH as i32, 96), [92, 98, 102], 12);
    canvas.rect((0, 608), (WIDTH as i32, 16), [150, 156, 160], 8);
    let burst = rng.between(420, 820) as i32;
    canvas.ellipse((burst, 640), (46, 40), [58, 34, 24], 30);
    for drop in 0..260 {
        let x = burst + rng.between(-20, 20) as i32 + drop % 40 - 20;
        let y = 640 - rng.between(0, 300) as i32;
        canvas.ellipse((x, y), (3, 6), [205, 224, 236], 10);
    }
    canvas.ellipse((burst, 800), (430, 92), [122, 146, 160], 12);
    canvas.ellipse((burst - 60, 790), (250, 40), [160, 182, 194], 8);
    canvas.person((rng.between(930, 1120) as i32, 640), 400, [150, 74, 40]);
    canvas.notice((rng.between(60, 240) as i32, 262), shot.phone)
}

fn rubbish(canvas: &mut Canvas, rng: &mut Seeded, shot: &Shot<'_>) -> Result<(), RenderError> {
    canvas.sky(330, [168, 186, 200], [216, 220, 222]);
    canvas.rect((0, 240), (WIDTH as i32, 190), [172, 164, 150], 18);
    canvas.rect(
        (0, 430),
        (WIDTH as i32, HEIGHT as i32 - 430),
        [120, 116, 106],
        30,
    );
    for bin in 0..3 {
        let x = 200 + bin * 280;
        canvas.rect((x, 400), (230, 230), [52, 96, 70], 14);
        canvas.rect((x - 8, 388), (246, 26), [40, 76, 56], 10);
    }
    let bags: [Colour; 6] = [
        [30, 32, 36],
        [200, 204, 208],
        [70, 110, 170],
        [190, 60, 50],
        [210, 180, 70],
        [90, 140, 90],
    ];
    for _ in 0..rng.between(60, 110) {
        let (x, y) = (rng.between(120, 1130) as i32, rng.between(370, 830) as i32);
        let size = rng.between(16, 56) as i32;
        let colour = *rng.pick(&bags);
        canvas.ellipse((x, y), (size, size * 3 / 4), colour, 34);
    }
    canvas.notice((rng.between(820, 960) as i32, 270), shot.phone)?;
    if rng.chance(500) {
        canvas.person((rng.between(80, 150) as i32, 800), 420, [110, 60, 110]);
    }
    Ok(())
}

fn night(canvas: &mut Canvas, rng: &mut Seeded, shot: &Shot<'_>) -> Result<(), RenderError> {
    canvas.sky(420, [8, 10, 22], [24, 26, 40]);
    canvas.rect(
        (0, 420),
        (WIDTH as i32, HEIGHT as i32 - 420),
        [22, 22, 24],
        14,
    );
    canvas.band(
        (420, HEIGHT as i32),
        (560, 700),
        (120, 1180),
        [34, 34, 38],
        12,
    );
    for house in 0..4 {
        let x = house * 330 + rng.between(-20, 20) as i32;
        canvas.rect((x, 300), (240, 140), [26, 24, 26], 8);
        if rng.chance(500) {
            canvas.rect((x + 60, 340), (50, 46), [214, 172, 92], 10);
        }
    }
    let lamp = rng.between(240, 420) as i32;
    canvas.rect((lamp, 130), (10, 520), [60, 60, 64], 6);
    canvas.rect((lamp, 126), (80, 8), [60, 60, 64], 6);
    canvas.ellipse((lamp + 84, 134), (20, 9), [90, 90, 92], 6);
    canvas.car(
        (rng.between(640, 760) as i32, 520),
        [60, 62, 70],
        shot.plate,
    )?;
    canvas.person((lamp + 130, 760), 340, [54, 56, 66]);
    Ok(())
}
