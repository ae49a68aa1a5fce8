# Файлды көрүү жана андагы маалыматты жашыруу: белгилөө, колдонуу, текшерүү, көчүрмөнү чыгаруу.

redact-viewing = { $number } кайрылуунун файлы
redact-back = Ишке кайтуу
redact-cannot-show = Мындай файлды беттеп көрсөтүүгө болбойт, ошондуктан анда маалыматты жашырууга да болбойт. Аны сактап, түзүлгөн программасында ачыңыз; маалыматты жашыруу үчүн PDF форматында басып чыгарып, ошол PDF файлды ишке кошуңуз.
redact-not-here = Бул файлдын мазмуну компьютерге али келе элек. Ал кийинки синхрондоштурууда келет; иштин өзү менен иштөөгө болот.
redact-save-file = Файлды сактоо
redact-saved = { $name } катары сакталды
redact-page-of = { $of } беттин { $page }-бети
redact-page-next = Кийинки бет
redact-page-previous = Мурунку бет
redact-zoom-in = Чоңойтуу
redact-zoom-out = Кичирейтүү
redact-zoom-now = { $n } %
redact-thumbs = Беттер
redact-thumb = { $n ->
    [0] { $page }-бет
    [one] { $page }-бет, { $n } белги
   *[other] { $page }-бет, { $n } белги
}

redact-steps = Маалыматты жашыруу кадамдары
redact-step-mark = Белгилөө
redact-step-apply = Колдонуу
redact-step-verified = Текшерилди
redact-step-now = учурдагы кадам
redact-stage-mark = Белгилер азырынча эч нерсени жашырбайт. Алар колдонулмайынча файл өзгөрбөйт.
redact-stage-applied = Бул жаңы көчүрмөнүн өзү. Ал али текшериле элек, ошондуктан берүүгө болбойт.
redact-stage-verifying = Көчүрмөнү экинчи, көз карандысыз окугуч карап жатат…
redact-stage-failed = Көчүрмө текшерүүдөн өткөн жок, аны чыгарууга болбойт. Текшерүүлөрдү карап, белгилерге кайтып, кайра колдонуңуз.
redact-stage-verified = Көчүрмө бардык текшерүүдөн өттү. Аны чыгарууга болот.
redact-stage-released = Көчүрмө жана жашыруу күбөлүгү иште турат.

redact-panel = Жашыруунун жүрүшү
redact-marks = Белгилер
redact-marks-none = Азырынча белги жок. B — алкак, Tab — сөздөр боюнча өтүү, M — сөздү белгилөө; чычкан менен да тартса болот.
redact-marks-count = { $n ->
    [0] Белги жок
    [one] { $n } белги
   *[other] { $n } белги
}
redact-mark-item = { $page }-бет: { $what }
redact-mark-area = аймак
redact-mark-delete = Белгини өчүрүү
redact-reason = Негизи
redact-reason-for-new = Жаңы белгилердин негизи
redact-reason-of-mark = Бул белгинин негизи
redact-undo = Артка кайтаруу
redact-undone = Белгилердин акыркы өзгөрүшү артка кайтарылды.
redact-nothing-to-undo = Артка кайтара турган эч нерсе жок.

redact-suggestions = Сунуштар
redact-suggestions-looking = Файлдын сөздөрүнөн жеке маалыматтар изделүүдө…
redact-suggestions-none = Эч нерсе табылган жок. Ошентсе да беттерди өзүңүз карап чыгыңыз.
redact-suggestions-count = { $n ->
    [0] баары чечилди
   *[other] { $n } чечиле элек
}
redact-suggestions-all = Баарын белгилөө
redact-suggestions-marked = { $n ->
    [0] Сунушталгандын баары белгиленген.
   *[other] { $n } жер белгиленди. Колдонуудан мурун белгилерди карап чыгыңыз.
}
redact-suggestions-unread = { $n ->
    [one] { $pages }-бетте бир нерсе көрсөтүлгөн, бирок текшериле турган сөз жок: аны өзүңүз караңыз.
   *[other] { $pages }-беттерде бир нерсе көрсөтүлгөн, бирок текшериле турган сөз жок: аларды өзүңүз караңыз.
}
redact-suggestions-blind = Бул файлда текшериле турган сөз жок, ошондуктан сунуш жок: беттерди карап, өзүңүз белгилеңиз.
redact-read-page = Бетти окуу
redact-reading = Бет окулууда…
redact-read = { $n ->
    [0] Бул бетте сөздөр таанылган жок. Колдоп белгилеңиз.
   *[other] Сүрөттөн { $n } сөз окулду; ката болушу мүмкүн. Бет менен салыштырыңыз.
}
redact-read-pages = { $n ->
    [one] { $pages }-бет сүрөттөн окулду: ката болушу мүмкүн, салыштырып көрүңүз.
   *[other] { $pages }-беттер сүрөттөн окулду: ката болушу мүмкүн, салыштырып көрүңүз.
}
redact-suggestions-aside = { $n } сунуш четке коюлду
redact-suggestions-again = Кайра көрсөтүү
redact-suggestions-done = Чечиле элек сунуш жок.
redact-suggestion-where = { $n ->
    [one] { $page }-бет
   *[other] { $n } жер, биринчиси { $page }-бетте
}
redact-suggestion-at = Сунуш: { $kind }, «{ $text }», { $page }-бет; { $why }. M белгилейт, Delete четке коёт.
redact-suggestion-mark = Бардык жерде белгилөө
redact-suggestion-drop = Четке коюу: жашырылбайт
redact-suggestion-marked = «{ $text }»: { $n } жер белгиленди.
redact-suggestion-dropped = «{ $text }» четке коюлду.
redact-key-suggestion = Кийинки сунуш

