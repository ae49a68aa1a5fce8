# Кайрылуунун барагы: мөөнөт, текст, карточка, файлдар, дал келбөөлөр.

## Башы

case-label = Кайрылуу
case-tabs = Кайрылуунун бөлүктөрү
case-none = Кайрылуу тандалган жок
case-none-why = J жана K баскычтары менен тандап, Enter менен ачыңыз.
case-queued = жөнөтүүнү күтөт: { $n }
executor-is = аткаруучу: { $name }
executor-none = аткаруучу дайындала элек
tab-inquiry = Кайрылуу
tab-answer = Жооп
tab-files = Файлдар
tab-history = Тарых
actions-more = Дагы
actions-label = Аракеттер

## Мөөнөт

due-left = Мөөнөтү: { $date }, { $days } калды
due-today = Мөөнөтү бүгүн: { $date }
due-late = Мөөнөтү { $date } өттү: { $days } кечикти
due-of = Мөөнөтү: { $date }
due-was = Мөөнөтү ушул болчу: { $date }
due-registration = { $date } чейин каттоо керек
due-none = Мөөнөтү жок
deadline-why = Эмне үчүн ушул күн?
why-rule = { $from } күнүнөн тартып { $term }: мөөнөтү { $on }
why-rule-extended = Узартуу, { $from } күнүнөн тартып { $term }: мөөнөтү { $on }
why-source = Негизи: { $source } ({ $status })
source-law-of-the-kyrgyz-republic-no-67-of-04-05-2007-on-citizens-appeals-as-amended = «Жарандардын кайрылууларын кароо тартиби жөнүндө» Кыргыз Республикасынын 2007-жылдын 4-майындагы № 67 мыйзамы, өзгөртүүлөрү менен
source-law-of-the-kyrgyz-republic-no-217-of-29-12-2023-on-the-right-of-access-to-information = «Маалыматка жетүү укугу жөнүндө» Кыргыз Республикасынын 2023-жылдын 29-декабрындагы № 217 мыйзамы
source-general-knowledge-to-be-checked-by-an-officer = жалпы билим; жооптуу кызматкер текшериши керек
source-the-deadline-of-the-law-was-not-found-10-working-days-are-assumed = мыйзамдагы мөөнөт табылган жок; 10 жумуш күнү деп алынды
day-counted = эсептелген күн
day-skipped = эсептелбеген күн
day-transferred = которулган жумуш күнү
day-last = акыркы күн
day-from = эсеп башталган күн
day-number = { $n }-күн
day-transferred-for = { $date } күнүнүн ордуна иштелет
day-weekend = дем алыш күнү
day-not-counted = эсептелбейт

## Текстте табылгандар

found-card = банк картасынын номери
found-pin = жеке номер (ПИН)
found-phone = телефон
found-password = сырсөз
found-minor = жашы жете элек адам
found-email = электрондук почта
found-address = дарек
found-other = жеке маалымат

## Кайрылуу барагы

resolutions-title = Резолюциялар
notes-title = Эскертүүлөр
related-title = Байланышкан кайрылуулар
related-earlier = мурунку
related-later = кийинки
returned-because = Жетекчи кайтарды: { $reason }
void-because = Жараксыз деп табылды: { $reason }
case-card-title = Карточка
case-card-provisional = Убактылуу номер
extended-by = { $n } күнгө: { $reason }

## Дал келбөөлөр

conflict-title = Дал келбөө: { $field }
conflict-base = Экөөнө чейин турганы
conflict-stands = Азыр турганы
conflict-mine = { $name } сунуштаган, { $at }
conflict-keep = Турганын калтыруу
conflict-take = Сунушту кабыл алуу
rejected-title = Сервер кабыл алган жок: { $act }
rejected-safe = Сиз жазган нерсе ушул компьютерде сакталып турат.

## Файлдар

files-none = Файл жок
files-none-why = Каттын сканы же сүрөтү ушул жерге кошулат: U.
files-add = Файл кошуу
files-add-answer = Жоопко кошуу
files-drop = Файлды терезеге сүйрөп таштаса да болот.
file-received = кайрылуу менен келген
file-answer = жооп менен кетет
file-redacted = текшерилген көчүрмө, түпнускасы: { $name }
file-certificate = Күбөлүк
file-saved = { $name } сакталды.
media-application-pdf = PDF
media-image-jpeg = сүрөт, JPEG
media-image-png = сүрөт, PNG
media-image-tiff = скан, TIFF
media-image-webp = сүрөт, WebP
media-image-bmp = сүрөт, BMP
media-text-plain = текст
media-other = башка файл

## Талаалар

field-number = каттоо номери
field-provisional = убактылуу номер
field-received_at = Келип түшкөн
field-registered_on = Катталган
field-kind = Түрү
field-channel = Каналы
field-lang = Тили
field-topic = Тема
field-territory = Аймак
field-category = Социалдык категория
field-applicant = Кайрылуучу
field-applicants = Кайрылуучулар
field-collective = Жамааттык
field-subject = Кыскача мазмуну
field-text = Текст
field-unit = Бөлүм
field-executor = Аткаруучу
field-co_executors = Кошумча аткаруучулар
field-resolution = Резолюция
field-resolutions = Резолюциялар
field-service = Тандалган кызмат
field-sheets = Барактардын саны
field-repeat_of = Кайсыныкын кайталайт
field-minor = Жашы жете элек
field-restricted = Жеткиликтүүлүгү чектелген
field-source = Булагы
field-state = Абалы
field-due = Мөөнөтү
field-draft = Жооптун долбоору
field-body = Жооптун тексти
field-outcome = Жыйынтыгы
field-places = Тексттеги толтурулбаган жерлер ([…])
field-dispatch = Жөнөтүү
field-delivery = Жеткирүү ыкмасы
field-method = Жеткирүү ыкмасы
field-on = Күнү
field-reference = Чыгыш номери же квитанция
field-file_index = Иштин индекси
field-attachments = Тиркемелер
field-notes = Эскертүүлөр
field-note = Түшүндүрмө
field-to = Кимге
field-reason = Себеби
field-days = Күндөрдүн саны
field-certificate = Жашыруу күбөлүгү
field-conflicts = Чечилбеген дал келбөөлөр
field-sha256 = Текшерүү суммасы
field-not_considered = Кароосуз калтыруу себеби
field-forwarded = Жөнөтүү себеби
field-redaction = Жашыруу себеби
field-name = Аты-жөнү
field-phone = Телефон
field-email = Электрондук почта
field-address = Дареги
field-size = Файлдын көлөмү
field-period = Мезгил
field-template = Үлгү
