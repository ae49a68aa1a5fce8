# Words used in several places.
app-name = Inquiry Desk
language-ky = Кыргызча
language-ru = Русский
language-en = English
role-clerk = Clerk
role-supervisor = Supervisor
role-archivist = Archivist
role-administrator = Administrator
role-data_officer = Personal data officer
status-verified = confirmed by the source
status-secondary = from a secondary source
status-unverified = not confirmed, to be checked
unit-working_days = { $n ->
    [one] { $n } working day
   *[other] { $n } working days
}
unit-calendar_days = { $n ->
    [one] { $n } calendar day
   *[other] { $n } calendar days
}
form-written = written
form-electronic = electronic
form-oral = oral
