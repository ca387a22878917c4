-- The tables of a store's catalogue. Days are ISO texts, flags are 0 and 1.

-- grain: one publication; the newest row is the pointer to the mart that readers open
create table if not exists publications (
    id integer primary key,
    mart text not null,
    what text not null,
    by text not null,
    at text not null
);

-- grain: one published file
create table if not exists uploads (
    id integer primary key,
    export text not null,
    "table" text not null,
    month text,
    file text not null,
    sha256 text not null,
    size integer not null,
    encoding text not null,
    rows_read integer not null,
    rows integer not null,
    rows_rejected integer not null,
    by text not null,
    at text not null,
    received text not null,
    covers text not null,
    replaces integer not null,
    parquet text not null,
    parquet_sha256 text not null,
    publication integer not null references publications (id),
    rolled_back integer not null
);

-- grain: upload × month × township (NULL: rows of an unknown township)
create table if not exists coverage (
    upload integer not null references uploads (id),
    month text not null,
    township text,
    rows_read integer not null,
    rows_refused integer not null,
    rows integer not null
);

-- grain: one locked month
create table if not exists locks (
    month text primary key,
    by text not null,
    at text not null
);

-- grain: one kind of finding (rule and column) of one upload's check; `found` and `expected` are those of the first
create table if not exists upload_findings (
    upload integer not null references uploads (id),
    rule text not null,
    column_id text not null,
    heading text not null,
    is_error integer not null,
    findings integer not null,
    first_row integer,
    found text not null,
    expected text not null
);

-- grain: one acknowledgement of an alert; the newest of an alert is the one that counts
create table if not exists acknowledgements (
    id integer primary key,
    kind text not null,
    subject text not null,
    area text not null,
    month text not null,
    reasons text not null,
    note text not null,
    until text,
    by text not null,
    at text not null
);
