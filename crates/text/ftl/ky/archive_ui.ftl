# Архив экраны: жабылган иштер, иштин архивдик файлы, архивге өткөрүү. (Файлдын өзүндөгү сөздөр башка жерде.)

archives-title = Архив
archives-lead = Жабылган ар бир иш бир архивдик PDF болуп калат. Адегенде PDF сакталат, андан кийин иштин архивге өткөнү белгиленет.
archives-tab-closed = Жабылган
archives-tab-archived = Архивде
archives-search = Ушул тизмеден издөө
archives-empty-closed = Архивди күткөн жабылган иш жок. Иш көзөмөлдөн алынгандан кийин ушул жерде пайда болот.
archives-empty-archived = Архивге али эч нерсе өткөрүлө элек. Жабылган иштин файлын түзүп, өткөрүлгөнүн белгилеңиз.
archives-empty-search = «{ $search }» боюнча бул жерде иш жок.
archives-count = { $n ->
    [one] { $n } иш
   *[other] { $n } иш
}
archives-more = Тизменин кийинки барагы
archives-choose = Тизмеден ишти тандаңыз: анда эмне бар, эмне жетишпейт — ушул жерде көрсөтүлөт.
archives-complete-title = Иштин толуктугу
archives-complete = Иш толук.
archives-incomplete = { $n ->
    [one] { $n } нерсе жетишпейт. Ишти архивге өткөрүүгө али болбойт.
   *[other] { $n } нерсе жетишпейт. Ишти архивге өткөрүүгө али болбойт.
}
archives-check-number = Расмий каттоо номери
archives-check-number-why = Аны сервер берет: синхрондоштуруңуз.
archives-check-answer = Кол коюлган жооп же ишти аяктаган чечим
archives-check-answer-why = Иште жыйынтыгы көрсөтүлгөн жооп да, таандыктыгы боюнча жөнөтүү же кароосуз калтыруу жөнүндө жазуу да жок.
archives-check-dispatch = Жөнөтүү жөнүндө жазуу
archives-check-dispatch-why = Жооп кантип жөнөтүлгөнү жазылган эмес. Ишти кайра ачып, жазыңыз.
archives-check-files = { $n ->
    [0] Тиркеме жок
    [one] { $n } тиркеме ушул компьютерде бар
   *[other] { $n } тиркеменин баары ушул компьютерде бар
}
archives-check-files-why = { $n ->
    [one] { $n } файл бул компьютерге али келе элек: синхрондоштуруңуз.
   *[other] { $n } файл бул компьютерге али келе элек: синхрондоштуруңуз.
}
archives-check-queue = Бардык өзгөртүүлөрдү сервер ырастады
archives-check-queue-why = { $n ->
    [one] { $n } өзгөртүү жөнөтүүнү күтүүдө: синхрондоштуруңуз.
   *[other] { $n } өзгөртүү жөнөтүүнү күтүүдө: синхрондоштуруңуз.
}
archives-check-conflicts = Чечилбеген дал келбөө жок
archives-check-conflicts-why = Эки адам бир талааны ар башка толтурган: ишти ачып, чечим кабыл алыңыз.
archives-ok = бар
archives-lacks = жок
archives-file-index = Номенклатура боюнча иш
archives-retention = Сакталышы: { $retention }
archives-closed-on = { $date } жабылган
archives-archived-on = { $date } архивге өткөрүлгөн
archives-hash = Иш файлынын SHA-256 суммасы
archives-make = Файлды түзүү
archives-making = Иштин файлы түзүлүүдө…
archives-case = Колдогу иш
archives-made = { $pages ->
    [one] Иштин файлы: { $pages } бет, { $size }.
   *[other] Иштин файлы: { $pages } бет, { $size }.
}
archives-save = Файлды сактоо
archives-saved = { $name } катары сакталды. Эми архивге өткөрүлгөнүн белгилеңиз.
archives-save-first = Адегенде иштин файлын сактаңыз: сакталган файл гана белгиленет.
archives-save-cancelled = Эч нерсе сакталган жок. Иш жабык бойдон калат.
archives-record = Архивге өткөрүлгөнүн белгилөө
archives-recorded = { $number } иши архивге өткөрүлдү. Кийинки иш ачылды.
archives-recorded-last = { $number } иши архивге өткөрүлдү. Архивди күткөн жабылган иш калган жок.
archives-verify = Кайра текшерүү
archives-open-case = Ишти ачуу
archives-not-allowed = Сиздин ролуңуз архивди көрүүгө гана уруксат берет, архивге өткөрүүнү архивчи гана белгилейт.
archives-previous = Тизменин мурунку барагы
archives-waits = күтүүдө
archives-check-readable = Ар бир тиркеме ачылат
archives-check-readable-why = { $n ->
    [one] { $n } файл ачылбайт, анын аты төмөндө.
   *[other] { $n } файл ачылбайт, алардын аттары төмөндө.
}
archives-file-broken = { $name }: { $why }
archives-checked-again = Иш кайрадан каралды.
archives-saved-copy = { $name } катары сакталды.
