# Бир нече жерде колдонулган сөздөр.
app-name = Inquiry Desk
language-ky = Кыргызча
language-ru = Русский
language-en = English
role-clerk = Адис
role-supervisor = Жетекчи
role-archivist = Архивчи
role-administrator = Администратор
role-data_officer = Жеке маалыматтар боюнча жооптуу
status-verified = булак менен ырасталган
status-secondary = кошумча булактан алынган
status-unverified = ырасталган эмес, текшерүү керек
unit-working_days = { $n } жумуш күнү
unit-calendar_days = { $n } календардык күн
form-written = жазуу жүзүндө
form-electronic = электрондук
form-oral = оозеки
