# Жеке маалыматтар боюнча сунуштар: эмне табылды жана эмне үчүн.
detect-kind-person = аты-жөнү
detect-kind-phone = телефон
detect-kind-email = электрондук почта
detect-kind-national_id = жеке номер (ПИН)
detect-kind-tax_id = салык төлөөчүнүн номери
detect-kind-insurance_number = камсыздандыруу номери
detect-kind-passport = паспорт же күбөлүк
detect-kind-address = дарек
detect-kind-birth_date = туулган күнү
detect-kind-card = банк картасы
detect-kind-iban = банк эсеби (IBAN)
detect-kind-plate = унаанын номери
detect-kind-secret = сырсөз же код
detect-why-checksum = текшерүү сандары туура
detect-why-checksum_and_label = текшерүү сандары туура, жанында «{ $word }» деген сөз бар
detect-why-label = жанында «{ $word }» деген сөз бар
detect-why-form = түрү дал келет
detect-why-form_and_label = түрү дал келет, жанында «{ $word }» деген сөз бар
detect-why-date_within = сандарында туура туулган күн бар
detect-why-date_within_and_label = сандарында туура туулган күн бар, жанында «{ $word }» деген сөз бар
detect-why-name_parts = аты, фамилиясы же атасынын аты катар турат
detect-why-initials = инициалдары менен фамилия
detect-why-child_of = «уулу» же «кызы» сөзү бар ысым
detect-why-known_name = белгилүү ысым
detect-why-announced = алдындагы «{ $word }» сөзү адамды билдирет
detect-why-tagger = тил модели муну адамдын аты деп эсептейт
detect-why-tagger_and_form = тил модели муну адамдын аты деп эсептейт, түрү да дал келет
detect-why-repeated = ошол эле ысым тексттин башка жеринде бар
detect-why-address_parts = { $n ->
    [one] даректин { $n } бөлүгү
   *[other] даректин катар турган { $n } бөлүгү
}
detect-with-model = Сунуштарды эрежелер жана тил модели берет.
detect-rules-alone = Сунуштарды эрежелер гана берет: тил модели орнотулган эмес, айрым ысымдар табылбайт.
detect-model-damaged = Тил модели бузулган же окулбайт. Сунуштарды эрежелер гана берет.
detect-line = { $n }-сап: { $problem }
detect-line-json = бул «id» жана «text» бар JSON эмес
detect-line-long = ал { $n } МБдан узун
detect-line-utf8 = бул UTF-8 эмес
error-detect-lines = { $n } сап окулган жок; калгандары аткарылды.
