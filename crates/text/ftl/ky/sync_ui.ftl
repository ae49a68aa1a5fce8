# Синхрондоштуруу экраны: абалы, кезек, четке кагылгандар, көрсөтмө сервер, аудит журналы.

sync-screen-title = Синхрондоштуруу
sync-screen-online = Сервер менен байланыш бар.
sync-screen-offline = Сервер менен байланыш жок. Жасаганыңыздын баары ушул компьютерде сакталат жана байланыш калыбына келгенде жөнөтүлөт.
sync-screen-busy = Синхрондоштурулууда…
sync-screen-last = Акыркы синхрондоштуруу: { $when }
sync-screen-last-never = Бул компьютер али синхрондошо элек.
sync-screen-server = Сервер
sync-screen-device = Түзмөктүн номери
sync-screen-queued = { $n ->
    [0] Жөнөтүүнү күткөн эч нерсе жок.
    [one] { $n } өзгөртүү жөнөтүүнү күтүүдө.
   *[other] { $n } өзгөртүү жөнөтүүнү күтүүдө.
}
sync-screen-conflicts = { $n ->
    [0] Дал келбөө жок.
    [one] { $n } дал келбөө чечимди күтүүдө.
   *[other] { $n } дал келбөө чечимди күтүүдө.
}
sync-screen-conflicts-open = Көрсөтүү
sync-screen-files = { $n ->
    [0] Кезекте файл жок.
    [one] { $n } файл жөнөтүүнү же алууну күтүүдө.
   *[other] { $n } файл жөнөтүүнү же алууну күтүүдө.
}
sync-screen-now = Азыр синхрондоштуруу
sync-screen-done = Синхрондоштурулду: кезекте эч нерсе калган жок.
sync-screen-done-left = Синхрондоштурулду; { $n ->
    [one] { $n } өзгөртүү дагы эле күтүүдө.
   *[other] { $n } өзгөртүү дагы эле күтүүдө.
}
sync-screen-problem-title = Акыркы аракет ишке ашкан жок
sync-screen-safe = { $n ->
    [0] Бардык өзгөртүүлөрүңүз мурда эле жөнөтүлгөн.
    [one] { $n } өзгөртүүңүз ушул компьютерде сакталды жана кезекте турат.
   *[other] { $n } өзгөртүүңүз ушул компьютерде сакталды жана кезекте турат.
}

sync-screen-outbox = Жөнөтүүнү күткөндөр
sync-screen-outbox-empty = Кезек бош: бул компьютерде жасалгандын баары серверде бар.
sync-screen-col-number = №
sync-screen-col-what = Эмне жасалды
sync-screen-col-when = Качан
sync-screen-col-why = Эмне үчүн күтүүдө
sync-screen-why-offline = Байланыш жок.
sync-screen-why-turn = Кийинки синхрондоштурууда жөнөтүлөт.
sync-screen-why-busy = Жөнөтүлүүдө.
sync-screen-why-problem = Акыркы аракет ишке ашкан жок, себеби жогоруда.
sync-screen-rejected = Сервер четке каккан өзгөртүүлөр
sync-screen-rejected-lead = Бул өзгөртүүлөр кабыл алынган жок. Иште сервердеги абал көрсөтүлөт; дагы керек болгонун кайра жасаңыз.
sync-screen-rejected-empty = Сервер эч нерсени четке каккан жок.
sync-screen-col-refused = Эмне үчүн четке кагылды
sync-screen-open-case = { $number } ишин ачуу
sync-screen-open-case-plain = Ишти ачуу
sync-screen-unnumbered = номерсиз

sync-screen-demo = Көрсөтмө сервер
sync-screen-demo-lead = Бул сервер көрсөтмө нускасынын ичинде иштейт. Программанын тармаксыз иштешин көрүү үчүн аны токтотуңуз.
sync-screen-demo-runs = Сервер иштеп турат
sync-screen-demo-stopped = Сервер токтотулган
sync-screen-demo-stop = Серверди токтотуу
sync-screen-demo-start = Серверди иштетүү

sync-screen-audit = Ушул түзмөктүн аудит журналы
sync-screen-audit-lead = Ар бир жазууда мурунку жазуунун текшерүү суммасы бар. Текшерүүдө чынжыр бүт окулат.
sync-screen-audit-check = Аудит журналын текшерүү
sync-screen-audit-checking = Аудит журналы окулууда…
sync-screen-audit-whole = { $n ->
    [one] { $n } жазуу окулду: чынжыр бүтүн.
   *[other] { $n } жазуу окулду: чынжыр бүтүн.
}
sync-screen-audit-broken = Чынжыр { $at }-жазууда үзүлгөн: журнал сырттан өзгөртүлгөн. Администраторго билдириңиз жана бул компьютерде ишти улантпаңыз.
sync-screen-audit-head = Акыркы жазуунун текшерүү суммасы
sync-screen-audit-server = { $n ->
   *[other] Сервердин аудит журналы, ушул компьютер үчүн { $at } кол коюлган: { $n } жазуу.
}
sync-screen-audit-forked = Сервердин аудит журналы бул компьютер көргөн бөлүгүндө өзгөртүлгөн; байкалган: { $n } жолу. Далилдер сакталат.
sync-screen-devices = Бөлүмдөрдүн компьютерлери
sync-screen-devices-lead = Сервердин учурдагы маалыматы боюнча. Компьютерде күтүп турган нерсе сиздин тизмелерге жана отчетторго али кире элек: ал компьютер серверге байланышканда келет.
sync-screen-devices-offline = Сервер менен байланыш болгондо гана белгилүү.
sync-screen-device-name = Компьютер
sync-screen-device-seen = Сервер менен акыркы байланыш
sync-screen-device-waits = Анда күтүп тургандар
sync-screen-device-here = (ушул)
sync-screen-device-never = болгон эмес
sync-screen-device-nothing = эч нерсе
sync-screen-device-waiting = { $n } аракет
sync-screen-stick = Байланыш көптөн бери жокпу?
sync-screen-stick-lead = Жөнөтүүнү күткөндүн баарын файлга жазып, аны флешка менен сервердин администраторуна бериңиз. Аны сервер гана окуй алат. Бул жерде баары сервер ырастаганга чейин күтө берет; эч нерсе эки жолу аткарылбайт. Кайрылуулардын файлдары анда жок: алар байланышты күтөт.
sync-screen-stick-save = Флешкага сактоо
sync-screen-stick-saved = { $n ->
    [one] { $n } аракет жазылды: { $path }.
   *[other] { $n } аракет жазылды: { $path }.
}
