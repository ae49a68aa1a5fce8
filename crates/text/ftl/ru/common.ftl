# Слова, общие для нескольких мест.
app-name = Inquiry Desk
language-ky = Кыргызча
language-ru = Русский
language-en = English
role-clerk = Специалист
role-supervisor = Руководитель
role-archivist = Архивариус
role-administrator = Администратор
role-data_officer = Ответственный за персональные данные
status-verified = подтверждено источником
status-secondary = по вторичному источнику
status-unverified = не подтверждено, требует проверки
unit-working_days = { $n ->
    [one] { $n } рабочий день
    [few] { $n } рабочих дня
   *[many] { $n } рабочих дней
}
unit-calendar_days = { $n ->
    [one] { $n } календарный день
    [few] { $n } календарных дня
   *[many] { $n } календарных дней
}
form-written = письменное
form-electronic = электронное
form-oral = устное
