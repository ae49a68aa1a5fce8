//! Looks at pixels: whether marked areas are flat, and whether the rest still shows.

use super::{Examiner, MARKS_FLAT, PAGES_KEPT, Subject};
use crate::raster::{PixelArea, Raster};
use crate::{PageInfo, Rect};

/// A sample of a painted area may be this bright, of 255, where the copy was coded as JPEG: ripples from a bright edge
/// within the same block. Lossless copies must be exactly black.
pub(super) const JPEG_TOLERANCE: u8 = 28;

/// The pixels that lie wholly within a rectangle of the page.
fn within(rect: &Rect, page: &PageInfo, raster: &Raster) -> PixelArea {
    let (sx, sy) = (
        raster.width as f32 / page.width,
        raster.height as f32 / page.height,
    );
    PixelArea {
        x0: (rect.x0 * sx).ceil().max(0.0) as u32,
        y0: (rect.y0 * sy).ceil().max(0.0) as u32,
        x1: ((rect.x1 * sx).floor().max(0.0) as u32).min(raster.width),
        y1: ((rect.y1 * sy).floor().max(0.0) as u32).min(raster.height),
    }
}

/// Checks that the areas of a page are black in this raster of it. An area too small to hold a pixel counts by the pixel
/// that it lies in.
pub(super) fn check_flat(
    examiner: &mut Examiner,
    subject: &Subject,
    number: u32,
    page: &PageInfo,
    raster: &Raster,
    tolerance: u8,
) {
    for (_, rect) in subject.flat.iter().filter(|(on, _)| *on == number) {
        let mut area = within(rect, page, raster);
        if area.x0 >= area.x1 {
            area.x0 = area.x0.saturating_sub(1);
            area.x1 = (area.x0 + 1).min(raster.width);
        }
        if area.y0 >= area.y1 {
            area.y0 = area.y0.saturating_sub(1);
            area.y1 = (area.y0 + 1).min(raster.height);
        }
        let brightest = raster.brightest_in(area);
        if brightest > tolerance {
            examiner.found_at(
                MARKS_FLAT,
                Some(number),
                Some(*rect),
                format!("a sample of {brightest} where at most {tolerance} is allowed"),
            );
        }
    }
}

/// The page is compared in cells of this many points or pixels; finer differences come from drawing at another resolution.
const CELL: f32 = 9.0;
/// A cell may differ by so much, of 255.
const CELL_DIFFERS: f32 = 72.0;
/// Cells this near to a painted box are not compared.
const MARGIN_CELLS: f32 = 2.0;

/// Checks that what was not marked still shows: the mean brightness of each cell of the page, in the source and in the copy.
pub(super) fn check_kept(
    examiner: &mut Examiner,
    subject: &Subject,
    number: u32,
    page: &PageInfo,
    source: &Raster,
    copy: &Raster,
) {
    // Large pictures are compared in coarser cells, so that there are a few thousand at most.
    let cell = CELL.max(page.width.max(page.height) / 100.0);
    let across = ((page.width / cell) as usize).clamp(1, 200);
    let down = ((page.height / cell) as usize).clamp(1, 200);
    let (cell_w, cell_h) = (page.width / across as f32, page.height / down as f32);
    let before = source.cell_means(across, down);
    let after = copy.cell_means(across, down);
    let margin = MARGIN_CELLS * cell;
    let (mut lost, mut first) = (0usize, None);
    for (index, (a, b)) in before.iter().zip(&after).enumerate() {
        let (x, y) = (
            (index % across) as f32 * cell_w,
            (index / across) as f32 * cell_h,
        );
        let rect = Rect::new(x, y, x + cell_w, y + cell_h);
        let near_mark = subject.painted.iter().any(|(on, marked)| {
            *on == number && marked.grown(margin).intersection(&rect).is_some()
        });
        if !near_mark && (a - b).abs() > CELL_DIFFERS {
            lost += 1;
            first = first.or(Some(rect));
        }
    }
    if lost > 0 {
        examiner.found_at(
            PAGES_KEPT,
            Some(number),
            first,
            format!("{lost} of {} cells differ from the source", before.len()),
        );
    }
}
