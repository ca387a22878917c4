-- SQLite: the audit trail is added to and never changed. Another database says the same in its own words.

create trigger if not exists audit_is_never_changed before update on audit
begin
    select raise(abort, 'the audit trail is never changed');
end;

create trigger if not exists audit_is_never_shortened before delete on audit
begin
    select raise(abort, 'the audit trail is never shortened');
end;
