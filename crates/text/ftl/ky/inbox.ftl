# Тизмелер: көрүнүштөр, саптар, бүгүнкү иш.

## Көрүнүштөр

view-today = Бүгүн
view-inbox = Көзөмөлдө
view-new = Жаңы
view-mine = Меники
view-to_sign = Кол коюуга
view-returned = Кайтарылды
view-overdue = Мөөнөтү өткөн
view-to_dispatch = Жөнөтүүгө
view-closed = Жабылды
view-archived = Архивде
view-conflicts = Дал келбөөлөр
view-all = Баары

## Бош көрүнүштөр

empty-today = Бүгүн мөөнөтү келген иш жок
empty-today-why = Жаңы кат келсе, Ctrl+N менен каттаңыз.
empty-inbox = Көзөмөлдө эч нерсе жок
empty-inbox-why = Катталган кайрылуулар ушул жерде турат. Каттоо: Ctrl+N.
empty-new = Жаңы кайрылуу жок
empty-new-why = Сайттан келгендер ушул жерде каттоону күтөт. Импорт: g w.
empty-mine = Сизге дайындалган кайрылуу жок
empty-mine-why = Аткаруучу болуп дайындалганыңызда кайрылуу ушул жерге чыгат.
empty-to_sign = Кол коюуну күткөн жооп жок
empty-to_sign-why = Адистер Ctrl+Enter менен жөнөткөн жооптор ушул жерде.
empty-returned = Кайтарылган жооп жок
empty-returned-why = Жетекчи кайтарган жооп себеби менен ушул жерге чыгат.
empty-overdue = Мөөнөтү өткөн иш жок
empty-overdue-why = Мөөнөтү өткөн кайрылуулар ушул жерде жана бүгүнкү тизменин башында турат.
empty-to_dispatch = Жөнөтүлө турган жооп жок
empty-to_dispatch-why = Кол коюлган жооптор ушул жерде: P жөнөтүүнү белгилейт, C көзөмөлдөн алат.
empty-closed = Жабылган кайрылуу жок
empty-closed-why = Көзөмөлдөн алынгандар архивге өткөрүлгөнчө ушул жерде турат.
empty-archived = Архивде эч нерсе жок
empty-archived-why = Архивдик PDF түзүлүп, текшерилген кайрылуулар ушул жерде.
empty-conflicts = Дал келбөө жок
empty-conflicts-why = Эки түзмөк бир эле талааны өзгөрткөндө, экөө тең ушул жерде көрүнөт.
empty-all = Кайрылуу жок
empty-all-why = Каттоо: Ctrl+N. Сайттан импорт: g w.
empty-search = Эч нерсе табылган жок
empty-search-why = Номердин бир бөлүгүн же башка сөздү жазып көрүңүз. Esc издөөнү жабат.
empty-filter = Чыпкага эч нерсе туура келбейт
empty-filter-why = F баскычы чыпканы өзгөртөт же алып салат.

## Тизме

list-label = Кайрылуулардын тизмеси
list-count = { $figures } кайрылуу
list-found = «{ $search }» боюнча табылганы
list-selected = { $n } тандалды
list-unselect = Тандоону алуу
col-number = №
col-left = Калды
col-applicant = Кайрылуучу
col-topic = Тема
col-flags = Белгилер
left-late = { $n } күн өттү
left-today = бүгүн
left-days = { $n } күн
number-none = катталган эмес
number-provisional = Убактылуу номер: расмийси синхрондоштурууда берилет
applicant-anonymous = анонимдүү

## Чыпка

filter-title = Чыпка
filter-any = баары
filter-apply = Колдонуу
filter-none = Чыпканы алуу
filter-clear = Бул чыпканы алуу

## Бүгүн

today-next = Адегенде
today-more = Дагы { $n }
