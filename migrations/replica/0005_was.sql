-- What the fields that a queued command may change held here when it was made, JSON: for whoever settles a conflict. It is
-- nobody's own words, so it goes with the outcome, and with the case.
alter table outbox add column was text;
