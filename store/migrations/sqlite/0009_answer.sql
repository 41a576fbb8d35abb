-- +goose Up
-- Why a change was made, where the operation it was part of says so: merging
-- customers names both.
alter table change add column note text;

-- Requests that a program may send again, with their answers: the same key gets
-- the same answer. The status is 0 while the request is under way.
create table answer (
	account integer not null,
	actor   text not null,
	key     text not null,
	request blob not null,
	status  integer not null,
	headers text not null,
	body    blob not null,
	at      integer not null,
	primary key (account, actor, key)
) strict;

create index answer_at on answer (at);
