//! Files that come with inquiries: what they are, how they are called, and their bytes on demand.

use chrono::{DateTime, FixedOffset};
use domain::Lang;
use thiserror::Error;

use crate::base::Base;
use crate::letter::Letter;
use crate::render::{papers, photo, scan};
use crate::seeded::Seeded;
use crate::words::latin;
use crate::world::World;

/// A file that is described and not yet made.
#[derive(Clone, Debug)]
pub struct AttachmentSpec {
    /// The name as it arrives; some are hostile on purpose.
    pub name: String,
    /// What is in it.
    pub content: Content,
}

/// What a file holds.
#[derive(Clone, Debug)]
pub enum Content {
    /// A letter on paper, scanned: a grey JPEG.
    Scan {
        /// The words on the sheet.
        text: String,
        /// Decides tilt, dirt and signature.
        noise: u64,
    },
    /// A typed letter as PDF.
    Letter {
        /// Language.
        lang: Lang,
        /// Title.
        subject: String,
        /// The words.
        text: String,
        /// Day of the letter.
        at: DateTime<FixedOffset>,
    },
    /// A certificate with personal data, as PDF.
    Certificate {
        /// Language.
        lang: Lang,
        /// Labels and values.
        rows: Vec<(String, String)>,
        /// Members of the family: name, relation, personal number.
        family: Vec<[String; 3]>,
        /// Day of issue.
        at: DateTime<FixedOffset>,
    },
    /// A photograph: a colour JPEG with EXIF, position included.
    Photo {
        /// What it shows.
        scene: Scene,
        /// When it was taken.
        at: DateTime<FixedOffset>,
        /// Name of the camera's owner, which phones write into EXIF.
        owner: String,
        /// Telephone on a notice in the picture.
        phone: String,
        /// Letters of a number plate.
        plate: String,
        /// Decides everything else.
        noise: u64,
    },
}

/// What a photograph shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scene {
    /// A road with holes, a car beside it.
    Road,
    /// A burst pipe in a trench.
    Pipe,
    /// Containers that overflow.
    Rubbish,
    /// A street at night with one lamp.
    Night,
}

/// A file with its bytes.
#[derive(Clone, Debug)]
pub struct Rendered {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Media type.
    pub media_type: &'static str,
    /// The words that can be read in it, one line each as drawn.
    pub truth: String,
    /// Where something stands in a picture that ought to be redacted, in pixels as shown.
    pub regions: Vec<Region>,
}

/// A place in a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// `face`, `plate` or `text`.
    pub what: &'static str,
    /// Left edge.
    pub x: u32,
    /// Upper edge.
    pub y: u32,
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
}

