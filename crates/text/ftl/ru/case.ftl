# Карточка дела: срок, текст, карточка, файлы, расхождения.

## Заголовок

case-label = Обращение
case-tabs = Части обращения
case-none = Обращение не выбрано
case-none-why = Выберите клавишами J и K, откройте клавишей Enter.
case-queued = ждёт отправки: { $n }
executor-is = исполнитель: { $name }
executor-none = исполнитель не назначен
tab-inquiry = Обращение
tab-answer = Ответ
tab-files = Файлы
tab-history = История
actions-more = Ещё
actions-label = Действия

## Срок

due-left = Срок: { $date }, осталось { $days }
due-today = Срок сегодня: { $date }
due-late = Срок прошёл: { $date }, просрочено на { $days }
due-of = Срок: { $date }
due-was = Срок был: { $date }
due-registration = Зарегистрировать до: { $date }
due-none = Срока нет
deadline-why = Почему эта дата?
why-rule = { $term } с { $from }: срок { $on }
why-rule-extended = Продление, { $term } с { $from }: срок { $on }
why-source = Основание: { $source } ({ $status })
source-law-of-the-kyrgyz-republic-no-67-of-04-05-2007-on-citizens-appeals-as-amended = Закон Кыргызской Республики от 4 мая 2007 года № 67 «О порядке рассмотрения обращений граждан», с изменениями
source-law-of-the-kyrgyz-republic-no-217-of-29-12-2023-on-the-right-of-access-to-information = Закон Кыргызской Республики от 29 декабря 2023 года № 217 «О праве на доступ к информации»
source-general-knowledge-to-be-checked-by-an-officer = общие сведения; должен проверить ответственный сотрудник
source-the-deadline-of-the-law-was-not-found-10-working-days-are-assumed = срок в законе не найден; принято 10 рабочих дней
day-counted = засчитанный день
day-skipped = незасчитанный день
day-transferred = перенесённый рабочий день
day-last = последний день
day-from = день начала отсчёта
day-number = { $n }-й день
day-transferred-for = рабочий день вместо { $date }
day-weekend = выходной
day-not-counted = не засчитывается

## Найдено в тексте

found-card = номер банковской карты
found-pin = персональный номер (ПИН)
found-phone = телефон
found-password = пароль
found-minor = несовершеннолетний
found-email = электронная почта
found-address = адрес
found-other = персональные данные

## Вкладка обращения

resolutions-title = Резолюции
notes-title = Заметки
related-title = Связанные обращения
related-earlier = более раннее
related-later = более позднее
returned-because = Возвращено руководителем: { $reason }
void-because = Признано ошибочным: { $reason }
case-card-title = Карточка
case-card-provisional = Временный номер
extended-by = на { $n } дн.: { $reason }

## Расхождения

conflict-title = Расхождение: { $field }
conflict-base = Было до обоих
conflict-stands = Сейчас стоит
conflict-mine = Предложил(а) { $name }, { $at }
conflict-keep = Оставить как есть
conflict-take = Принять предложенное
rejected-title = Сервер не принял: { $act }
rejected-safe = То, что вы сделали, сохранено на этом компьютере.

## Файлы

files-none = Файлов нет
files-none-why = Скан письма или фотография добавляются здесь: U.
files-add = Добавить файл
files-add-answer = Добавить к ответу
files-drop = Файл можно и перетащить в окно.
file-received = поступил с обращением
file-answer = уходит с ответом
file-redacted = проверенная копия, оригинал: { $name }
file-certificate = Акт
file-saved = Файл { $name } сохранён.
media-application-pdf = PDF
media-image-jpeg = изображение, JPEG
media-image-png = изображение, PNG
media-image-tiff = скан, TIFF
media-image-webp = изображение, WebP
media-image-bmp = изображение, BMP
media-text-plain = текст
media-other = другой файл

## Поля

field-number = регистрационный номер
field-provisional = временный номер
field-received_at = Поступило
field-registered_on = Зарегистрировано
field-kind = Вид
field-channel = Канал
field-lang = Язык
field-topic = Тема
field-territory = Территория
field-category = Социальная категория
field-applicant = Заявитель
field-applicants = Заявители
field-collective = Коллективное
field-subject = Краткое содержание
field-text = Текст
field-unit = Отдел
field-executor = Исполнитель
field-co_executors = Соисполнители
field-resolution = Резолюция
field-resolutions = Резолюции
field-service = Выбранная услуга
field-sheets = Листов
field-repeat_of = Повтор обращения
field-minor = Несовершеннолетний
field-restricted = Доступ ограничен
field-source = Источник
field-state = Состояние
field-due = Срок
field-draft = Проект ответа
field-body = Текст ответа
field-outcome = Результат
field-places = Незаполненные места в тексте ([…])
field-dispatch = Отправка
field-delivery = Способ отправки
field-method = Способ отправки
field-on = Дата
field-reference = Исходящий номер или квитанция
field-file_index = Индекс дела
field-attachments = Вложения
field-notes = Заметки
field-note = Пояснение
field-to = Кому
field-reason = Причина
field-days = Число дней
field-certificate = Акт о вымарывании
field-conflicts = Нерешённые расхождения
field-sha256 = Контрольная сумма
field-not_considered = Причина оставления без рассмотрения
field-forwarded = Причина перенаправления
field-redaction = Причина вымарывания
field-name = Ф. И. О.
field-phone = Телефон
field-email = Электронная почта
field-address = Адрес
field-size = Размер файла
field-period = Период
field-template = Шаблон
