 on conflict (id) do update set
    content = excluded.content, unit = excluded.unit, state = excluded.state, number = excluded.number,
    provisional = excluded.provisional, number_year = excluded.number_year, number_serial = excluded.number_serial,
    due = excluded.due, received_at = excluded.received_at, received = excluded.received,
    registered = excluded.registered, answered = excluded.answered, closed = excluded.closed,
    ending = excluded.ending, dispatched = excluded.dispatched, delivery = excluded.delivery,
    extended = excluded.extended, kind = excluded.kind, channel = excluded.channel, lang = excluded.lang,
    topic = excluded.topic, territory = excluded.territory, category = excluded.category,
    outcome = excluded.outcome, executor = excluded.executor, repeat_of = excluded.repeat_of,
    source_key = excluded.source_key, applicant = excluded.applicant, applicant_key = excluded.applicant_key,
    applicants = excluded.applicants, subject = excluded.subject, attachments = excluded.attachments,
    conflicts = excluded.conflicts, flags = excluded.flags, search_hash = excluded.search_hash,
    base_unit = coalesce(excluded.base_unit, base_unit), base_seq = coalesce(excluded.base_seq, base_seq),
    base_sum = coalesce(excluded.base_sum, base_sum)