/// Why a file could not be made: a broken build rather than bad data.
#[derive(Debug, Error)]
pub enum RenderError {
    /// A shipped font cannot be read.
    #[error("a shipped font cannot be read")]
    Font,
    /// The picture could not be encoded.
    #[error("the picture could not be encoded")]
    Picture(#[from] image::ImageError),
    /// The metadata could not be written.
    #[error("the picture's metadata could not be written")]
    Metadata,
    /// The paper could not be laid out.
    #[error("the paper could not be made")]
    Paper(#[from] paper::PaperError),
}

impl AttachmentSpec {
    /// Makes the file. The same description gives the same bytes.
    ///
    /// # Errors
    /// See [`RenderError`].
    pub fn render(&self) -> Result<Rendered, RenderError> {
        match &self.content {
            Content::Scan { text, noise } => scan::render(text, *noise),
            Content::Letter {
                lang,
                subject,
                text,
                at,
            } => papers::letter(*lang, subject, text, *at),
            Content::Certificate {
                lang,
                rows,
                family,
                at,
            } => papers::certificate(*lang, rows, family, *at),
            Content::Photo {
                scene,
                at,
                owner,
                phone,
                plate,
                noise,
            } => photo::render(&photo::Shot {
                scene: *scene,
                at: *at,
                owner,
                phone,
                plate,
                noise: *noise,
            }),
        }
    }
}

/// The files of an inquiry.
pub(crate) fn plan(world: &World, base: &Base, letter: &Letter, index: u64) -> Vec<AttachmentSpec> {
    let mut rng = world.rng("files", index);
    let mut files = Vec::new();
    if base.oral() || base.matter.code == "rant" {
        return files;
    }
    if base.on_paper() && rng.chance(330) {
        files.push(scan_of(base, letter, &mut rng));
    }
    if base.channel == "email" && rng.chance(260) {
        files.push(AttachmentSpec {
            name: named(
                &mut rng,
                base.lang,
                &["арыз.pdf", "Кайрылуу.pdf"],
                &["заявление.pdf", "Обращение.pdf"],
                "letter.pdf",
            ),
            content: Content::Letter {
                lang: base.lang,
                subject: letter.subject.clone(),
                text: letter.text.clone(),
                at: base.received_at,
            },
        });
    }
    let papers = matches!(
        base.matter.code,
        "aid" | "pension" | "documents" | "plot" | "work" | "kindergarten" | "housing"
    );
    if papers && !base.anonymous && rng.chance(300) {
        files.push(certificate_of(base, &mut rng));
    }
    if let Some(scene) = scene(base.matter.code)
        && rng.chance(400)
    {
        for _ in 0..=rng.below(2) {
            files.push(photo_of(base, scene, &mut rng));
        }
    }
    if base.electronic() {
        for file in &mut files {
            if rng.chance(60) {
                file.name = hostile(&mut rng, &file.name);
            }
        }
    }
    files
}

fn scene(matter: &str) -> Option<Scene> {
    Some(match matter {
        "road" | "transport" => Scene::Road,
        "water" | "irrigation" => Scene::Pipe,
        "waste" | "dogs" => Scene::Rubbish,
        "lighting" | "noise" => Scene::Night,
        _ => return None,
    })
}

fn named(rng: &mut Seeded, lang: Lang, ky: &[&str], ru: &[&str], en: &str) -> String {
    match lang {
        Lang::Ky => (*rng.pick(ky)).to_owned(),
        Lang::Ru => (*rng.pick(ru)).to_owned(),
        Lang::En => en.to_owned(),
    }
}

fn scan_of(base: &Base, letter: &Letter, rng: &mut Seeded) -> AttachmentSpec {
    let day = base.received_at.format("%Y%m%d");
    let name = match rng.below(3) {
        0 => format!("Scan_{day}.jpg"),
        1 => format!("скан {}.jpg", base.received_at.format("%d.%m.%Y")),
        _ => named(
            rng,
            base.lang,
            &["кат.jpg", "арыз-скан.jpg"],
            &["письмо.jpg", "заявление скан.jpg"],
            "letter scan.jpg",
        ),
    };
    AttachmentSpec {
        name,
        content: Content::Scan {
            text: letter.text.clone(),
            noise: rng.bits(),
        },
    }
}

fn certificate_of(base: &Base, rng: &mut Seeded) -> AttachmentSpec {
    let lang = base.lang;
    let person = &base.person;
    let label = |ky: &str, ru: &str, en: &str| match lang {
        Lang::Ky => ky.to_owned(),
        Lang::Ru => ru.to_owned(),
        Lang::En => en.to_owned(),
    };
    let (day, month, year) = person.born;
    let rows = vec![
        (
            label("Аты-жөнү", "Фамилия, имя, отчество", "Name"),
            person.name(lang),
        ),
        (
            label("Туулган күнү", "Дата рождения", "Date of birth"),
            format!("{day:02}.{month:02}.{year}"),
        ),
        (label("ПИН", "ПИН", "PIN"), person.pin()),
        (label("Паспорт", "Паспорт", "Passport"), person.passport()),
        (
            label("Дареги", "Адрес", "Address"),
            base.place.address(lang),
        ),
        (label("Телефону", "Телефон", "Telephone"), person.phone(2)),
    ];
    let mut family = Vec::new();
    for _ in 0..rng.between(1, 4) {
        let age = rng.between(2, 17);
        let child = person.child(rng, chrono::Datelike::year(&base.received_at), age);
        let relation = if child.female {
            label("кызы", "дочь", "daughter")
        } else {
            label("уулу", "сын", "son")
        };
        family.push([child.name(lang), relation, child.pin()]);
    }
    let name = named(
        rng,
        lang,
        &["маалымкат.pdf", "Үй-бүлө курамы.pdf", "справка.pdf"],
        &[
            "справка.pdf",
            "Справка о составе семьи.pdf",
            "документы.pdf",
        ],
        "certificate.pdf",
    );
    AttachmentSpec {
        name,
        content: Content::Certificate {
            lang,
            rows,
            family,
            at: base.received_at,
        },
    }
}

fn photo_of(base: &Base, scene: Scene, rng: &mut Seeded) -> AttachmentSpec {
    let at = base.received_at - chrono::TimeDelta::hours(rng.between(2, 90));
    let name = match rng.below(4) {
        0 => format!("IMG_{}.jpg", at.format("%Y%m%d_%H%M%S")),
        1 => format!("WhatsApp Image {}.jpeg", at.format("%Y-%m-%d at %H.%M.%S")),
        2 => format!("фото {}.jpg", rng.below(9) + 1),
        _ => named(
            rng,
            base.lang,
            &["сүрөт.jpg", "көчө.jpg"],
            &["фото.jpg", "улица.jpg"],
            "photo.jpg",
        ),
    };
    let letters: String = (0..3)
        .map(|_| char::from(b'A' + u8::try_from(rng.below(26)).unwrap_or(0)))
        .collect();
    AttachmentSpec {
        name,
        content: Content::Photo {
            scene,
            at,
            owner: latin(&base.person.name(Lang::Ru)),
            phone: base.person.phone(0),
            // Region 00 is given to nobody.
            plate: format!("00KG{:03}{letters}", rng.below(1000)),
            noise: rng.bits(),
        },
    }
}

/// Names that have broken other programs: paths, a hidden ending, separators, a device, great length.
fn hostile(rng: &mut Seeded, name: &str) -> String {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, "bin"));
    match rng.below(8) {
        0 => format!("../../../{name}"),
        1 => format!("C:\\fakepath\\{name}"),
        // Shown as "…exe.jpg" by a program that obeys the direction mark.
        2 => format!("{stem}\u{202e}gpj.exe.{ending}"),
        3 => format!("{stem};'\"|`$(x).{ending}"),
        4 => format!("CON.{ending}"),
        5 => format!("{}.{ending}", "узун ат ".repeat(40).trim_end()),
        6 => format!("{stem}\n{stem}.{ending}"),
        _ => format!("<b>{stem}</b>&amp;.{ending}.{ending}"),
    }
}
