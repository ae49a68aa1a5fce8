//! Pixels: the only form in which a page of the source passes into a copy.

use image::{DynamicImage, GrayImage, RgbImage};

/// Rows of 8-bit samples from the top, without padding; one channel (grey) or three (sRGB).
pub(crate) struct Raster {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) channels: usize,
    pub(crate) samples: Vec<u8>,
}

/// A block of pixels; the upper edges are exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PixelArea {
    pub(crate) x0: u32,
    pub(crate) y0: u32,
    pub(crate) x1: u32,
    pub(crate) y1: u32,
}

impl Raster {
    /// From RGBA on an opaque ground. Grey pages are kept in one channel: a third of the size, nothing lost.
    pub(crate) fn from_opaque_rgba(width: u32, height: u32, rgba: &[u8]) -> Self {
        let (pixels, _) = rgba.as_chunks::<4>();
        let grey = pixels.iter().all(|[r, g, b, _]| r == g && g == b);
        let samples = if grey {
            pixels.iter().map(|[r, ..]| *r).collect()
        } else {
            pixels
                .iter()
                .flat_map(|[r, g, b, _]| [*r, *g, *b])
                .collect()
        };
        Self {
            width,
            height,
            channels: if grey { 1 } else { 3 },
            samples,
        }
    }

    /// From a decoded picture. Transparent parts are laid on white, so that no colour survives beneath them, and 16-bit
    /// samples become 8-bit.
    pub(crate) fn from_picture(picture: DynamicImage) -> Self {
        let (width, height) = (picture.width(), picture.height());
        let grey = !picture.color().has_color();
        let samples = match picture {
            DynamicImage::ImageLuma8(p) => p.into_raw(),
            DynamicImage::ImageRgb8(p) => p.into_raw(),
            p if p.color().has_alpha() && grey => {
                let pairs = p.to_luma_alpha8().into_raw();
                let (pixels, _) = pairs.as_chunks::<2>();
                pixels.iter().map(|[v, a]| on_white(*v, *a)).collect()
            }
            p if p.color().has_alpha() => {
                let rgba = p.to_rgba8().into_raw();
                let (pixels, _) = rgba.as_chunks::<4>();
                pixels
                    .iter()
                    .flat_map(|[r, g, b, a]| [on_white(*r, *a), on_white(*g, *a), on_white(*b, *a)])
                    .collect()
            }
            p if grey => p.to_luma8().into_raw(),
            p => p.to_rgb8().into_raw(),
        };
        Self {
            width,
            height,
            channels: if grey { 1 } else { 3 },
            samples,
        }
    }

    fn row_len(&self) -> usize {
        self.width as usize * self.channels
    }

    /// Whether nothing is drawn on it.
    pub(crate) fn is_one_colour(&self) -> bool {
        let mut pixels = self.samples.chunks_exact(self.channels.max(1));
        let first = pixels.next();
        pixels.all(|pixel| Some(pixel) == first)
    }

