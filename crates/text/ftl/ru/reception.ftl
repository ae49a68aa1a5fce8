# Электронная приёмная: страницы, которые читают сами граждане.

reception-name = Электронная приёмная
reception-skip = Перейти к основной части
reception-languages = Язык страницы
reception-pages = Страницы
reception-nav-write = Написать обращение
reception-nav-status = Узнать состояние
reception-nav-policy = Политика конфиденциальности
reception-no-tracking = Эти страницы не сохраняют cookie и не следят за вами.
reception-error = Ошибка

## Форма

reception-form-title = Написать обращение
reception-intro = Обязательны только три вещи: вид обращения, его текст и ваше согласие. Остальное нужно, чтобы вам ответить.
reception-intro-other-ways = Обращение можно подать и почтой или лично:
reception-never-title = Не пишите номера банковских карт, ПИН-коды и пароли.
reception-never = Для рассмотрения обращения они не нужны. Мы никогда их не спрашиваем.
reception-minor-intro = Если вам нет { $age } лет, пишите вместе с родителем или опекуном.
reception-language-first = Выберите язык страницы до того, как начнёте писать: при смене языка форма очищается. Сам текст пишите на любом языке.
reception-needed = обязательно
reception-not-chosen = Не выбрано
reception-other-of = { $section }: прочее
reception-person = О вас
reception-person-hint = Обращение примут и без имени и контактов, но ответить на него может оказаться невозможно.
reception-matter = Обращение
reception-files = Файлы
reception-data-hint = Запрос о собственных данных:
reception-asks-know = Узнать, что обо мне хранится
reception-asks-correct = Исправить мои данные
reception-asks-restrict = Ограничить использование моих данных
reception-asks-erase = Удалить мои данные
reception-field-what = Вид обращения
reception-field-name = Фамилия, имя, отчество
reception-field-phone = Телефон
reception-field-email = Электронная почта
reception-field-address = Почтовый адрес
reception-field-topic = Тема
reception-field-territory = О каком месте речь
reception-field-text = Текст обращения
reception-field-files = Выбрать файлы
reception-field-leave_empty = Ничего сюда не пишите
reception-hint-phone = Например: 0000 12 34 56
reception-hint-address = Если ответ нужен по почте
reception-hint-text = Напишите, что произошло, где и когда, и о чём вы просите.
reception-hint-files = До { $files } файлов, каждый до { $mb } МБ. Лучше всего документ (PDF) или снимок (JPEG, PNG, TIFF, WebP): другие файлы сначала проверяют.
reception-minor = Мне нет { $age } лет
reception-minor-hint = С этой отметкой к вашим данным отнесутся с особым вниманием.
reception-consent-title = Согласие
reception-consent = Я согласен (согласна) на обработку моих персональных данных для рассмотрения обращения (редакция политики { $version }).
reception-consent-read = Прочитать политику конфиденциальности (откроется на новой странице)
reception-consent-else = Если вы не согласны, подайте обращение почтой или лично.
reception-send = Отправить
reception-send-knowingly = Всё равно отправить как есть
reception-send-knowingly-hint = Предупреждение прочитано, эти сведения написаны намеренно.

## Ошибки и предупреждения

reception-problems-title = Обращение пока не принято
reception-problems-safe = Всё, что вы написали, осталось в форме. Ничего ещё не сохранено.
reception-problem-what = Выберите вид обращения.
reception-problem-long-line = В этом поле больше 2 000 знаков. Сократите или перенесите в текст.
reception-problem-text = Напишите текст обращения.
reception-problem-long-text = Текст слишком велик. Сократите его или приложите файлом.
reception-problem-trap = Очистите поле «Ничего сюда не пишите».
reception-problem-consent = Чтобы отправить, отметьте согласие.
reception-problem-many-files = Выбрано больше { $files } файлов. Выберите меньше.
reception-problem-large-file = Файл «{ $name }» больше { $mb } МБ. Уменьшите его или отправьте по частям.
reception-problem-empty-file = Файл «{ $name }» пуст. Выберите другой.
reception-notice-broken = Форма пришла не целиком: похоже, связь прервалась. Проверьте и отправьте ещё раз.
reception-notice-slow = Форма отправлялась слишком долго. Попробуйте ещё раз, с меньшим числом файлов.
reception-notice-busy = Сейчас слишком много людей отправляют файлы. Отправьте ещё раз через минуту.
reception-notice-too-large = Форма слишком велика. Выберите меньше файлов.
reception-notice-typed-too-large = Написанный текст слишком велик, часть его не пришла. Вернитесь кнопкой браузера «Назад» и приложите текст файлом.
reception-notice-quick = Форма отправлена слишком быстро. Проверьте и отправьте ещё раз.
reception-notice-expired = Форма была открыта слишком долго. Проверьте и отправьте ещё раз.
reception-notice-failed = Из-за ошибки на нашей стороне обращение не сохранено. Отправьте ещё раз чуть позже.
reception-files-again = Выбранные файлы не сохранены: ради безопасности браузер их не запоминает. Выберите файлы ещё раз.
reception-warning-title = Проверьте перед отправкой
reception-warning = Похоже, вы написали сведения, которые нельзя сообщать другим. Пока ничего не отправлено и не сохранено.
reception-warning-what = Удалите их в форме ниже и нажмите «Отправить». Если они действительно нужны, в конце формы есть кнопка «Всё равно отправить как есть».
reception-finding-card = номер банковской карты
reception-finding-pin = персональный номер (ПИН)
reception-finding-password = пароль или ПИН-код

