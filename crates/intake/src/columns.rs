//! The names under which the fields of a submission travel, in English, Russian and Kyrgyz.
//!
//! A name is compared without regard to case, blanks, hyphens, underscores and punctuation; ё and
//! the Kyrgyz ң ө ү match their folded forms е н о у, as people without a Kyrgyz keyboard type them.

/// A field of a submission, as a column or a JSON key names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The applicant's whole name.
    Name,
    /// The surname, where the form asks for it apart.
    Surname,
    /// The given name, where the form asks for it apart.
    GivenName,
    /// The patronymic, where the form asks for it apart.
    Patronymic,
    /// Telephone number.
    Phone,
    /// E-mail address.
    Email,
    /// The text of the inquiry.
    Content,
    /// Names or addresses of the files that were sent along.
    Files,
    /// Topic as the site names it.
    Topic,
    /// Category as the site names it.
    Category,
    /// Public service as the site names it.
    Service,
    /// The site's own number of the submission.
    Id,
    /// When it was submitted.
    SubmittedAt,
    /// Language of the form.
    Language,
}

/// Every name by which a column is known. A bare "№" or "No" is missing on purpose: in tables it
/// counts the rows, and taking 1, 2, 3 for the site's numbers would make next month's file look
/// as if it had been imported already.
const NAMES: &[(Field, &[&str])] = &[
    (
        Field::Name,
        &[
            "name",
            "full name",
            "your name",
            "fio",
            "applicant",
            "applicant name",
            "sender",
            "sender name",
            "фио",
            "фио заявителя",
            "фамилия имя отчество",
            "фамилия и имя",
            "заявитель",
            "имя заявителя",
            "отправитель",
            "ваше имя",
            "фио отправителя",
            "аты жөнү",
            "аты жөнүңүз",
            "аты жана фамилиясы",
            "фамилиясы аты",
            "фамилиясы аты атасынын аты",
            "кайрылуучу",
            "кайрылуучунун аты жөнү",
            "арыз ээси",
            "арыз берүүчү",
            "жөнөтүүчү",
            "сиздин атыңыз",
            "тааж",
            "аж",
        ],
    ),
    (
        Field::Surname,
        &[
            "surname",
            "last name",
            "family name",
            "фамилия",
            "фамилиясы",
            "тегиңиз",
            "теги",
        ],
    ),
    (
        Field::GivenName,
        &["first name", "given name", "имя", "аты", "атыңыз"],
    ),
    (
        Field::Patronymic,
        &["patronymic", "middle name", "отчество", "атасынын аты"],
    ),
    (
        Field::Phone,
        &[
            "phone",
            "phone number",
            "telephone",
            "tel",
            "mobile",
            "mobile phone",
            "contact phone",
            "телефон",
            "тел",
            "номер телефона",
            "контактный телефон",
            "мобильный телефон",
            "моб телефон",
            "мобильный",
            "телефон заявителя",
            "телефону",
            "телефон номери",
            "байланыш телефону",
            "уюлдук телефон",
            "телефонуңуз",
            "тел номери",
        ],
    ),
    (
        Field::Email,
        &[
            "email",
            "mail",
            "email address",
            "почта",
            "электронная почта",
            "эл почта",
            "электронный адрес",
            "адрес электронной почты",
            "емейл",
            "имейл",
            "электрондук почта",
            "электрондук почтасы",
            "эл почтасы",
            "электрондук дарек",
            "электрондук дареги",
            "почтасы",
        ],
    ),
    (
        Field::Content,
        &[
            "content",
            "message",
            "text",
            "body",
            "inquiry",
            "inquiry text",
            "appeal",
            "appeal text",
            "description",
            "содержание",
            "содержание обращения",
            "текст",
            "текст обращения",
            "текст сообщения",
            "обращение",
            "ваше обращение",
            "сообщение",
            "суть обращения",
            "суть вопроса",
            "описание",
            "мазмуну",
            "мазмун",
            "кайрылуунун мазмуну",
            "кайрылуу",
            "кайрылууңуз",
            "кайрылуунун тексти",
            "тексти",
            "билдирүү",
            "билдирүүнүн тексти",
            "арыздын мазмуну",
        ],
    ),
    (
        Field::Files,
        &[
            "files",
            "file",
            "attachments",
            "attachment",
            "attached files",
            "uploads",
            "файлы",
            "файл",
            "вложения",
            "вложение",
            "приложения",
            "приложение",
            "прикрепленные файлы",
            "прикрепленный файл",
            "документы",
            "файлдар",
            "файлдары",
            "тиркемелер",
            "тиркеме",
            "тиркелген файлдар",
            "тиркелген файл",
            "документтер",
        ],
    ),
    (
        Field::Topic,
        &[
            "topic",
            "subject",
            "theme",
            "тема",
            "тема обращения",
            "темасы",
            "кайрылуунун темасы",
        ],
    ),
    (
        Field::Category,
        &[
            "category",
            "type",
            "категория",
            "категория обращения",
            "вид обращения",
            "тип обращения",
            "категориясы",
            "кайрылуунун түрү",
            "түрү",
        ],
    ),
    (
        Field::Service,
        &[
            "service",
            "услуга",
            "наименование услуги",
            "сервис",
            "кызмат",
            "кызматы",
            "кызмат көрсөтүү",
            "кызматтын аты",
            "кызматтын аталышы",
        ],
    ),
    (
        Field::Id,
        &[
            "id",
            "submission id",
            "submission number",
            "uuid",
            "guid",
            "ид",
            "айди",
            "номер обращения",
            "номер заявки",
            "код обращения",
            "кайрылуунун номери",
            "арыздын номери",
            "кайрылуу номери",
        ],
    ),
    (
        Field::SubmittedAt,
        &[
            "submitted at",
            "submitted",
            "submission date",
            "date",
            "date time",
            "datetime",
            "created",
            "created at",
            "timestamp",
            "sent at",
            "дата",
            "дата и время",
            "дата подачи",
            "дата обращения",
            "дата отправки",
            "дата создания",
            "отметка времени",
            "создано",
            "отправлено",
            "датасы",
            "күнү",
            "күнү жана убактысы",
            "убактысы",
            "жөнөтүлгөн күнү",
            "берилген күнү",
            "кайрылуунун күнү",
            "убакыт белгиси",
            "түзүлгөн күнү",
        ],
    ),
    (
        Field::Language,
        &[
            "language",
            "lang",
            "locale",
            "язык",
            "язык обращения",
            "тил",
            "тили",
            "кайрылуунун тили",
        ],
    ),
];

