# Экран регистрации: карточка письма, его файлы, повторы и то, чего гражданину не следовало присылать.

register-title = Регистрация обращения
register-lead = Ctrl+Enter — зарегистрировать и открыть следующую карточку.
register-draft-restored = Открыта карточка, начатая { $when }, в том виде, в каком её оставили.
register-draft-kept = Черновик сохранён
register-draft-discard = Начать пустую карточку
register-draft-discarded = Карточка убрана. Её можно вернуть, пока не зарегистрирована следующая.

register-part-receipt = Поступление
register-part-applicants = Заявитель
register-part-matter = Содержание
register-part-files = Файлы

register-channel = Канал
register-date = Дата поступления
register-time = Время
register-kind = Вид
register-lang = Язык
register-lang-guessed = по тексту
register-unit = Отдел

register-applicant-nth = Заявитель { $n }
register-name = Фамилия, имя, отчество
register-name-hint = Пусто — анонимное
register-phone = Телефон
register-email = Электронная почта
register-address = Почтовый адрес
register-category = Социальная категория
register-applicant-add = Добавить заявителя
register-applicant-remove = Убрать заявителя { $n }
register-collective = Коллективное обращение
register-minor = От лица моложе { $age } лет или о нём

register-subject = Краткое содержание одной строкой
register-text = Текст обращения
register-topic = Тема по классификатору
register-topic-hint = Введите часть названия
register-territory = Территория
register-service = Услуга
register-sheets = Листов
register-not-stated = не указано

register-files-add = Добавить файлы
register-files-drop = Перетащите сканы сюда, вставьте их из буфера или нажмите Ctrl+O.
register-files-count = { $n ->
    [one] { $n } файл
    [few] { $n } файла
   *[other] { $n } файлов
}
register-file-remove = Убрать { $name }
register-file-show = Показать { $name }
register-file-refused = Файл { $name } не принят. { $why }
register-file-failed = Вставленный файл прочитать не удалось. Сохраните его на компьютере и добавьте через Ctrl+O.
file-warning-name-changed = В имени были недопустимые знаки, имя изменено.
file-warning-type-differs = Содержимое не того вида, какой указан в имени.
file-warning-can-run = Это программа или активная страница: при открытии она может навредить. Не открывайте, не проверив.

register-similar = Похожие прежние обращения
register-similar-none = Прежних обращений этого лица или по этому вопросу не найдено.
register-similar-waiting = Введите имя, телефон или содержание: здесь появятся прежние обращения.
register-similar-received = поступило { $date }
register-repeat-set = Это повтор
register-repeat-is = Отмечено как повтор обращения { $number }
register-repeat-clear = Не повтор

register-alerts = Обратите внимание на текст
register-alert-card = { $n ->
    [one] В тексте есть { $n } запись, похожая на номер банковской карты.
    [few] В тексте есть { $n } записи, похожие на номера банковских карт.
   *[other] В тексте есть { $n } записей, похожих на номера банковских карт.
} Номер хранится только в этом деле. Не переносите его в краткое содержание и в ответ и посоветуйте заявителю заблокировать карту.
register-alert-pin = { $n ->
    [one] В тексте есть { $n } запись, похожая на персональный номер (ПИН).
    [few] В тексте есть { $n } записи, похожие на персональные номера (ПИН).
   *[other] В тексте есть { $n } записей, похожих на персональные номера (ПИН).
} Скройте номер, прежде чем передавать копию кому-либо.
register-alert-password = В тексте есть запись, похожая на пароль. Никуда её не переносите и посоветуйте заявителю сменить пароль.
register-alert-phone = { $n ->
    [one] В тексте указан { $n } номер телефона.
    [few] В тексте указаны { $n } номера телефона.
   *[other] В тексте указано { $n } номеров телефона.
} Если это телефон заявителя, внесите его в карточку.
register-alert-minor = В тексте говорится о ребёнке или пишет ребёнок. Если заявитель моложе { $age } лет, поставьте отметку: без согласия законного представителя данные ограничиваются.
register-alert-mark-minor = Поставить отметку
register-alert-show = Показать в тексте

register-missing-title = { $n ->
    [one] Осталось заполнить { $n } поле.
    [few] Осталось заполнить { $n } поля.
   *[other] Осталось заполнить { $n } полей.
}
register-missing-subject = Краткое содержание: одна строка, по которой обращение найдут
register-missing-text = Текст обращения или файл с ним
register-missing-unit = Отдел
register-bad-date = Поступление: такого дня нет в календаре
register-bad-time = Поступление: такого времени суток нет
register-future = Поступление: указанный момент ещё не наступил
register-bad-sheets = Листов: целое число от 1 до 9999
register-bad-email = Электронная почта заявителя { $n }: нет знака «@»

register-submit = Зарегистрировать
register-busy = Регистрируется…
register-done = Зарегистрировано: { $number }. Официальный номер придёт при ближайшей синхронизации.
register-done-official = Зарегистрировано: { $number }.
register-done-open = Открыть дело
register-count-today = { $n ->
    [one] С открытия экрана зарегистрировано { $n } обращение
    [few] С открытия экрана зарегистрировано { $n } обращения
   *[other] С открытия экрана зарегистрировано { $n } обращений
}
register-not-allowed = Ваша роль не регистрирует обращения. Это делает специалист или руководитель.
register-draft-files-lost = { $n ->
    [one] { $n } файла от неё больше нет: добавьте его снова.
    [few] { $n } файлов от неё больше нет: добавьте их снова.
   *[other] { $n } файлов от неё больше нет: добавьте их снова.
}
register-collective-unnamed = Заявители: в коллективном обращении указывают хотя бы одного гражданина, организацию или собрание
register-similar-count = { $n ->
    [one] Найдено { $n } похожее обращение
    [few] Найдено { $n } похожих обращения
   *[other] Найдено { $n } похожих обращений
}
