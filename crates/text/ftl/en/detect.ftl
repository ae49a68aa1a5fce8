# Suggestions of personal data: what was found and why.
detect-kind-person = name
detect-kind-phone = telephone
detect-kind-email = e-mail
detect-kind-national_id = personal number (PIN)
detect-kind-tax_id = taxpayer's number
detect-kind-insurance_number = insurance number
detect-kind-passport = passport or identity card
detect-kind-address = address
detect-kind-birth_date = date of birth
detect-kind-card = bank card
detect-kind-iban = bank account (IBAN)
detect-kind-plate = number plate
detect-kind-secret = password or code
detect-why-checksum = the check digits are right
detect-why-checksum_and_label = the check digits are right, and “{ $word }” stands beside it
detect-why-label = “{ $word }” stands beside it
detect-why-form = it has this form
detect-why-form_and_label = it has this form, and “{ $word }” stands beside it
detect-why-date_within = its figures hold a valid date of birth
detect-why-date_within_and_label = its figures hold a valid date of birth, and “{ $word }” stands beside it
detect-why-name_parts = a given name, surname or patronymic side by side
detect-why-initials = a surname with initials
detect-why-child_of = a name with “уулу” or “кызы”
detect-why-known_name = a known name
detect-why-announced = “{ $word }” before it announces a person
detect-why-tagger = the language model takes it for a person
detect-why-tagger_and_form = the language model takes it for a person, and it looks like a name
detect-why-repeated = the same name stands elsewhere in the text
detect-why-address_parts = { $n ->
    [one] a part of an address
   *[other] { $n } parts of an address in a row
}
detect-with-model = Suggestions come from rules and the language model.
detect-rules-alone = Suggestions come from rules alone: the language model is not installed, and some names will not be found.
detect-model-damaged = The language model is damaged or cannot be read. Suggestions come from rules alone.
detect-line = Line { $n }: { $problem }
detect-line-json = it is no JSON with “id” and “text”
detect-line-long = it is longer than { $n } MB
detect-line-utf8 = it is not UTF-8
error-detect-lines = { $n } lines could not be read; the others were done.