redact-words-none = Бул бетте тексттик катмар жок. B баскычы жана жебелер же чычкан менен белгилеңиз.
redact-words-count = { $n ->
    [one] Бул бетте { $n } сөз
   *[other] Бул бетте { $n } сөз
}
redact-word-at = «{ $text }», { $n } сөздүн { $i }-сөзү
redact-word-marked = «{ $text }» белгиленди: { $reason }
redact-mark-at = { $n } белгинин { $i }-белгиси, { $reason }
redact-mark-deleted = Белги өчүрүлдү.
redact-line-marked = Сап бүтүндөй белгиленди.
redact-field-marked = Талаа бүтүндөй белгиленди.
redact-all-marked = { $n ->
    [0] Мындай башка жер жок.
    [one] Дагы { $n } жерде белгиленди.
   *[other] Дагы { $n } жерде белгиленди.
}
redact-box-started = Алкак. Жебелер жылдырат, Shift менен жебелер өлчөмүн өзгөртөт, Enter коёт, Esc алып салат.
redact-box-set = Алкак коюлду.
redact-box-dropped = Алкак алынып салынды.

redact-key-box = Алкак
redact-key-word = Сөздү белгилөө
redact-key-line = Бүт сап
redact-key-field = Бүт талаа
redact-key-all = Ушундайлардын баары
redact-key-delete = Өчүрүү
redact-key-walk = Кийинки сөз же белги

redact-key-leave = Беттен чыгуу

redact-apply = Колдонуу
redact-apply-none = Адегенде бир нерсени белгилеңиз: белгисиз колдоно турган эч нерсе жок.
redact-applying-start = Белгиленген маалыматсыз жаңы көчүрмө түзүлүүдө…
redact-apply-cancel = Токтотуу
redact-apply-cancelled = Токтотулду. Белгилер сакталды, көчүрмө түзүлгөн жок.
redact-applied = Жаңы көчүрмө: { $pages } бет, { $size }. Эми аны текшерүү керек.
redact-verify = Текшерүү
redact-verify-passed = Текшерилди: бардык текшерүүдөн өттү.
redact-verify-failed = { $n ->
    [one] { $n } текшерүүдөн өткөн жок.
   *[other] { $n } текшерүүдөн өткөн жок.
}
redact-checks = Экинчи окугучтун текшерүүлөрү
redact-check-passed = өттү
redact-check-failed = өткөн жок
redact-check-where = Жери: { $detail }
redact-back-to-marks = Белгилерге кайтуу
redact-release = Көчүрмөнү чыгаруу
redact-released = Маалыматы жашырылган көчүрмө күбөлүгү менен ишке сакталды.
redact-certificate = Күбөлүктү көрсөтүү
redact-certificate-title = Жашыруу күбөлүгү
redact-certificate-close = Көчүрмөгө кайтуу
redact-is-copy = Бул — маалыматы жашырылып, текшерилген көчүрмө. Анда маалымат экинчи жолу жашырылбайт: башка көчүрмө үчүн түпнускасын ачыңыз.
redact-not-allowed = Сиздин ролуңуз бул файлды көрүүгө гана уруксат берет, маалыматты жашырууга эмес.
redact-draft-restored = Мурун коюлган белгилер калыбына келтирилди.
redact-leave-burned = Чыгарылбаган көчүрмө өчүрүлдү. Белгилер сакталды.
progress-burn = Белгиленген маалыматсыз жаңы көчүрмө түзүлүүдө
