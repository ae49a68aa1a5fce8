//! The picture of a page, decoded by what the copy says it is.

use super::Size;
use crate::limits;
use crate::raster::Raster;
use crate::verify::container;
use crate::verify::pixels::JPEG_TOLERANCE;
use image::ImageFormat;
use lopdf::{Object, Stream};

/// Decodes the picture of a page, strictly: as many samples as its size says, and not a byte besides.
pub(super) fn decode(stream: &Stream) -> Result<(Raster, u8), String> {
    let number = |key: &str| {
        let value = stream.dict.get(key.as_bytes()).and_then(Object::as_i64);
        value.ok().and_then(|n| u32::try_from(n).ok())
    };
    let name = |key: &str| {
        let value = stream.dict.get(key.as_bytes()).and_then(Object::as_name);
        value.unwrap_or_default()
    };
    let (Some(width), Some(height)) = (number("Width"), number("Height")) else {
        return Err("a picture without a size".to_owned());
    };
    limits::check_pixels(width, height).map_err(|e| e.to_string())?;
    let channels = match name("ColorSpace") {
        b"DeviceGray" => 1,
        b"DeviceRGB" => 3,
        _ => return Err("another colour space".to_owned()),
    };
    let size = (width, height, channels);
    match (name("Filter"), number("BitsPerComponent")) {
        (b"FlateDecode", Some(8)) => Ok((lossless(&stream.content, size)?, 0)),
        (b"FlateDecode", Some(bits @ (1 | 4))) if channels == 1 => {
            Ok((packed(&stream.content, size, bits as usize)?, 0))
        }
        (b"DCTDecode", Some(8)) => Ok((photo(&stream.content, size)?, JPEG_TOLERANCE)),
        _ => Err("another coding of pixels".to_owned()),
    }
}

pub(super) fn lossless(data: &[u8], (width, height, channels): Size) -> Result<Raster, String> {
    let samples = inflate(data, width as usize * height as usize * channels)?;
    Ok(Raster {
        width,
        height,
        channels,
        samples,
    })
}

/// Grey of 1 or 4 bits; each row begins with a new byte.
pub(super) fn packed(data: &[u8], (width, height, _): Size, bits: usize) -> Result<Raster, String> {
    let row = (width as usize * bits).div_ceil(8);
    let bytes = inflate(data, row * height as usize)?;
    let top = (1u8 << bits) - 1;
    let sample = |row: &[u8], x: usize| {
        let bit = x * bits;
        (row[bit / 8] >> (8 - bits - bit % 8) & top) * (255 / top)
    };
    let samples = bytes
        .chunks(row)
        .flat_map(|row| (0..width as usize).map(|x| sample(row, x)))
        .collect();
    Ok(Raster {
        width,
        height,
        channels: 1,
        samples,
    })
}

pub(super) fn photo(data: &[u8], (width, height, channels): Size) -> Result<Raster, String> {
    if let Some(complaint) = container::jpeg(data).into_iter().next() {
        return Err(complaint);
    }
    let picture = image::load_from_memory_with_format(data, ImageFormat::Jpeg)
        .map_err(|_| "a broken picture".to_owned())?;
    let raster = Raster::from_picture(picture);
    if (raster.width, raster.height, raster.channels) != (width, height, channels) {
        return Err("a picture of another size than it says".to_owned());
    }
    Ok(raster)
}

pub(super) fn inflate(data: &[u8], expected: usize) -> Result<Vec<u8>, String> {
    let mut samples = Vec::with_capacity(expected + 1);
    let mut inflater = flate2::Decompress::new(true);
    let end = inflater.decompress_vec(data, &mut samples, flate2::FlushDecompress::Finish);
    if !matches!(end, Ok(flate2::Status::StreamEnd)) || samples.len() != expected {
        return Err("pixels that do not fill the picture exactly".to_owned());
    }
    if inflater.total_in() != data.len() as u64 {
        return Err("bytes behind the pixels".to_owned());
    }
    Ok(samples)
}
