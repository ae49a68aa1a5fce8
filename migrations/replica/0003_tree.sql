-- Heads of the server's audit as it signed them, in the order in which they came.
create table tree_head (
    n integer primary key,
    epoch integer not null,
    size integer not null,
    sound integer not null,             -- whether it was the server's and went on from the one before
    head text not null                  -- JSON, with the signature
) strict;