/// The field that a column name stands for.
///
/// With `lossy`, a `?` in the name may stand for a Kyrgyz letter that the file's encoding lost.
#[must_use]
pub fn field(name: &str, lossy: bool) -> Option<Field> {
    let wanted: Vec<char> = fold(name, lossy);
    if wanted.is_empty() || wanted.len() > 60 {
        return None;
    }
    let same = |known: &str| {
        let mut rest = wanted.iter();
        let all = bare(known).all(|c| match rest.next() {
            Some('?') => matches!(c, 'ң' | 'ө' | 'ү'),
            Some(&w) => w == plain(c),
            None => false,
        });
        all && rest.next().is_none()
    };
    NAMES
        .iter()
        .find(|(_, names)| names.iter().any(|known| same(known)))
        .map(|(field, _)| *field)
}

fn fold(name: &str, lossy: bool) -> Vec<char> {
    bare_or_lost(name, lossy).map(plain).collect()
}

/// Letters and digits in lower case: blanks and punctuation do not tell one column from another.
fn bare(text: &str) -> impl Iterator<Item = char> + '_ {
    bare_or_lost(text, false)
}

fn bare_or_lost(text: &str, keep_lost: bool) -> impl Iterator<Item = char> + '_ {
    text.chars()
        .filter(move |c| c.is_alphanumeric() || (keep_lost && *c == '?'))
        .flat_map(char::to_lowercase)
}

fn plain(c: char) -> char {
    match c {
        'ё' => 'е',
        'ң' => 'н',
        'ө' | 'ɵ' => 'о',
        'ү' | 'ʏ' => 'у',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, expect: Option<Field>) {
        assert_eq!(field(name, false), expect, "{name}");
    }

    #[test]
    fn names_are_known_in_three_languages_and_any_spelling() {
        check("E-mail", Some(Field::Email));
        check("  ТЕКСТ_ОБРАЩЕНИЯ* ", Some(Field::Content));
        check("Аты-жөнү:", Some(Field::Name));
        check("Аты жону", Some(Field::Name));
        check("Приложённые файлы", None);
        check("Прикреплённые файлы", Some(Field::Files));
        check("submittedAt", Some(Field::SubmittedAt));
        check("submission_id", Some(Field::Id));
        check("Имя", Some(Field::GivenName));
        check("Адрес", None);
        check("", None);
    }

    #[test]
    fn a_row_counter_is_not_the_sites_number() {
        check("№", None);
        check("№ п/п", None);
        check("No", None);
    }

    #[test]
    fn lost_kyrgyz_letters_are_read_where_the_encoding_loses_them() {
        assert_eq!(field("Аты-ж?н?", true), Some(Field::Name));
        assert_eq!(field("Аты-ж?н?", false), None);
        assert_eq!(field("Т?л", true), None);
    }

    #[test]
    fn no_name_stands_for_two_fields() {
        for (expected, names) in NAMES {
            for name in *names {
                assert_eq!(field(name, false), Some(*expected), "{name}");
            }
        }
    }
}
