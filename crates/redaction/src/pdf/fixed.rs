//! What is the same in every copy: the metadata that PDF/A demands, which tells nothing about the source.

use moxcms::ColorProfile;

/// The XMP packet: PDF/A-2u and nothing else. No dates, no producer, no title.
pub(crate) const XMP: &str = concat!(
    "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n",
    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n",
    " <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n",
    "  <rdf:Description rdf:about=\"\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">\n",
    "   <pdfaid:part>2</pdfaid:part>\n",
    "   <pdfaid:conformance>U</pdfaid:conformance>\n",
    "  </rdf:Description>\n",
    " </rdf:RDF>\n",
    "</x:xmpmeta>\n",
    "<?xpacket end=\"r\"?>"
);

/// The name of the output intent's colour space.
pub(crate) const SRGB_NAME: &str = "sRGB IEC61966-2.1";

/// Where the header of a profile keeps its date: six numbers of two bytes.
const DATE: std::ops::Range<usize> = 24..36;

/// An sRGB profile, computed and not copied from anyone. Always the same bytes; `None` only if the encoder refused it.
pub(crate) fn srgb_profile() -> Option<Vec<u8>> {
    let mut profile = ColorProfile::new_srgb();
    // This tag is younger than the profile version that PDF/A-2 knows.
    profile.cicp = None;
    let mut bytes = profile.encode().ok()?;
    // The encoder writes the present time, whatever the profile says; here it is always the first day of 2000.
    let date = [2000u16, 1, 1, 0, 0, 0].map(u16::to_be_bytes);
    bytes.get_mut(DATE)?.copy_from_slice(date.as_flattened());
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_profile_is_srgb_and_always_the_same() {
        let once = srgb_profile().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(1_100));
        assert_eq!(once, srgb_profile().unwrap());
        let read = ColorProfile::new_from_slice(&once).unwrap();
        assert_eq!(read.color_space, moxcms::DataColorSpace::Rgb);
        assert!(
            (0.4..0.5).contains(&read.red_colorant.x),
            "{:?}",
            read.red_colorant
        );
    }
}