    pub(crate) fn rows(&self) -> std::slice::ChunksExact<'_, u8> {
        self.samples.chunks_exact(self.row_len())
    }

    /// Destroys the pixels of the area: they are black afterwards, and what they were is gone.
    pub(crate) fn paint_black(&mut self, area: PixelArea) {
        let (row_len, channels) = (self.row_len(), self.channels);
        let from = area.x0.min(self.width) as usize * channels;
        let to = area.x1.min(self.width) as usize * channels;
        let rows = area.y0.min(self.height) as usize..area.y1.min(self.height) as usize;
        for row in rows {
            self.samples[row * row_len + from..row * row_len + to].fill(0);
        }
    }

    /// The greatest sample within the area: 0 if it is wholly black.
    pub(crate) fn brightest_in(&self, area: PixelArea) -> u8 {
        let from = area.x0.min(self.width) as usize * self.channels;
        let to = area.x1.min(self.width) as usize * self.channels;
        self.rows()
            .take(area.y1 as usize)
            .skip(area.y0 as usize)
            .flat_map(|row| &row[from..to])
            .copied()
            .max()
            .unwrap_or(0)
    }

    /// The share of samples that are neither nearly black nor nearly white, 0 to 1.
    pub(crate) fn midtones(&self) -> f32 {
        let count = self
            .samples
            .iter()
            .filter(|s| (16..240).contains(*s))
            .count();
        count as f32 / self.samples.len().max(1) as f32
    }

    /// True if nothing is lost in black and white: half-tones are but the edges of large areas, where they lie between
    /// two pixels. The smoothed edges of letters are many more, for the little ink that a letter has.
    pub(crate) fn is_line_art(&self) -> bool {
        let ink = self.samples.iter().filter(|s| **s < 16).count();
        let midtones = self.midtones();
        midtones < 0.001 && midtones * self.samples.len() as f32 <= 0.01 * ink as f32
    }

    /// The share of samples that differ from the one to their left, 0 to 1: a few percent for a page of text, most of
    /// them for a scan or a photograph.
    pub(crate) fn busyness(&self) -> f32 {
        let mut changes = 0usize;
        for row in self.rows() {
            let (left, right) = (&row[..row.len() - self.channels], &row[self.channels..]);
            changes += left.iter().zip(right).filter(|(a, b)| a != b).count();
        }
        changes as f32 / self.samples.len().max(1) as f32
    }

    pub(crate) fn into_picture(self) -> DynamicImage {
        const FITS: &str = "a raster holds width x height x channels samples";
        if self.channels == 1 {
            GrayImage::from_raw(self.width, self.height, self.samples)
                .map(DynamicImage::ImageLuma8)
                .expect(FITS)
        } else {
            RgbImage::from_raw(self.width, self.height, self.samples)
                .map(DynamicImage::ImageRgb8)
                .expect(FITS)
        }
    }

    /// The mean brightness of cells of `cells_x` x `cells_y` over the page, row by row, 0 (black) to 255.
    pub(crate) fn cell_means(&self, cells_x: usize, cells_y: usize) -> Vec<f32> {
        let mut sums = vec![(0u64, 0u64); cells_x * cells_y];
        let (width, height) = (self.width as usize, self.height as usize);
        for (y, row) in self.rows().enumerate() {
            let cell_row = y * cells_y / height * cells_x;
            for (x, pixel) in row.chunks_exact(self.channels).enumerate() {
                let cell = &mut sums[cell_row + x * cells_x / width];
                cell.0 += pixel.iter().map(|s| u64::from(*s)).sum::<u64>();
                cell.1 += self.channels as u64;
            }
        }
        sums.into_iter()
            .map(|(sum, count)| sum as f32 / count.max(1) as f32)
            .collect()
    }
}

fn on_white(sample: u8, alpha: u8) -> u8 {
    let (s, a) = (u32::from(sample), u32::from(alpha));
    // The sum of the weights is 255, so the result fits a byte.
    ((s * a + 255 * (255 - a) + 127) / 255) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transparent_pixels_lose_their_colour() {
        let hidden = image::RgbaImage::from_pixel(2, 2, image::Rgba([10, 20, 30, 0]));
        let raster = Raster::from_picture(DynamicImage::ImageRgba8(hidden));
        assert!(raster.samples.iter().all(|s| *s == 255));
        let grey = image::GrayAlphaImage::from_pixel(3, 1, image::LumaA([7, 0]));
        let raster = Raster::from_picture(DynamicImage::ImageLumaA8(grey));
        assert_eq!((raster.channels, raster.samples), (1, vec![255; 3]));
    }

    #[test]
    fn painting_touches_the_area_alone() {
        let mut raster = Raster::from_opaque_rgba(4, 3, &[200; 48]);
        assert_eq!(raster.channels, 1);
        raster.paint_black(PixelArea {
            x0: 1,
            y0: 1,
            x1: 9,
            y1: 2,
        });
        assert_eq!(
            raster.samples,
            [200, 200, 200, 200, 200, 0, 0, 0, 200, 200, 200, 200]
        );
        assert_eq!(
            raster.brightest_in(PixelArea {
                x0: 1,
                y0: 1,
                x1: 4,
                y1: 2
            }),
            0
        );
        assert_eq!(
            raster.brightest_in(PixelArea {
                x0: 0,
                y0: 1,
                x1: 4,
                y1: 2
            }),
            200
        );
    }
}
