# Написание ответа и подпись.

## Состояние ответа

answer-title = Написание ответа
answer-to = Ответ на обращение { $number }
answer-none = Ответа ещё нет
answer-none-write = Клавиша R открывает проект ответа.
answer-none-wait = Его пишут, когда назначен исполнитель.
answer-missing = Для подписи не хватает: { $fields }.

## Страница

answer-template = Шаблон
answer-template-hint = Ctrl+; · имя, номер и даты подставятся сами
answer-no-template = без шаблона
answer-lang = Язык ответа
answer-side = Рядом с ответом
answer-preview = Письмо
answer-save = Сохранить проект
answer-saved = Проект сохранён.
answer-letter-outdated = Текст изменён после того, как составлено это письмо. Ctrl+P составит его заново.
answer-kept = Набранное само сохраняется на этом компьютере.
answer-restored = Восстановлено то, что вы набирали раньше.
answer-complete = Всё заполнено: можно отправлять на подпись.
answer-lacks = Чего не хватает
answer-lacks-field = { $field }: заполните.
answer-lacks-place = Заполните место в тексте: { $place }
answer-replace-title = Замена текста
answer-replace-text = Набранный вами текст будет заменён текстом шаблона.
answer-replace-yes = Заменить
guard-written = Обращение на языке: { $asked }, а ответ, судя по тексту, на другом: { $written }. Ответ даётся на языке обращения.
guard-chosen = Обращение на языке: { $asked }, а для ответа выбран другой: { $chosen }.
letter-page = Письмо, страница { $page } из { $pages }

## Подпись

signoff-title = Подпись
signoff-of = На подпись: { $number }
signoff-from = Отправил(а) { $name }, { $at }
signoff-next = Следующее
signoff-last = Других ответов на подписи нет.
signoff-not-waiting = Этот ответ сейчас не ждёт подписи.
signoff-own = Строки с чертой на полях написал исполнитель, остальное из шаблона.
check-lang-same = Ответ на языке обращения: { $lang }
check-lang-other = Ответ не на языке обращения: { $lang }
check-outcome = Результат: { $outcome }
check-outcome-none = Результат не указан
check-files = Файлов к ответу: { $n }
