# Электрондук кабылдама: жарандар өздөрү окуй турган барактар.

reception-name = Электрондук кабылдама
reception-skip = Негизги бөлүккө өтүү
reception-languages = Барактын тили
reception-pages = Барактар
reception-nav-write = Кайрылуу жазуу
reception-nav-status = Абалын билүү
reception-nav-policy = Купуялык саясаты
reception-no-tracking = Бул барактар cookie файлдарын сактабайт жана сизди көзөмөлдөбөйт.
reception-error = Ката

## Форма

reception-form-title = Кайрылуу жазуу
reception-intro = Формада бир гана үч нерсе милдеттүү: кайрылуунун түрү, анын тексти жана макулдугуңуз. Калганы сизге жооп берүү үчүн керек.
reception-intro-other-ways = Кайрылууну почта аркылуу же өзүңүз келип да бере аласыз:
reception-never-title = Банк картасынын номерин, ПИН-кодду жана сырсөздөрдү жазбаңыз.
reception-never = Кайрылууну кароо үчүн алар керек эмес. Биз аларды эч качан сурабайбыз.
reception-minor-intro = { $age } жашка чыга элек болсоңуз, ата-энеңиз же камкорчуңуз менен бирге жазыңыз.
reception-language-first = Барактын тилин жазуудан мурун тандаңыз: тил алмашканда форма бошойт. Текстти каалаган тилде жаза бериңиз.
reception-needed = милдеттүү
reception-not-chosen = Тандалган жок
reception-other-of = { $section }: башка
reception-person = Сиз жөнүндө
reception-person-hint = Аты-жөнүңүздү жана байланышыңызды жазбасаңыз да кайрылуу кабыл алынат, бирок жооп берүүгө мүмкүн болбой калышы ыктымал.
reception-matter = Кайрылуу
reception-files = Файлдар
reception-data-hint = Өзүңүздүн маалыматтарыңыз боюнча өтүнүч:
reception-asks-know = Мен жөнүндө эмне сакталганын билүү
reception-asks-correct = Маалыматтарымды оңдоо
reception-asks-restrict = Маалыматтарымды колдонууну чектөө
reception-asks-erase = Маалыматтарымды өчүрүү
reception-field-what = Кайрылуунун түрү
reception-field-name = Фамилияңыз, атыңыз, атаңыздын аты
reception-field-phone = Телефон
reception-field-email = Электрондук почта
reception-field-address = Почта дареги
reception-field-topic = Тема
reception-field-territory = Кайсы жер жөнүндө
reception-field-text = Кайрылуунун тексти
reception-field-files = Файлдарды тандоо
reception-field-leave_empty = Бул жерге эч нерсе жазбаңыз
reception-hint-phone = Мисалы: 0000 12 34 56
reception-hint-address = Жооп почта аркылуу керек болсо
reception-hint-text = Эмне болгонун, кайда жана качан болгонун, эмне сураганыңызды жазыңыз.
reception-hint-files = { $files } файлга чейин, ар бири { $mb } МБга чейин. Документ (PDF) же сүрөт (JPEG, PNG, TIFF, WebP) болгону жакшы: башка файлдар адегенде текшерилет.
reception-minor = Мен { $age } жашка чыга элекмин
reception-minor-hint = Белгилесеңиз, маалыматтарыңызга өзгөчө көңүл бурулат.
reception-consent-title = Макулдук
reception-consent = Жеке маалыматтарымды кайрылууну кароо үчүн иштетүүгө макулмун (саясаттын { $version } редакциясы).
reception-consent-read = Купуялык саясатын окуу (жаңы барактан ачылат)
reception-consent-else = Макул болбосоңуз, кайрылууну почта аркылуу же өзүңүз келип бериңиз.
reception-send = Жөнөтүү
reception-send-knowingly = Баары бир ушул бойдон жөнөтүү
reception-send-knowingly-hint = Эскертүүнү окудум, бул маалыматтар атайын жазылды.

## Каталар жана эскертүүлөр

reception-problems-title = Кайрылуу азырынча кабыл алынган жок
reception-problems-safe = Жазганыңыздын баары формада турат. Эч нерсе сактала элек.
reception-problem-what = Кайрылуунун түрүн тандаңыз.
reception-problem-long-line = Бул талаада 2 000 белгиден ашык жазылган. Кыскартыңыз же текстке көчүрүңүз.
reception-problem-text = Кайрылуунун текстин жазыңыз.
reception-problem-long-text = Текст өтө чоң. Кыскартыңыз же файл катары тиркеңиз.
reception-problem-trap = «Бул жерге эч нерсе жазбаңыз» деген талааны бошотуңуз.
reception-problem-consent = Жөнөтүү үчүн макулдукту белгилеңиз.
reception-problem-many-files = { $files } файлдан ашык тандалган. Азыраак тандаңыз.
reception-problem-large-file = «{ $name }» файлы { $mb } МБдан чоң. Кичирейтиңиз же бөлүп жөнөтүңүз.
reception-problem-empty-file = «{ $name }» файлы бош. Башкасын тандаңыз.
reception-notice-broken = Форма толук келген жок: байланыш үзүлгөн окшойт. Текшерип, кайра жөнөтүңүз.
reception-notice-slow = Форма өтө көпкө жөнөтүлдү. Азыраак файл менен кайра аракет кылыңыз.
reception-notice-busy = Азыр бир учурда өтө көп адам файл жөнөтүп жатат. Бир мүнөттөн кийин кайра жөнөтүңүз.
reception-notice-too-large = Форма өтө чоң. Азыраак файл тандаңыз.
reception-notice-typed-too-large = Жазылган текст өтө чоң, анын бир бөлүгү келген жок. Браузердин «Артка» баскычы менен кайтып, аны файл катары тиркеңиз.
reception-notice-quick = Форма өтө тез жөнөтүлдү. Текшерип, дагы бир жолу жөнөтүңүз.
reception-notice-expired = Форма өтө көп убакыт ачык турган. Текшерип, дагы бир жолу жөнөтүңүз.
reception-notice-failed = Биздин тараптагы катадан улам кайрылуу сакталган жок. Бир аздан кийин кайра жөнөтүңүз.
reception-files-again = Тандалган файлдар сакталган жок: коопсуздук үчүн браузер аларды эстебейт. Файлдарды кайра тандаңыз.
reception-warning-title = Жөнөтүүдөн мурун текшериңиз
reception-warning = Жазганыңызда башкаларга берилбей турган маалыматтар бар окшойт. Азырынча эч нерсе жөнөтүлгөн жана сакталган жок.
reception-warning-what = Аларды төмөнкү формадан өчүрүп, «Жөнөтүү» баскычын басыңыз. Алар чындап керек болсо, форманын аягында «Баары бир ушул бойдон жөнөтүү» баскычы бар.
reception-finding-card = банк картасынын номери
reception-finding-pin = жеке номер (ПИН)
reception-finding-password = сырсөз же ПИН-код

