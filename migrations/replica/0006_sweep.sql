-- Rows that were taken away so far, and how many of them had been when pages were last swept of what such rows leave.
alter table device add column removed integer not null default 0;
alter table device add column swept integer not null default 0;