## Расписка

reception-receipt-title = Расписка
reception-receipt-taken = Ваше обращение принято.
reception-receipt-number = Номер расписки
reception-receipt-code = Секретный код
reception-receipt-received = Поступило
reception-receipt-state = Состояние
reception-receipt-policy = Согласие: редакция политики
reception-receipt-keep = Запишите номер и код или распечатайте эту страницу.
reception-receipt-keep-why = Код больше не будет показан. Узнать состояние обращения можно только по ним.
reception-receipt-next = Что будет дальше
reception-receipt-follow = Узнать состояние обращения
reception-receipt-print = Для печати используйте команду браузера «Печать».
reception-promise-registration = Обращение внесут в журнал регистрации не позднее { $date }; тогда оно получит официальный номер.
reception-promise-answer = Срок ответа со дня регистрации: { $term }.

## Состояние

reception-status-title = Состояние обращения
reception-status-intro = Введите номер и секретный код из расписки.
reception-status-number-hint = Из расписки, например: K7Q2M-9XW4T
reception-status-code-hint = Строчные или прописные буквы и чёрточки не имеют значения.
reception-status-ask = Показать
reception-status-missing = Введите и номер, и код.
reception-status-unknown = Таких номера и кода нет. Перепишите оба из расписки ещё раз.
reception-status-number = Регистрационный номер
reception-status-registered = Зарегистрировано
reception-status-due = Срок ответа
reception-status-ended = Рассмотрение окончено
reception-status-sent = Ответ отправлен
reception-status-extended = Срок продлён.
reception-status-no-data = Персональные данные на этой странице не показываются.
reception-status-again = Узнать состояние другого обращения
reception-state-received = Обращение поступило и ждёт регистрации.
reception-state-registered = Обращение зарегистрировано.
reception-state-assigned = Для обращения назначен исполнитель.
reception-state-in_work = Обращение рассматривается.
reception-state-awaiting_signoff = Ответ готов и ждёт подписи.
reception-state-returned = Обращение рассматривается.
reception-state-answered = Ответ подписан.
reception-state-forwarded = Обращение передано другому органу, в чьей компетенции вопрос.
reception-state-not_considered = Обращение оставлено без рассмотрения. О причине можно спросить орган.
reception-state-closed = Рассмотрение обращения окончено.
reception-state-archived = Рассмотрение обращения окончено, дело в архиве.
reception-state-void = Эта запись признана ошибочной. С вопросами обратитесь в орган.

## Политика и другие страницы

reception-policy-title = Политика конфиденциальности
reception-policy-version = Редакция: { $version }
reception-policy-elsewhere = Полный текст политики:
reception-which-title = Какому органу вы пишете?
reception-none-title = Такой страницы нет
reception-none = По этому адресу электронная приёмная не открыта. Проверьте адрес.
reception-failed-title = Сейчас не получилось
reception-failed-many = Из вашей сети было слишком много попыток. Попробуйте снова через четверть часа.
reception-failed-form = Присланное не похоже на форму этой страницы. Откройте форму и заполните её заново.
reception-failed-large = Прислано слишком много.
reception-failed-fault = Ошибка на нашей стороне. Попробуйте ещё раз чуть позже.
reception-failed-safe = Ничего не сохранено. Кнопка браузера «Назад» вернёт вас к заполненной форме.
