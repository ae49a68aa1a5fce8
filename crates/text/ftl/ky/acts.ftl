# Аракеттер: аталышы, баскычы, тарыхтагы сабы, тилкедеги кабары.

## Аталыштары

act-receive = Келип түшүү
act-register = Каттоо
act-enter_in_register = Каттоо журналына киргизүү
act-correct = Карточканы оңдоо
act-assign = Аткаруучуну дайындоо
act-save_draft = Долбоорду сактоо
act-submit_for_signoff = Кол коюуга жөнөтүү
act-return = Жоопту кайтаруу
act-approve = Кол коюу
act-record_dispatch = Жөнөтүүнү белгилөө
act-close = Көзөмөлдөн алуу
act-reopen = Кайра ачуу
act-forward = Таандыктыгы боюнча жөнөтүү
act-extend = Мөөнөтүн узартуу
act-recount = Мөөнөтүн кайра эсептөө
act-not_considered = Кароосуз калтыруу
act-void = Жараксыз деп табуу
act-add_note = Эскертүү кошуу
act-attach = Файл кошуу
act-record_redaction = Жашырылган көчүрмөнү кошуу
act-link = Мурунку кайрылууга байланыштыруу
act-restrict = Жеткиликтүүлүктү чектөө
act-archive = Архивге өткөрүү
act-withdraw = Артка кайтаруу
act-settle_conflict = Дал келбөөнү чечүү

## Баскычтар

do-submit_for_signoff = Кол коюуга жөнөтүү
do-enter_in_register = Каттоо
do-assign = Дайындоо
do-topic = Теманы коюу
do-correct = Карточканы оңдоо
do-return = Кайтаруу
do-approve = Кол коюу
do-record_dispatch = Белгилөө
do-close = Көзөмөлдөн алуу
do-reopen = Кайра ачуу
do-forward = Башка органга жөнөтүү
do-extend = Узартуу
do-not_considered = Кароосуз калтыруу
do-void = Жараксыз деп табуу
do-add_note = Кошуу
action-answer = Жооп жазуу
action-sign = Окуп, кол коюу
action-dispatch = Жөнөтүүнү белгилөө
action-note = Эскертүү
action-topic = Теманы коюу
action-topic-short = Тема
action-attach = Файл
sheet-for-several = { $act }: { $n } кайрылуу

## Барактардагы сөздөр

topic-as-is = өзгөртпөө
resolution-hint = Эмне кылуу керек жана качанга чейин. Бош калтырса да болот.
co-executor-add = кошуу
co-executor-remove = Кошумча аткаруучуну алып салуу: { $name }
forward-to-hint = Органдын толук аталышы: ал кайрылуучуга жиберилген билдирүүдө жазылат.
extend-most = Мыйзам боюнча эң көбү { $most }.
extend-new = Жаңы мөөнөтү: { $date }
dispatch-reference-hint = Мисалы, 01-7/55 же почта квитанциясынын номери.
close-undispatched = Жооптун жөнөтүлгөнү белгилене элек. Адегенде аны белгилеңиз: P.
not-considered-hint = Эмне үчүн бул себеп туура келет. Кайрылуучу да муну көрүшү мүмкүн.
reason-add_note = Эскертүү
reason-add_note-hint = Иш ичинде гана көрүнөт, кайрылуучуга жөнөтүлбөйт.
reason-return = Эмнени оңдоо керек
reason-return-hint = Аткаруучу муну жооптун үстүндө көрөт.
reason-reopen = Эмне үчүн кайра ачылат
reason-reopen-hint = Тарыхта калат.
reason-void = Эмне үчүн жараксыз
reason-void-hint = Номер берилген бойдон калат. Бул аракет артка кайтарылбайт.
reason-extend = Кайрылуучу үчүн себеби
reason-extend-hint = Мөөнөт узартылганы жөнүндө билдирүүгө жазылат.

## Тарых

event-receive = Келип түштү
event-consent = Жеке маалыматтарды иштетүүгө макулдук: саясаттын { $policy } редакциясы
event-register = Катталды
event-enter_in_register = Каттоо журналына киргизилди
event-correct = Карточка оңдолду
event-assign = Аткаруучу дайындалды
event-save_draft = Жооптун долбоору сакталды
event-submit_for_signoff = Кол коюуга жөнөтүлдү
event-return = Жооп кайтарылды
event-approve = Кол коюлду
event-record_dispatch = Жооп жөнөтүлдү
event-close = Көзөмөлдөн алынды
event-reopen = Кайра ачылды
event-forward = Таандыктыгы боюнча жөнөтүлдү
event-extend = Мөөнөтү узартылды
event-recount = Мөөнөтү кайра эсептелди
event-not_considered = Кароосуз калтырылды
event-void = Жараксыз деп табылды
event-add_note = Эскертүү кошулду
event-attach = Файл кошулду
event-record_redaction = Текшерилген жашырылган көчүрмө кошулду
event-link = Мурунку кайрылууга байланыштырылды
event-restrict = Жеткиликтүүлүгү өзгөртүлдү
event-archive = Архивге өткөрүлдү
event-withdraw = Акыркы аракет артка кайтарылды
event-settle_conflict = Дал келбөө чечилди
event-queued = жөнөтүүнү күтөт

## Тилкедеги кабарлар

done-register = { $number }: катталды.
done-enter_in_register = { $number }: катталды.
done-assign = { $number }: аткаруучу дайындалды.
done-correct = { $number }: карточка оңдолду.
done-save_draft = { $number }: долбоор сакталды.
done-submit_for_signoff = { $number }: кол коюуга жөнөтүлдү.
done-return = { $number }: жооп кайтарылды.
done-approve = { $number }: кол коюлду.
done-record_dispatch = { $number }: жөнөтүү белгиленди.
done-close = { $number }: көзөмөлдөн алынды.
done-reopen = { $number }: кайра ачылды.
done-forward = { $number }: таандыктыгы боюнча жөнөтүлдү.
done-extend = { $number }: мөөнөтү узартылды.
done-not_considered = { $number }: кароосуз калтырылды.
done-void = { $number }: жараксыз деп табылды.
done-add_note = { $number }: эскертүү кошулду.
done-attach = { $number }: файл кошулду.
done-record_redaction = { $number }: текшерилген көчүрмө кошулду.
done-settle_conflict = { $number }: дал келбөө чечилди.
done-archive = { $number }: архивге өткөрүлдү.
done-one = { $number }: аткарылды. { $act }
done-many = { $act }: { $n } кайрылуу.
done-undone = { $n ->
        [one] Аракет артка кайтарылды.
       *[other] { $n } аракет артка кайтарылды.
    }
bar-partly = Аткарылды: { $done }, аткарылган жок: { $refused }. { $why }
sheet-fill-in = Бул талааны толтуруу керек.
