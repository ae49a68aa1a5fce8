# Почему синхронизация не дошла до конца и что она делает сейчас. Коды: sync::SyncError.

sync-problem-offline = До сервера не достучаться. Всё, что вы сделали, сохранено на этом компьютере и уйдёт само, когда появится связь.
sync-problem-stall = Связь есть, но данные не идут. Отправленное второй раз не пойдёт, остальное продолжится с того же места.
sync-problem-not-our-server = По этому адресу ответил не наш сервер — возможно, страница входа сети Wi-Fi. Откройте браузер, войдите в сеть и повторите.
sync-problem-untrusted = Сертификату того, кто отвечает по этому адресу, нельзя верить: его выдал неизвестный центр, он выдан на другое имя или истёк. Ничего не отправлено. Проверьте дату на этом компьютере; если она верна, попросите у администратора файл центра сертификации учреждения.
sync-problem-bad-address = Это не адрес сервера. Он начинается с https:// и содержит имя, например https://desk.example.kg.
sync-problem-plain-http = Этот адрес начинается с http://, поэтому пароли и персональные данные шли бы открыто. Ничего не отправлено. Попросите у администратора адрес, который начинается с https://.
sync-problem-token-refused = Сервер не узнал этот компьютер. Сделанное сохранено здесь. Обратитесь к администратору: возможно, компьютер нужно зарегистрировать заново.
sync-problem-device-revoked = Администратор отозвал допуск этого компьютера. Неотправленные изменения сохранены здесь; сообщите администратору.
sync-problem-upgrade-needed = Ваши изменения отправлены, но чтобы получать новое, программу нужно обновить.
sync-problem-server-too-old = Версия сервера старше этой программы, поэтому часть изменений осталась в очереди. Сообщите администратору.
sync-problem-server-full = На сервере кончилось место. Ничего не потеряно, всё остаётся в очереди. Сообщите администратору.
sync-problem-server-busy = Сервер сейчас занят. Ничего не потеряно, всё остаётся в очереди; синхронизация повторится сама.
sync-problem-bad-authority = Файл сертификата удостоверяющего центра учреждения не читается. Попросите у администратора файл в формате PEM.
sync-problem-disk-full = На диске этого компьютера кончилось место, поэтому новое не получено. Освободите место и повторите.
sync-problem-closed = Программа заблокирована. Синхронизация продолжится после разблокировки.
sync-problem-bad-chain = Диск этого компьютера — более старая копия: на сервере есть более поздние изменения с него. Ничего не отправлено, и вводить здесь больше ничего нельзя. То, что ждёт отправки, остаётся здесь, его можно прочитать. Попросите администратора подключить компьютер заново, затем внесите это ещё раз.
sync-problem-audit-forked = В журнале аудита сервера больше нет того, что этот компьютер в нём видел: журнал изменён. Доказательство хранится здесь. Сообщите администратору и ответственному за персональные данные.
sync-problem-bad-signature = Проверка подписи не прошла, поэтому ничего не принято. Обратитесь к администратору.
sync-problem-still-differs = Данные отдела «{ $unit }» и после исправления отличаются от серверных. В следующий раз проверка повторится; если не поможет, сообщите администратору.
sync-problem-file = Один файл не прошёл, остальные прошли. Он остался в очереди и пойдёт в следующий раз.
sync-problem-bad-code = Код неверен, уже использован или просрочен. Получите у администратора новый.
sync-problem-bad-password = Логин или пароль неверны. Проверьте заглавные буквы и раскладку.
sync-problem-too-many-tries = Слишком много попыток. Повторите через четверть часа.
sync-problem-server = Сервер ответил ошибкой. Сделанное сохранено на этом компьютере, попытка повторится сама. Если это затянется, передайте подробности администратору.
sync-problem-busy = В базу данных этого компьютера сейчас пишет другая программа, например идёт большой импорт. Ничего не потеряно; синхронизация повторится сама.
sync-problem-store = База данных этого компьютера не выполнила запись. Сохранённое ранее цело. Откройте программу заново; если повторится, сообщите администратору.

## Те же причины, когда окно показывает их как ошибку

error-sync-problem-offline = { sync-problem-offline }
error-sync-problem-stall = { sync-problem-stall }
error-sync-problem-not-our-server = { sync-problem-not-our-server }
error-sync-problem-untrusted = { sync-problem-untrusted }
error-sync-problem-bad-address = { sync-problem-bad-address }
error-sync-problem-plain-http = { sync-problem-plain-http }
error-sync-problem-token-refused = { sync-problem-token-refused }
error-sync-problem-device-revoked = { sync-problem-device-revoked }
error-sync-problem-upgrade-needed = { sync-problem-upgrade-needed }
error-sync-problem-server-too-old = { sync-problem-server-too-old }
error-sync-problem-server-full = { sync-problem-server-full }
error-sync-problem-server-busy = { sync-problem-server-busy }
error-sync-problem-bad-authority = { sync-problem-bad-authority }
error-sync-problem-disk-full = { sync-problem-disk-full }
error-sync-problem-closed = { sync-problem-closed }
error-sync-problem-bad-chain = { sync-problem-bad-chain }
error-sync-problem-audit-forked = { sync-problem-audit-forked }
error-sync-problem-bad-signature = { sync-problem-bad-signature }
error-sync-problem-still-differs = { sync-problem-still-differs }
error-sync-problem-file = { sync-problem-file }
error-sync-problem-bad-code = { sync-problem-bad-code }
error-sync-problem-bad-password = { sync-problem-bad-password }
error-sync-problem-too-many-tries = { sync-problem-too-many-tries }
error-sync-problem-server = { sync-problem-server }
error-sync-problem-busy = { sync-problem-busy }
error-sync-problem-store = { sync-problem-store }
error-refused-out-of-scope = Это обращение теперь у другого отдела, поэтому изменение не принято. На сервере оно сохранено для администратора.
error-refused-malformed = Изменение записано в виде, который сервер не может прочитать, поэтому оно не принято. Передайте подробности администратору: это ошибка программы.
error-refused-erased = Данные этого обращения стёрты по распоряжению уполномоченного, поэтому изменение не принято.

## Что происходит

progress-sync-push = Отправляются изменения
progress-sync-repair = Данные сверяются с сервером
progress-sync-pull = Загружается новое
progress-sync-files = Передаются файлы
