# Мезгил үчүн отчет: форма, көрсөткүчтөр, документ.

reports-title = Мезгил үчүн отчет
reports-lead = Мезгилди тандап, Ctrl+G басыңыз. Оң жакта документ басылып чыга турган түрүндө көрсөтүлөт.
reports-period = Мезгил
reports-period-month = Ай
reports-period-quarter = Чейрек
reports-period-half = Жарым жыл
reports-period-year = Жыл
reports-period-range = Каалаган күндөр
reports-previous = Мурунку мезгил
reports-next = Кийинки мезгил
reports-from = Башталышы
reports-to = Аягы
reports-name-quarter = { $n ->
    [1] { $year }-жылдын I чейреги
    [2] { $year }-жылдын II чейреги
    [3] { $year }-жылдын III чейреги
   *[4] { $year }-жылдын IV чейреги
}
reports-name-half = { $n ->
    [1] { $year }-жылдын I жарымы
   *[2] { $year }-жылдын II жарымы
}
reports-name-year = { $year }-жыл
reports-name-range = { $from } — { $to }
reports-bad-range = Биринчи күн жылнаамада бар күн болушу жана акыркы күндөн кеч болбошу керек.
reports-future = Мезгил али бүтө элек: көрсөткүчтөр өзгөрөт.
reports-make = Отчет түзүү
reports-making = Отчет түзүлүүдө…
reports-empty = Отчет али түзүлө элек. Мезгилди тандап, Ctrl+G басыңыз.
reports-paper-lang = Документтин тили
reports-total = { $n ->
    [one] { $n } кайрылуу
   *[other] { $n } кайрылуу
}
reports-total-before = Өткөн жылдын ушул мезгилинде: { $n }
reports-nothing = Бул мезгилде кайрылуу болгон эмес. Отчетто ушундай көрсөтүлгөн, аны сактоого болот.
reports-queued = { $n ->
    [one] Ушул компьютерде жасалган { $n } өзгөртүүнү сервер али ырастай элек.
   *[other] Ушул компьютерде жасалган { $n } өзгөртүүнү сервер али ырастай элек.
} Отчетто алар эсепке алынган. Башка компьютерлерде дагы өзгөртүүлөр болушу мүмкүн: отчетту жөнөтөрдөн мурун синхрондоштуруңуз.
reports-offline = Байланыш жок: отчетто ушул компьютердеги маалымат { $when } карата эсепке алынган.
reports-offline-never = Байланыш жок жана бул компьютер али бир да жолу синхрондошкон эмес: отчетто ушул жерде киргизилгендер гана эсепке алынган.
reports-devices = Көрсөткүчтөргө төмөнкү компьютерлерде жасалгандар кирбей калышы мүмкүн:
reports-device = { $name } (№ { $number }): сервер менен акыркы байланыш { $seen }; анда күтүп тургандар: { $waiting }
reports-figures = Көрсөткүчтөр
reports-col-what = Көрсөткүч
reports-col-count = Мезгил
reports-col-before = Өткөн жыл
reports-col-change = Айырма
reports-col-share = Үлүшү
reports-open-figure = «{ $label }» ачуу: { $n ->
    [one] { $n } кайрылуу
   *[other] { $n } кайрылуу
}
reports-list-title = { $label }, { $period }
reports-save = PDF катары сактоо
reports-saved = { $name } катары сакталды
reports-save-cancelled = Сактоо жокко чыгарылды.
reports-not-allowed = Сиздин ролуңуз отчет түзбөйт. Муну жетекчи, архивчи же администратор аткарат.

# Беттеп көрсөтүлгөн документ, ушул жана башка экрандарда.
sheet-page-of = { $of } беттин { $page }-бети
sheet-next = Кийинки бет
sheet-previous = Мурунку бет
sheet-larger = Чоңойтуу
sheet-smaller = Кичирейтүү
sheet-alt = { $name } документинин { $page }-бети
sheet-failed = Бул бетти көрсөтүүгө мүмкүн болгон жок. Файлдын өзү бузулган эмес, аны сактоого болот.
sheet-label = Алдын ала көрүү: { $name }
sheet-no-pages = Беттеп көрсөтө турган эч нерсе жок
sheet-no-pages-why = Файл башка форматта же анын мазмуну бул компьютерге али келе элек. Файл өзгөртүүсүз сакталат.
