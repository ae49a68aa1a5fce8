//! The words of addresses, in the form of keys (small letters, `ё ң ө ү` as `е н о у`).

use super::Part;

pub(super) const HOUSE: &str = "д дом дома доме дому корп корпус стр строение house dom уй уйу вл";

pub(super) const FLAT: &str = "кв квартира квартире квартиры оф офис комн комната ком батир батири квартирасы apt kv каб подъезд";

/// Forms of `үй` and `батир` behind a number: `5-үй`, `12-батирде`.
pub(super) const HOUSE_BEHIND: &str = "уй уйдо уйундо уйу уйунун уйго уйдун дом уйун";

pub(super) const FLAT_BEHIND: &str =
    "батир батирде батири батиринде батирдин квартира квартирада кв батирге";

/// Words with a capital at a sentence's start, or before any street.
pub(super) const NO_NAME: &str = "мен биз дарегим дареги дарек дарегибиз адрес адресим жери ал анын менин биздин ушул бул ошол айыл \
    жаны башкы ар бир кайсы негизги борбордук этой нашей каждой данной по на в эл жергиликтуу";

/// What stands before a name: (what it is, keys, whether a point must follow, so that it is no other word).
pub(super) const PREFIXES: &[(Part, &str)] = &[
    (
        Part::Settlement,
        "г гор город города городе с сел село селе села дер деревня деревне пос \
         поселок поселке поселка пгт аил аиле ст",
    ),
    (
        Part::Block,
        "мкр мкрн микрорайон микрорайоне жилмассив жилмассиве жм квартал снт массив",
    ),
    (
        Part::Street,
        "ул улица улице улицы улицу пр просп проспект проспекте проспекту пер переулок \
         переулке б бул бульвар бульваре туп тупик проезд шоссе наб набережная площадь \
         пл ул-ца street ul",
    ),
    (Part::Region, "обл область"),
    (Part::District, "район"),
];

/// What stands behind a name.
pub(super) const POSTFIXES: &[(Part, &str)] = &[
    (Part::Region, "област обл= облус облусу край= края="),
    (Part::District, "район р= аймаг аймаk аймак"),
    (
        Part::Settlement,
        "шаар айыл айл= а= ш= кыштак кышт посел шаарч city",
    ),
    (
        Part::Block,
        "кичирайон кичи= мкр= массив конуш микрорайон турак=",
    ),
    (
        Part::Street,
        "кочо коч= к= проспект пр= бульвар тупиг тупик улиц ул= street avenue ave= road чолмо",
    ),
];

/// Whether a key is one of the words of a list.
pub(super) fn listed(list: &str, key: &str) -> bool {
    list.split(' ').any(|word| word == key)
}

/// What a word behind a name makes of it.
pub(super) fn postfix(key: &str) -> Option<Part> {
    POSTFIXES.iter().find_map(|(part, stems)| {
        stems
            .split(' ')
            .any(|s| match s.strip_suffix('=') {
                Some(whole) => key == whole,
                None => key.starts_with(s),
            })
            .then_some(*part)
    })
}
