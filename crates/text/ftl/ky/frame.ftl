# Терезенин алкагы: кулпу, үстүңкү тилке, көрүнүштөр, буйруктар, жөндөөлөр.

## Кулпуну ачуу

unlock-lead = Кайрылуулар ушул компьютерде шифрленип сакталат. Ачуу үчүн байланыш керек эмес.
unlock-demo = Бул көрсөтмө: адамдар, даректер жана кайрылуулар ойдон чыгарылган.
unlock-who = Ким иштейт
unlock-passphrase = Сырсөз
unlock-passphrase-demo = Көрсөтмөнүн сырсөзү жазылып турат.
unlock-open = Ачуу
unlock-busy = Ачылып жатат…
unlock-nobody = Бул компьютер али каттоодон өткөн эмес. Администратор түзмөктү каттап, каттоо эсептерин кошушу керек.
unlock-version = Нуска { $version }

## Үстүңкү тилке

skip-to-work = Негизги бөлүккө өтүү
demo-badge = Көрсөтмө
demo-why = Адамдар, даректер жана кайрылуулар ойдон чыгарылган.
search-label = Издөө
search-placeholder = Номер, аты-жөнү же сөздөр
palette-title = Буйруктар
palette-label = Буйруктун аталышы же кайрылуунун номери
palette-placeholder = Буйрук же номер…
palette-none = Мындай буйрук да, кайрылуу да табылган жок.
chip-open = Синхрондоштуруу барагын ачуу (g y)
chip-online = байланыш бар
chip-offline = байланыш жок
chip-busy = синхрондошууда
chip-queued = кезекте { $n }
chip-files = файл { $n }
chip-conflicts = дал келбөө { $n }
chip-rejected = четке кагылды { $n }
chip-never = али синхрондошкон эмес
chip-clock = саат туура эмес
clock-ahead = Бул компьютердин сааты сервердикинен { $amount } алдыда. Азыр катталгандар туура эмес дата алат. Компьютердин датасын жана убактысын туураңыз; жасалган иш жоголгон жок.
clock-behind = Бул компьютердин сааты сервердикинен { $amount } артта. Азыр катталгандар туура эмес дата алат. Компьютердин датасын жана убактысын туураңыз; жасалган иш жоголгон жок.
clock-minutes = { $n } мүнөт
clock-hours = { $n } саат
clock-days = { $n } күн
data-of = маалыматтар { $at } боюнча
unsaved-here = Жазганыңыз азырынча ушул терезеде гана турат: терезени жаппаңыз. Мүмкүн болору менен өзү сакталат.
unsaved-closing = Жазганыңыз ушул терезеде гана, сакталган жок. Терезени 15 секунд ичинде дагы бир жолу жапсаңыз, ал жоголот.
hint-move = жылуу
hint-open = ачуу
hint-select = тандоо
hint-keys = баскычтар
hint-back = артка
hint-palette = буйруктар
hint-approve = кол коюу
hint-return = кайтаруу

## Барактар

views-title = Көрүнүштөр
split-views = Көрүнүштөр тилкесинин туурасы
split-list = Тизменин туурасы
go-register = Кайрылууну каттоо
go-register-short = Каттоо
go-import = Сайттан импорттоо
go-reports = Отчеттор
go-archive = Архив
go-sync = Синхрондоштуруу

## Жөндөөлөр

settings-title = Жөндөөлөр
settings-lang = Тил
settings-theme = Түс
theme-system = системадагыдай
theme-light = ачык
theme-dark = күңүрт
theme-contrast = жогорку контраст
settings-density = Саптын бийиктиги
density-compact = тыгыз
density-normal = кадимки
density-roomy = кенен
settings-scale = Тексттин өлчөмү
settings-lock = Автоматтык кулпу
minutes = { $n } мүн.
settings-lock-now = Кулпулоо

## Баскычтар

keys-title = Баскычтар барагы
keys-lead = Баскычтар клавиатурадагы орду боюнча аныкталат: кириллицада да иштейт. Талаада жазып жатканда тамгалар жөн гана тамга.
keys-everywhere = Бардык жерде
keys-list = Тизме
keys-case = Кайрылуу
keys-answer = Жооп жана кол коюу
keys-go = Өтүү: g, анан тамга
keys-regions = кийинки бөлүккө
keys-page = бир экранга
keys-ends = башына же аягына
keys-range = ушул жерге чейин тандоо
keys-select-shown = көрүнгөндөрдү тандоо
keys-sort-due = мөөнөтү боюнча иреттөө
keys-tabs = барактар: кайрылуу, жооп, файлдар, тарых
keys-approve = кол коюу
keys-return = себебин жазып кайтаруу
keys-assign-selected = тандалгандарды дайындоо
keys-topic-selected = тандалгандарга тема коюу
keys-save-file = тандалган файлды сактоо
keys-redact = Маалыматты жашыруу: иштин файлында Enter
keys-pages = Башка барактар
keys-main = барактын негизги аракети
keys-pick = файл тандоо
keys-make = отчетту же архивдик PDF түзүү
keys-save = кагазды сактоо
keys-period = мурунку же кийинки мезгил
keys-sections = бүгүнкү иштин бөлүгү

## Баскычтардын аттары

action-close = Жабуу
action-cancel = Жокко чыгаруу
action-done = Даяр
action-back = Артка
action-retry = Кайра аракет кылуу
action-undo = Артка кайтаруу
action-save-as = Сактоо…
back-to-list = Тизмеге кайтуу
choose = Тандаңыз
not-set = коюлган эмес
yes = ооба
no = жок
loading = Жүктөлүп жатат…
progress = Аткарылып жатат
staff-unknown = белгисиз кызматкер
field-date-wrong = Күнүн 04.12.2026 түрүндө жазыңыз.
field-date-hint = кк.аа.жжжж, ↑ ↓ — бир күн

## Терезе токтосо

halt-title = Терезе токтоп калды
halt-text = Сакталган маалыматтар бүтүн, алар ушул компьютерде. Программаны жаап, кайра ачыңыз. Кайталанса, төмөнкү маалыматты администраторго бериңиз.

start-no-screen = Терезени ача турган экран жок: DISPLAY да, WAYLAND_DISPLAY да коюлган эмес. Буйрук сабында ушул эле ишти deskctl аткарат.
