//! Words that name the number beside them.

use crate::tokens::{Form, Token};

/// What a word says of the number beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    /// Personal number or taxpayer's number: ПИН, ИНН. Which, the number tells.
    Tax,
    /// Only a personal number.
    Personal,
    /// СНИЛС, ОМС, a policy.
    Insurance,
    /// Passport, identity card.
    Passport,
    /// Bank card.
    Card,
    /// Telephone.
    Phone,
    /// IBAN.
    Iban,
    /// Vehicle.
    Plate,
    /// What is no personal number: a document's, a contract's, an account's.
    Other,
}

/// Beginnings of keys. A `=` at the end asks for the whole word.
const LABELS: &[(Label, &str)] = &[
    (
        Label::Tax,
        "инн= пин= пині инни= пини= инним пиним иннси= inn= pin= тин= tin= налогоплат \
         салык иннге пинге жсн=",
    ),
    (
        Label::Personal,
        "персональн идентификац жеке= жекелик пжн= personal national",
    ),
    (
        Label::Insurance,
        "снилс омс= полис страхов камсыздандыру snils oms= енп= соцфонд соцстрах",
    ),
    (
        Label::Passport,
        "паспорт удостоверен куболу айди= passport pasport id= серия= серии= сериясы \
         документ= документи",
    ),
    (
        Label::Card,
        "карт visa виза= mastercard мастеркард элкарт elcart card kart",
    ),
    (
        Label::Phone,
        "тел= тлф= телефон моб= мобил сот= сотов сотка сотк ватсап вотсап вацап \
         whatsapp watsap телеграм telegram звон позвон перезвон чалса чалып чалгыла \
         байланыш phone tel= telefon mob= факс контакт уюлдук",
    ),
    (Label::Iban, "iban ибан"),
    (
        Label::Plate,
        "госномер гос= мам= мамномер автомоб автомаш машин унаа транспорт автотранспорт \
         авто= мамлекеттик номерно регзнак plate такси жеңил женил",
    ),
    (
        Label::Other,
        "исх= вх= дел= дело= делу= дела= иш= договор келишим счет эсеп эсеби кадастр \
         приказ протокол стат берен окпо огрн бик= кбк= код= заявк трек лицев акт= \
         актысы накладн квитанц реестр постановл токтом буйрук закон мыйзам рег= \
         регистрац каттоо сумм сом= артикул корр= ecn бейне лот= тендер конкурс \
         чек= справк уведомлен решени чечим лиценз сертификат диплом аттестат прибор \
         счетчик эсептегич абонент участк инвентар",
    ),
];

fn label_of(key: &str) -> Option<Label> {
    let matches = |pattern: &str| match pattern.strip_suffix('=') {
        Some(whole) => key == whole,
        None => key.starts_with(pattern),
    };
    LABELS
        .iter()
        .find_map(|(label, stems)| stems.split(' ').any(matches).then_some(*label))
}

/// The label beside a place, and the word.
#[derive(Debug, Clone)]
pub struct Beside {
    /// What it says.
    pub label: Label,
    /// The word, in its key's form.
    pub word: String,
}

/// All labels of a text, by token.
#[derive(Debug)]
pub struct Labels {
    at: Vec<Option<Label>>,
}

/// How many words before a number are looked at.
const BEFORE: usize = 6;
/// How many words and marks behind it.
const AFTER: usize = 3;

impl Labels {
    /// Looks at every word once.
    #[must_use]
    pub fn of(tokens: &[Token]) -> Self {
        let account = |i: usize| {
            // `р/с`, `л/с`, `к/с`
            tokens[i].key == "с" && i >= 2 && tokens[i - 1].is('/') && tokens[i - 2].is_letter()
        };
        let at = tokens
            .iter()
            .enumerate()
            .map(|(i, t)| match t.form {
                Form::Word if account(i) => Some(Label::Other),
                Form::Word | Form::Mixed => label_of(&t.key),
                _ => None,
            })
            .collect();
        Self { at }
    }

    /// The nearest label before the token `first`, or else right behind `last`. Another number in between, or the end
    /// of a sentence, cuts it off.
    #[must_use]
    pub fn beside(&self, tokens: &[Token], first: usize, after: usize) -> Option<Beside> {
        self.before(tokens, first)
            .or_else(|| self.behind(tokens, after))
    }

    /// The nearest label before the token `first`.
    #[must_use]
    pub fn before(&self, tokens: &[Token], first: usize) -> Option<Beside> {
        let mut words = 0;
        let mut breaks = 0;
        for i in (0..first).rev() {
            let token = &tokens[i];
            match token.form {
                Form::Word | Form::Mixed => {
                    if let Some(label) = self.at[i] {
                        return Some(self.beside_word(token, label, tokens, i));
                    }
                    words += 1;
                    if words > BEFORE || (token.form == Form::Mixed && token.letters() > 4) {
                        return None;
                    }
                }
                Form::Number if token.letters() > 1 => return None,
                // `тел. 0555` goes on; `... ушёл. 0555` does not.
                Form::Mark('.' | '!' | '?' | ';') if words > 0 && !abbreviation(tokens, i) => {
                    return None;
                }
                Form::Break => {
                    breaks += 1;
                    if breaks > 1 || words > 0 {
                        return None;
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// `лицевой счёт карты`: the nearest word names it, unless it only says "number" of something named before.
    fn beside_word(&self, token: &Token, label: Label, tokens: &[Token], i: usize) -> Beside {
        let earlier = i
            .checked_sub(1)
            .filter(|j| tokens[*j].is_word())
            .and_then(|j| self.at[j].map(|l| (l, &tokens[j])));
        let (label, word) = match (label, earlier) {
            // `паспорт серия`, `ИНН код`, `регистрационный номер машины`.
            (Label::Other, Some((l, t))) if l != Label::Other => (l, t),
            _ => (label, token),
        };
        Beside {
            label,
            word: word.key.clone(),
        }
    }

    /// `4111... (карта)`, `0555... номерине чалыңыз`: the very next word, or the one behind "number".
    #[must_use]
    pub fn behind(&self, tokens: &[Token], after: usize) -> Option<Beside> {
        let mut numbered = false;
        for (i, token) in tokens.iter().enumerate().skip(after).take(AFTER) {
            match token.form {
                Form::Word => {
                    if let Some(label) = self.at[i].filter(|l| *l != Label::Other) {
                        // `... 0555123456 паспорт ID...`: that word names what follows it.
                        let next_is_number = tokens
                            .iter()
                            .skip(i + 1)
                            .take(4)
                            .any(|t| matches!(t.form, Form::Number | Form::Mixed));
                        return (!next_is_number).then(|| Beside {
                            label,
                            word: token.key.clone(),
                        });
                    }
                    if numbered || !(token.key.starts_with("номер") || token.key == "деген")
                    {
                        return None;
                    }
                    numbered = true;
                }
                Form::Mark('(' | '-') => {}
                _ => return None,
            }
        }
        None
    }
}

/// Whether the point at `i` ends an abbreviation: a short word before it, no capital behind.
fn abbreviation(tokens: &[Token], i: usize) -> bool {
    i.checked_sub(1)
        .is_some_and(|j| tokens[j].is_word() && tokens[j].letters() <= 4)
        && tokens.get(i + 1).is_none_or(|t| !t.is_capital())
}
