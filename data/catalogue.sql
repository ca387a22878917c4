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

-- grain: one thing that somebody did; rows are only ever added: the triggers refuse the rest
create table if not exists audit (
    id integer primary key,
    at text not null,
    who text not null,
    what text not null,
    subject text not null,
    detail text not null
);

-- grain: one account. `townships`: codes separated by commas, NULL for all; `password`: Argon2id, NULL for an
-- account of OpenID Connect, which has its issuer and subject in `subject`
create table if not exists accounts (
    id integer primary key,
    name text not null unique,
    role text not null,
    townships text,
    password text,
    subject text unique,
    must_change integer not null,
    is_disabled integer not null,
    created_at text not null,
    created_by text not null
);

-- grain: one sign-in that stands; `key`: SHA-256 of what the browser's cookie holds
create table if not exists sessions (
    key text primary key,
    account integer not null references accounts (id),
    began_at text not null,
    seen_at text not null,
    ends_at text not null
);

-- grain: an account's name or an address (`key`: its SHA-256) from which signing in has failed lately
create table if not exists sign_in_failures (
    key text primary key,
    failures integer not null,
    began_at text not null
);

-- grain: one sign-in under way at the OpenID Connect provider; `key`: SHA-256 of the browser's cookie
create table if not exists openid_requests (
    key text primary key,
    held text not null,
    ends_at text not null
);

-- grain: one wording of what stands above every page; the newest counts, an empty one is none
create table if not exists banners (
    id integer primary key,
    text text not null,
    english text not null,
    by text not null,
    at text not null
);

-- the audit trail is added to and never changed
create trigger if not exists audit_is_never_changed before update on audit
begin
    select raise(abort, 'the audit trail is never changed');
end;

create trigger if not exists audit_is_never_shortened before delete on audit
begin
    select raise(abort, 'the audit trail is never shortened');
end;

-- grain: one file that somebody is working on; deleted once it is published or by hand
create table if not exists drafts (
    id integer primary key,
    export text not null,
    month text,
    townships text not null,
    file text not null,
    sha256 text not null,
    size integer not null,
    rows integer not null,
    refused integer not null,
    covers text,
    replaces integer not null,
    received text not null,
    seen integer not null,
    parquet text not null,
    mended text not null,
    by text not null,
    began text not null,
    saved text not null
);

-- grain: one publication that waits for its time, or waited
create table if not exists scheduled (
    id integer primary key,
    drafts text not null,
    due text not null,
    reason text not null,
    is_forced integer not null,
    replaces integer not null,
    by text not null,
    at text not null,
    state text not null,
    note text not null,
    settled text
);

-- grain: one change of what had been published: a later file of the same export, month and township, or a roll-back
create table if not exists revisions (
    id integer primary key,
    upload integer not null,
    export text not null,
    month text not null,
    townships text not null,
    what text not null,
    reason text not null,
    after_lock integer not null,
    by text not null,
    at text not null
);

-- grain: one decision on when an export is due, from the reports of `since` on; day 0: not due
create table if not exists deadlines (
    id integer primary key,
    export text not null,
    since text not null,
    day integer not null,
    by text not null,
    at text not null
);

-- grain: one version of a year's weights, as the file said
create table if not exists weight_versions (
    id integer primary key,
    year integer not null,
    text text not null,
    by text not null,
    at text not null
);
