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

-- grain: one meeting. `mart` and `begun` are empty while it is prepared; both are set once, when it begins
create table if not exists meetings (
    id integer primary key,
    period_type text not null,
    period text not null,
    last_month text not null,
    is_standard integer not null,
    made text not null,
    mart text,
    begun text
);

-- grain: one view of a page that was added to a meeting; `address` is the page with its choices
create table if not exists meeting_views (
    meeting integer not null references meetings (id),
    position integer not null,
    address text not null,
    primary key (meeting, position)
);

-- grain: meeting × language × slide, as it stood when the meeting began: never changed, only added to
create table if not exists meeting_slides (
    meeting integer not null references meetings (id),
    language text not null,
    position integer not null,
    slide text not null,
    content text not null,
    primary key (meeting, language, position)
);

-- grain: one meeting that is shown: the slide it is at and the browser that presents it
create table if not exists meeting_places (
    meeting integer primary key references meetings (id),
    slide text not null,
    presenter text not null,
    at text not null
);

-- grain: one decision or action of a meeting; an office does it, never a person
create table if not exists meeting_actions (
    id integer primary key,
    meeting integer not null references meetings (id),
    slide text not null,
    kind text not null,
    text text not null,
    office text not null,
    due text,
    at text not null,
    done text
);
