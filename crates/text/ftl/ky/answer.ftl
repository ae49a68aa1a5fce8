# Жооп жазуу жана ага кол коюу.

## Жооптун абалы

answer-title = Жооп жазуу
answer-to = { $number } кайрылууга жооп
answer-none = Жооп жазыла элек
answer-none-write = R баскычы жооптун долбоорун ачат.
answer-none-wait = Аткаруучу дайындалгандан кийин жазылат.
answer-missing = Кол коюуга жөнөтүү үчүн жетишпейт: { $fields }.

## Барак

answer-template = Үлгү
answer-template-hint = Ctrl+; · аты, номери, күндөрү өзү коюлат
answer-no-template = үлгүсүз
answer-lang = Жооптун тили
answer-side = Жооптун жанында
answer-preview = Кат
answer-save = Долбоорду сактоо
answer-saved = Долбоор сакталды.
answer-letter-outdated = Бул кат түзүлгөндөн кийин текст өзгөрдү. Ctrl+P аны кайра түзөт.
answer-kept = Жазылганы ушул компьютерде өзү сакталат.
answer-restored = Мурда жазылганы калыбына келтирилди.
answer-complete = Баары бар: кол коюуга жөнөтсө болот.
answer-lacks = Жетишпегени
answer-lacks-field = { $field }: толтуруңуз.
answer-lacks-place = Тексттеги ордун толтуруңуз: { $place }
answer-replace-title = Текстти алмаштыруу
answer-replace-text = Сиз жазган текст үлгүнүн текстине алмашат.
answer-replace-yes = Алмаштыруу
guard-written = Кайрылуу бул тилде: { $asked }, ал эми жооп башка тилде окшойт: { $written }. Жооп кайрылуунун тилинде берилет.
guard-chosen = Кайрылуу бул тилде: { $asked }, жооптун тили башка тандалды: { $chosen }.
letter-page = Каттын { $page }-бети, баары { $pages }

## Кол коюу

signoff-title = Кол коюу
signoff-of = Кол коюуга: { $number }
signoff-from = { $name } жөнөткөн, { $at }
signoff-next = Кийинкиси
signoff-last = Кол коюуну күткөн башка жооп жок.
signoff-not-waiting = Бул жооп азыр кол коюуну күтпөйт.
signoff-own = Четинде сызыгы бар саптарды аткаруучу жазган, калганы үлгүдөн.
check-lang-same = Жооп кайрылуунун тилинде: { $lang }
check-lang-other = Жооп кайрылуунун тилинде эмес: { $lang }
check-outcome = Жыйынтыгы: { $outcome }
check-outcome-none = Жыйынтыгы көрсөтүлгөн эмес
check-files = Жооп менен кеткен файлдар: { $n }
