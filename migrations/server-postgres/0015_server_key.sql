-- Public part of the key that the devices of this database believe, hexadecimal; null until a server has started with it.
alter table server add column public_key text;
