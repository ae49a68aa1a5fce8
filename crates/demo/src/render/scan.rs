//! A letter as an office scanner gives it: A4 at 150 dpi, grey, slightly tilted, with dirt. Its true
//! text is known, so recognition can be measured against it.

use image::ExtendedColorType;
use image::codecs::jpeg::JpegEncoder;

use super::type_on_picture as letters;
use crate::attachment::{RenderError, Rendered};
use crate::seeded::Seeded;

const WIDTH: usize = 1240;
const HEIGHT: usize = 1754;
const LEFT: f32 = 140.0;
const TOP: f32 = 150.0;
const TEXT_WIDTH: f32 = 980.0;
/// Where the head of a letter begins, in the right half.
const HEAD: f32 = 470.0;
const LEADING: f32 = 1.42;
/// Says on the sheet what it is.
const MARK: &str = "ДЕМО: ойдон чыгарылган кат / вымышленное письмо";

/// Draws the sheet. The truth is the text line by line, and the mark at its foot.
pub(crate) fn render(text: &str, noise: u64) -> Result<Rendered, RenderError> {
    let font = letters::serif()?;
    let mut rng = Seeded::new(noise, "scan", 0);
    // A long letter is written smaller rather than cut.
    let (size, lines) = [27.0, 23.0, 19.0, 16.0]
        .into_iter()
        .map(|size| (size, lay_out(&font, size, text)))
        .find(|(size, lines)| lines.len() as f32 * size * LEADING < 1_420.0)
        .unwrap_or_else(|| (14.0, lay_out(&font, 14.0, text)));
    let mut sheet = vec![255u8; WIDTH * HEIGHT];
    let ink = 30 + rng.below(40);
    let mut put = |x: i32, y: i32, covered: f32| {
        let inside = (0..WIDTH as i32).contains(&x) && (0..HEIGHT as i32).contains(&y);
        if let (true, Ok(x), Ok(y)) = (inside, usize::try_from(x), usize::try_from(y)) {
            let pixel = &mut sheet[y * WIDTH + x];
            let dark = 255.0 - covered * (255.0 - ink as f32);
            *pixel = (*pixel).min(dark as u8);
        }
    };
    let mut y = TOP;
    for (x, line) in &lines {
        letters::draw(&font, size, (*x, y), line, &mut put);
        y += size * LEADING;
    }
    signature(&mut rng, y + 26.0, &mut put);
    letters::draw(&font, 17.0, (LEFT, HEIGHT as f32 - 70.0), MARK, &mut put);
    let scanned = scanned(&sheet, &mut rng);
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 68);
    encoder.encode(&scanned, WIDTH as u32, HEIGHT as u32, ExtendedColorType::L8)?;
    let drawn: Vec<&str> = lines.iter().map(|(_, line)| line.as_str()).collect();
    let truth = format!("{}\n{MARK}", drawn.join("\n"));
    Ok(Rendered {
        bytes,
        media_type: "image/jpeg",
        truth,
        regions: Vec::new(),
    })
}

/// Lines with where each begins: the head at the right, the title in the middle, the letter below.
fn lay_out(font: &ab_glyph::FontRef<'_>, size: f32, text: &str) -> Vec<(f32, String)> {
    let at = |x: f32| move |line: String| (x, line);
    let Some((head, rest)) = text.split_once("\n\n") else {
        return letters::wrap(font, size, text, TEXT_WIDTH)
            .into_iter()
            .map(at(LEFT))
            .collect();
    };
    let (title, body) = rest.split_once('\n').unwrap_or((rest, ""));
    let mut lines: Vec<(f32, String)> = letters::wrap(font, size, head, LEFT + TEXT_WIDTH - HEAD)
        .into_iter()
        .map(at(HEAD))
        .collect();
    let middle = LEFT + (TEXT_WIDTH - letters::width(font, size, title)) / 2.0;
    lines.extend([(LEFT, String::new()), (middle.max(LEFT), title.to_owned())]);
    lines.extend(
        letters::wrap(font, size, body, TEXT_WIDTH)
            .into_iter()
            .map(at(LEFT)),
    );
    lines
}

/// A scribble, as thick as a pen.
fn signature(rng: &mut Seeded, top: f32, put: &mut impl FnMut(i32, i32, f32)) {
    let (mut x, mut y) = (LEFT + 600.0, top);
    for _ in 0..14 {
        let (to_x, to_y) = (
            x + rng.between(-14, 34) as f32,
            top + rng.between(-26, 26) as f32,
        );
        for step in 0..40 {
            let share = step as f32 / 40.0;
            let (px, py) = (x + (to_x - x) * share, y + (to_y - y) * share);
            for (dx, dy) in [(0, 0), (1, 0), (0, 1)] {
                put(px as i32 + dx, py as i32 + dy, 0.85);
            }
        }
        (x, y) = (to_x, to_y);
    }
}

/// The sheet as the glass saw it: tilted, unevenly lit, with grain and specks. Only additions and
/// multiplications, which every machine rounds alike.
fn scanned(sheet: &[u8], rng: &mut Seeded) -> Vec<u8> {
    let slope = rng.between(-160, 160) as f32 / 10_000.0;
    let (paper, shade) = (rng.between(232, 248) as f32, rng.between(4, 16) as f32);
    let grain = rng.bits();
    let (cx, cy) = (WIDTH as f32 / 2.0, HEIGHT as f32 / 2.0);
    let mut out = vec![0u8; WIDTH * HEIGHT];
    for y in 0..HEIGHT {
        let fy = y as f32;
        for x in 0..WIDTH {
            let fx = x as f32;
            let (sx, sy) = (fx + slope * (fy - cy), fy - slope * (fx - cx));
            let light = paper / 255.0;
            let edge = (fx - cx).abs() / cx;
            let value = bilinear(sheet, sx, sy) * light - shade * edge * edge + speck(x, y, grain);
            out[y * WIDTH + x] = value.clamp(0.0, 255.0) as u8;
        }
    }
    out
}

fn bilinear(sheet: &[u8], x: f32, y: f32) -> f32 {
    if x < 0.0 || y < 0.0 {
        return 255.0;
    }
    let (left, top) = (x as usize, y as usize);
    if left + 1 >= WIDTH || top + 1 >= HEIGHT {
        return 255.0;
    }
    let (fx, fy) = (x - left as f32, y - top as f32);
    let at = |dx: usize, dy: usize| f32::from(sheet[(top + dy) * WIDTH + left + dx]);
    let upper = at(0, 0) * (1.0 - fx) + at(1, 0) * fx;
    let lower = at(0, 1) * (1.0 - fx) + at(1, 1) * fx;
    upper * (1.0 - fy) + lower * fy
}

/// Grain of a few levels; now and then a dark speck.
fn speck(x: usize, y: usize, grain: u64) -> f32 {
    let mixed = mix(grain ^ ((x as u64) << 32 | y as u64));
    let fine = (mixed & 15) as f32 - 8.0;
    if mixed >> 20 & 0x7fff == 0 {
        fine - 110.0
    } else {
        fine
    }
}

/// A bit mixer (splitmix64's finaliser).
pub(crate) fn mix(mut value: u64) -> u64 {
    value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}
