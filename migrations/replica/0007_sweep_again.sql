-- Rows that were taken away before pages were swept left what 0006 counts from: one sweep is due.
update device set removed = removed + 1;
