//! What personal data there are.

/// A kind of personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A person's name, as much of it as stands together.
    Person,
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
    /// The personal number of the Kyrgyz Republic (ПИН), 14 digits.
    NationalId,
    /// A taxpayer's number: Russian ИНН of 10 or 12 digits, Kyrgyz ИНН of a legal entity.
    TaxId,
    /// СНИЛС, or the policy of health insurance (ОМС).
    InsuranceNumber,
    /// The number of a passport or identity card.
    Passport,
    /// Where somebody lives.
    Address,
    /// When somebody was born.
    BirthDate,
    /// A bank card's number.
    Card,
    /// An international bank account number.
    Iban,
    /// A vehicle's number plate.
    Plate,
    /// A password, PIN or code given in the text.
    Secret,
}

impl Kind {
    /// All of them.
    pub const ALL: [Kind; 13] = [
        Kind::Person,
        Kind::Phone,
        Kind::Email,
        Kind::NationalId,
        Kind::TaxId,
        Kind::InsuranceNumber,
        Kind::Passport,
        Kind::Address,
        Kind::BirthDate,
        Kind::Card,
        Kind::Iban,
        Kind::Plate,
        Kind::Secret,
    ];

    /// The one of a code.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The code in data and texts.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Kind::Person => "person",
            Kind::Phone => "phone",
            Kind::Email => "email",
            Kind::NationalId => "national_id",
            Kind::TaxId => "tax_id",
            Kind::InsuranceNumber => "insurance_number",
            Kind::Passport => "passport",
            Kind::Address => "address",
            Kind::BirthDate => "birth_date",
            Kind::Card => "card",
            Kind::Iban => "iban",
            Kind::Plate => "plate",
            Kind::Secret => "secret",
        }
    }
}
