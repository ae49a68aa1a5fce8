# Каттоо экраны: каттын карточкасы, файлдары, кайталоолор жана жаран жибербеши керек болгон маалыматтар.

register-title = Кайрылууну каттоо
register-lead = Ctrl+Enter — каттоо жана кийинки карточканы ачуу.
register-draft-restored = { $when } башталган карточка калтырылган калыбында кайра ачылды.
register-draft-kept = Долбоор сакталды
register-draft-discard = Бош карточка баштоо
register-draft-discarded = Карточка четке коюлду. Кийинкиси катталганга чейин аны кайтарып алса болот.

register-part-receipt = Келип түшүүсү
register-part-applicants = Кайрылуучу
register-part-matter = Мазмуну
register-part-files = Файлдар

register-channel = Канал
register-date = Келип түшкөн күнү
register-time = Убактысы
register-kind = Түрү
register-lang = Тили
register-lang-guessed = текст боюнча
register-unit = Бөлүм

register-applicant-nth = { $n }-кайрылуучу
register-name = Фамилиясы, аты, атасынын аты
register-name-hint = Бош болсо — анонимдүү
register-phone = Телефону
register-email = Электрондук почтасы
register-address = Почта дареги
register-category = Социалдык категориясы
register-applicant-add = Кайрылуучу кошуу
register-applicant-remove = { $n }-кайрылуучуну алып салуу
register-collective = Жамааттык кайрылуу
register-minor = { $age } жашка толо элек адамдан же ал жөнүндө

register-subject = Кыскача мазмуну, бир сап
register-text = Кайрылуунун тексти
register-topic = Классификатор боюнча тема
register-topic-hint = Аталышынын бир бөлүгүн жазыңыз
register-territory = Аймак
register-service = Кызмат көрсөтүү
register-sheets = Барактын саны
register-not-stated = көрсөтүлгөн эмес

register-files-add = Файл кошуу
register-files-drop = Скандарды бул жерге сүйрөп келиңиз, буферден коюңуз же Ctrl+O басыңыз.
register-files-count = { $n ->
    [one] { $n } файл
   *[other] { $n } файл
}
register-file-remove = { $name } файлын алып салуу
register-file-show = { $name } файлын көрсөтүү
register-file-refused = { $name } файлы кабыл алынган жок. { $why }
register-file-failed = Коюлган файлды окууга мүмкүн болгон жок. Аны компьютерге сактап, Ctrl+O менен кошуңуз.
file-warning-name-changed = Аталышында уруксат берилбеген белгилер бар болчу, аталышы өзгөртүлдү.
file-warning-type-differs = Мазмуну аталышында көрсөтүлгөн түргө дал келбейт.
file-warning-can-run = Бул программа же активдүү барак: ачканда зыян келтириши мүмкүн. Текшермейинче ачпаңыз.

register-similar = Мурунку окшош кайрылуулар
register-similar-none = Бул адамдын же ушул маселе боюнча мурунку кайрылуулар табылган жок.
register-similar-waiting = Атын, телефонун же мазмунун жазыңыз: мурунку кайрылуулар ушул жерде көрсөтүлөт.
register-similar-received = { $date } келип түшкөн
register-repeat-set = Ушунун кайталанышы
register-repeat-is = { $number } кайрылуунун кайталанышы деп белгиленди
register-repeat-clear = Кайталанган эмес

register-alerts = Текстке көңүл буруңуз
register-alert-card = { $n ->
    [one] Текстте банк картасынын номерине окшош { $n } жазуу бар.
   *[other] Текстте банк картасынын номерине окшош { $n } жазуу бар.
} Номер ушул иште гана сакталат. Аны мазмунга жана жоопко көчүрбөңүз, кайрылуучуга картасын бөгөттөөнү сунуштаңыз.
register-alert-pin = { $n ->
    [one] Текстте жеке номерге (ПИН) окшош { $n } жазуу бар.
   *[other] Текстте жеке номерге (ПИН) окшош { $n } жазуу бар.
} Көчүрмөсүн башка бирөөгө берерден мурун аны жашырыңыз.
register-alert-password = Текстте сырсөзгө окшош жазуу бар. Аны эч жакка көчүрбөңүз, кайрылуучуга сырсөзүн алмаштырууну сунуштаңыз.
register-alert-phone = { $n ->
    [one] Текстте { $n } телефон номери көрсөтүлгөн.
   *[other] Текстте { $n } телефон номери көрсөтүлгөн.
} Ал кайрылуучунуку болсо, карточкага киргизиңиз.
register-alert-minor = Текстте бала жөнүндө айтылган же аны бала жазган. Кайрылуучу { $age } жашка толо элек болсо, белгилеңиз: мыйзамдуу өкүлүнүн макулдугу болмоюнча маалыматтар чектелет.
register-alert-mark-minor = Белгилөө
register-alert-show = Тексттен көрсөтүү

register-missing-title = { $n ->
    [one] Дагы { $n } талааны толтуруу керек.
   *[other] Дагы { $n } талааны толтуруу керек.
}
register-missing-subject = Кыскача мазмуну: кайрылуу ушул сап боюнча табылат
register-missing-text = Кайрылуунун тексти же ал жазылган файл
register-missing-unit = Бөлүм
register-bad-date = Келип түшүүсү: мындай күн жылнаамада жок
register-bad-time = Келип түшүүсү: мындай убакыт жок
register-future = Келип түшүүсү: көрсөтүлгөн убакыт али келе элек
register-bad-sheets = Барактын саны: 1ден 9999га чейинки бүтүн сан
register-bad-email = { $n }-кайрылуучунун электрондук почтасы: «@» белгиси жок

register-submit = Каттоо
register-busy = Катталууда…
register-done = Катталды: { $number }. Расмий номер кийинки синхрондоштурууда келет.
register-done-official = Катталды: { $number }.
register-done-open = Ишти ачуу
register-count-today = { $n ->
    [one] Экран ачылгандан бери { $n } кайрылуу катталды
   *[other] Экран ачылгандан бери { $n } кайрылуу катталды
}
register-not-allowed = Сиздин ролуңуз кайрылууларды каттабайт. Муну адис же жетекчи аткарат.
register-draft-files-lost = { $n ->
    [one] Андагы { $n } файл жок болуп калган: аны кайра кошуңуз.
   *[other] Андагы { $n } файл жок болуп калган: аларды кайра кошуңуз.
}
register-collective-unnamed = Кайрылуучулар: жамааттык кайрылууда кеминде бир жаран, уюм же чогулуш көрсөтүлөт
register-similar-count = { $n ->
    [one] { $n } окшош кайрылуу табылды
   *[other] { $n } окшош кайрылуу табылды
}
