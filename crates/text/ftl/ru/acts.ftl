# Действия: название, кнопка, строка истории, сообщение в полосе.

## Названия

act-receive = Поступление
act-register = Регистрация
act-enter_in_register = Внесение в журнал регистрации
act-correct = Исправление карточки
act-assign = Назначение исполнителя
act-save_draft = Сохранение проекта
act-submit_for_signoff = Отправка на подпись
act-return = Возврат ответа
act-approve = Подписание
act-record_dispatch = Отметка об отправке
act-close = Снятие с контроля
act-reopen = Возобновление
act-forward = Перенаправление по компетенции
act-extend = Продление срока
act-recount = Пересчёт срока
act-not_considered = Оставление без рассмотрения
act-void = Признание ошибочным
act-add_note = Добавление заметки
act-attach = Добавление файла
act-record_redaction = Добавление вымаранной копии
act-link = Связь с более ранним обращением
act-restrict = Ограничение доступа
act-archive = Передача в архив
act-withdraw = Отмена действия
act-settle_conflict = Решение расхождения

## Кнопки

do-submit_for_signoff = Отправить на подпись
do-enter_in_register = Зарегистрировать
do-assign = Назначить
do-topic = Указать тему
do-correct = Исправить карточку
do-return = Вернуть
do-approve = Подписать
do-record_dispatch = Отметить
do-close = Снять с контроля
do-reopen = Возобновить
do-forward = Перенаправить
do-extend = Продлить срок
do-not_considered = Оставить без рассмотрения
do-void = Признать ошибочным
do-add_note = Добавить
action-answer = Написать ответ
action-sign = Прочитать и подписать
action-dispatch = Отметить отправку
action-note = Заметка
action-topic = Назначение темы
action-topic-short = Тема
action-attach = Файл
sheet-for-several = { $n ->
        [one] { $act }: { $n } обращение
        [few] { $act }: { $n } обращения
       *[many] { $act }: { $n } обращений
    }

## Слова в формах

topic-as-is = не менять
resolution-hint = Что сделать и к какому дню. Можно оставить пустым.
co-executor-add = добавить
co-executor-remove = Убрать соисполнителя: { $name }
forward-to-hint = Полное название органа: оно войдёт в уведомление заявителю.
extend-most = По закону не более: { $most }.
extend-new = Новый срок: { $date }
dispatch-reference-hint = Например, 01-7/55 или номер почтовой квитанции.
close-undispatched = Отправка ответа ещё не отмечена. Сначала отметьте её: P.
not-considered-hint = Почему подходит эта причина. Это может увидеть и заявитель.
reason-add_note = Заметка
reason-add_note-hint = Видна только в деле, заявителю не отправляется.
reason-return = Что нужно исправить
reason-return-hint = Исполнитель увидит это над ответом.
reason-reopen = Почему возобновляется
reason-reopen-hint = Останется в истории.
reason-void = Почему признано ошибочным
reason-void-hint = Номер останется занятым. Отменить это нельзя.
reason-extend = Причина для заявителя
reason-extend-hint = Войдёт в уведомление о продлении срока.

## История

event-receive = Поступило
event-consent = Согласие на обработку персональных данных: редакция политики { $policy }
event-register = Зарегистрировано
event-enter_in_register = Внесено в журнал регистрации
event-correct = Исправлена карточка
event-assign = Назначен исполнитель
event-save_draft = Сохранён проект ответа
event-submit_for_signoff = Отправлено на подпись
event-return = Ответ возвращён
event-approve = Подписано
event-record_dispatch = Ответ отправлен
event-close = Снято с контроля
event-reopen = Возобновлено
event-forward = Перенаправлено по компетенции
event-extend = Срок продлён
event-recount = Срок пересчитан
event-not_considered = Оставлено без рассмотрения
event-void = Признано ошибочным
event-add_note = Добавлена заметка
event-attach = Добавлен файл
event-record_redaction = Добавлена проверенная вымаранная копия
event-link = Связано с более ранним обращением
event-restrict = Изменён доступ
event-archive = Передано в архив
event-withdraw = Последнее действие отменено
event-settle_conflict = Расхождение решено
event-queued = ждёт отправки

## Сообщения в полосе

done-register = { $number }: зарегистрировано.
done-enter_in_register = { $number }: зарегистрировано.
done-assign = { $number }: исполнитель назначен.
done-correct = { $number }: карточка исправлена.
done-save_draft = { $number }: проект сохранён.
done-submit_for_signoff = { $number }: отправлено на подпись.
done-return = { $number }: ответ возвращён.
done-approve = { $number }: подписано.
done-record_dispatch = { $number }: отправка отмечена.
done-close = { $number }: снято с контроля.
done-reopen = { $number }: возобновлено.
done-forward = { $number }: перенаправлено.
done-extend = { $number }: срок продлён.
done-not_considered = { $number }: оставлено без рассмотрения.
done-void = { $number }: признано ошибочным.
done-add_note = { $number }: заметка добавлена.
done-attach = { $number }: файл добавлен.
done-record_redaction = { $number }: проверенная копия добавлена.
done-settle_conflict = { $number }: расхождение решено.
done-archive = { $number }: передано в архив.
done-one = { $number }: выполнено. { $act }
done-many = { $n ->
        [one] { $act }: { $n } обращение.
        [few] { $act }: { $n } обращения.
       *[many] { $act }: { $n } обращений.
    }
done-undone = { $n ->
        [one] Отменено { $n } действие.
        [few] Отменено { $n } действия.
       *[many] Отменено { $n } действий.
    }
bar-partly = Выполнено: { $done }, не выполнено: { $refused }. { $why }
sheet-fill-in = Это поле нужно заполнить.
