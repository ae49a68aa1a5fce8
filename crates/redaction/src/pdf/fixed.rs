//! What is the same in every copy: the metadata that PDF/A demands, which tells nothing about the source.

use moxcms::{ColorDateTime, ColorProfile};

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

/// An sRGB profile, computed and not copied from anyone. Always the same bytes; `None` only if the encoder refused it.
pub(crate) fn srgb_profile() -> Option<Vec<u8>> {
    let mut profile = ColorProfile::new_srgb();
    // A fixed date: the library would put the present time.
    profile.creation_date_time = ColorDateTime {
        year: 2000,
        month: 1,
        day_of_the_month: 1,
        hours: 0,
        minutes: 0,
        seconds: 0,
    };
    // This tag is younger than the profile version that PDF/A-2 knows.
    profile.cicp = None;
    profile.encode().ok()
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