## Тилкат

reception-receipt-title = Тилкат
reception-receipt-taken = Кайрылууңуз кабыл алынды.
reception-receipt-number = Тилкаттын номери
reception-receipt-code = Жашыруун код
reception-receipt-received = Келип түшкөн күнү
reception-receipt-state = Абалы
reception-receipt-policy = Макулдук: саясаттын редакциясы
reception-receipt-keep = Номерди жана кодду жазып алыңыз же бул баракты басып чыгарыңыз.
reception-receipt-keep-why = Код экинчи жолу көрсөтүлбөйт. Кайрылуунун абалын ушул экөө менен гана билсе болот.
reception-receipt-next = Мындан ары эмне болот
reception-receipt-follow = Кайрылуунун абалын билүү
reception-receipt-print = Басып чыгаруу үчүн браузердин «Басып чыгаруу» буйругун колдонуңуз.
reception-promise-registration = Каттоо журналына киргизүү мөөнөтү: { $date }. Катталганда кайрылууга расмий номер берилет.
reception-promise-answer = Жооп берүү мөөнөтү: катталган күндөн тартып { $term }.

## Абалы

reception-status-title = Кайрылуунун абалы
reception-status-intro = Тилкаттагы номерди жана жашыруун кодду жазыңыз.
reception-status-number-hint = Тилкаттан, мисалы: K7Q2M-9XW4T
reception-status-code-hint = Тамгалардын чоң-кичинеси жана сызыкчалар мааниге ээ эмес.
reception-status-ask = Көрсөтүү
reception-status-missing = Номерди да, кодду да жазыңыз.
reception-status-unknown = Мындай номер жана код жок. Экөөнү тең тилкаттан кайра көчүрүңүз.
reception-status-number = Каттоо номери
reception-status-registered = Катталган күнү
reception-status-due = Жооп берүү мөөнөтү
reception-status-ended = Кароо аяктаган күнү
reception-status-sent = Жооп жөнөтүлгөн күнү
reception-status-extended = Мөөнөтү узартылган.
reception-status-no-data = Бул баракта жеке маалыматтар көрсөтүлбөйт.
reception-status-again = Башка кайрылуунун абалын билүү
reception-state-received = Кайрылуу келип түштү, катталышын күтүп жатат.
reception-state-registered = Кайрылуу катталды.
reception-state-assigned = Кайрылууга аткаруучу дайындалды.
reception-state-in_work = Кайрылуу каралып жатат.
reception-state-awaiting_signoff = Жооп даяр, кол коюлушун күтүп жатат.
reception-state-returned = Кайрылуу каралып жатат.
reception-state-answered = Жоопко кол коюлду.
reception-state-forwarded = Кайрылуу ыйгарым укугу бар башка органга жөнөтүлдү.
reception-state-not_considered = Кайрылуу каралбай калтырылды. Себеби жөнүндө органдан сурасаңыз болот.
reception-state-closed = Кайрылууну кароо аяктады.
reception-state-archived = Кайрылууну кароо аяктады, иш архивде.
reception-state-void = Бул жазуу жараксыз деп табылды. Суроолор болсо, органга кайрылыңыз.

## Саясат жана башка барактар

reception-policy-title = Купуялык саясаты
reception-policy-version = Редакциясы: { $version }
reception-policy-elsewhere = Саясаттын толук тексти:
reception-which-title = Кайсы органга жазасыз?
reception-none-title = Мындай барак жок
reception-none = Бул даректе электрондук кабылдама ачылган эмес. Даректи текшериңиз.
reception-failed-title = Азыр болбой калды
reception-failed-many = Сиздин тармактан өтө көп аракет болду. Чейрек сааттан кийин кайра аракет кылыңыз.
reception-failed-form = Келген маалыматтар бул барактын формасы эмес. Форманы ачып, кайра толтуруңуз.
reception-failed-large = Жөнөтүлгөн маалымат өтө чоң.
reception-failed-fault = Биздин тарапта ката кетти. Бир аздан кийин кайра аракет кылыңыз.
reception-failed-safe = Эч нерсе сакталган жок. Браузердин «Артка» баскычы сизди толтурулган формага кайтарат.
