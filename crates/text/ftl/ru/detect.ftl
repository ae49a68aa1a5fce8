# Подсказки персональных данных: что найдено и почему.
detect-kind-person = имя
detect-kind-phone = телефон
detect-kind-email = электронная почта
detect-kind-national_id = персональный номер (ПИН)
detect-kind-tax_id = ИНН налогоплательщика
detect-kind-insurance_number = страховой номер
detect-kind-passport = паспорт или удостоверение
detect-kind-address = адрес
detect-kind-birth_date = дата рождения
detect-kind-card = банковская карта
detect-kind-iban = банковский счёт (IBAN)
detect-kind-plate = номер машины
detect-kind-secret = пароль или код
detect-why-checksum = контрольные цифры верны
detect-why-checksum_and_label = контрольные цифры верны, рядом слово «{ $word }»
detect-why-label = рядом слово «{ $word }»
detect-why-form = похоже по виду
detect-why-form_and_label = похоже по виду, рядом слово «{ $word }»
detect-why-date_within = в цифрах есть верная дата рождения
detect-why-date_within_and_label = в цифрах есть верная дата рождения, рядом слово «{ $word }»
detect-why-name_parts = имя, фамилия или отчество рядом
detect-why-initials = фамилия с инициалами
detect-why-child_of = имя со словом «уулу» или «кызы»
detect-why-known_name = известное имя
detect-why-announced = слово «{ $word }» перед ним указывает на человека
detect-why-tagger = языковая модель считает это именем человека
detect-why-tagger_and_form = языковая модель считает это именем человека, и вид подходит
detect-why-repeated = то же имя есть в другом месте текста
detect-why-address_parts = { $n ->
    [one] { $n } часть адреса
    [few] { $n } части адреса подряд
   *[many] { $n } частей адреса подряд
}
detect-with-model = Подсказки дают правила и языковая модель.
detect-rules-alone = Подсказки дают только правила: языковая модель не установлена, часть имён не будет найдена.
detect-model-damaged = Языковая модель повреждена или не читается. Подсказки дают только правила.
detect-line = Строка { $n }: { $problem }
detect-line-json = это не JSON с «id» и «text»
detect-line-long = она длиннее { $n } МБ
detect-line-utf8 = это не UTF-8
error-detect-lines = Не прочитано строк: { $n }; остальные обработаны.
