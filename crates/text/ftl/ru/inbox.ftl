# Списки: представления, строки, дела на сегодня.

## Представления

view-today = Сегодня
view-inbox = На контроле
view-new = Новые
view-mine = Мои
view-to_sign = На подпись
view-returned = Возвращённые
view-overdue = Просроченные
view-to_dispatch = К отправке
view-closed = Закрытые
view-archived = В архиве
view-conflicts = Расхождения
view-all = Все

## Пустые представления

empty-today = На сегодня ничего нет
empty-today-why = Поступившее письмо регистрируется клавишами Ctrl+N.
empty-inbox = На контроле ничего нет
empty-inbox-why = Здесь стоят зарегистрированные обращения. Регистрация: Ctrl+N.
empty-new = Новых обращений нет
empty-new-why = Поступившие с сайта ждут здесь регистрации. Импорт: g w.
empty-mine = Вам ничего не назначено
empty-mine-why = Обращение появится здесь, когда исполнителем назначат вас.
empty-to_sign = На подписи ничего нет
empty-to_sign-why = Здесь ответы, которые специалисты отправили клавишами Ctrl+Enter.
empty-returned = Возвращённых ответов нет
empty-returned-why = Ответ, который вернул руководитель, появится здесь с причиной.
empty-overdue = Просроченных нет
empty-overdue-why = Просроченные обращения стоят здесь и первыми в списке на сегодня.
empty-to_dispatch = К отправке ничего нет
empty-to_dispatch-why = Здесь подписанные ответы: P отмечает отправку, C снимает с контроля.
empty-closed = Закрытых обращений нет
empty-closed-why = Снятые с контроля стоят здесь до передачи в архив.
empty-archived = В архиве ничего нет
empty-archived-why = Здесь обращения, для которых создан и проверен архивный PDF.
empty-conflicts = Расхождений нет
empty-conflicts-why = Если два устройства изменили одно и то же поле, оба значения видны здесь.
empty-all = Обращений нет
empty-all-why = Регистрация: Ctrl+N. Импорт с сайта: g w.
empty-search = Ничего не найдено
empty-search-why = Попробуйте часть номера или другое слово. Esc закрывает поиск.
empty-filter = Фильтру ничего не соответствует
empty-filter-why = Клавиша F меняет или снимает фильтр.

## Список

list-label = Список обращений
list-count = { $n ->
        [one] { $figures } обращение
        [few] { $figures } обращения
       *[many] { $figures } обращений
    }
list-found = Найдено по запросу «{ $search }»
list-selected = Выбрано: { $n }
list-unselect = Снять выбор
col-number = №
col-left = Осталось
col-applicant = Заявитель
col-topic = Тема
col-flags = Отметки
left-late = проср. { $n } дн.
left-today = сегодня
left-days = { $n } дн.
number-none = без номера
number-provisional = Временный номер: официальный будет присвоен при синхронизации
applicant-anonymous = анонимное

## Фильтр

filter-title = Фильтр
filter-any = любые
filter-apply = Применить
filter-none = Снять фильтр
filter-clear = Снять этот фильтр

## Сегодня

today-next = В первую очередь
today-more = { $n ->
        [one] Ещё { $n }
        [few] Ещё { $n }
       *[many] Ещё { $n }
    }
