-- +goose Up
-- Why a change was made, where the operation it was part of says so: merging
-- customers names both.
alter table change add column note text collate "C";

-- Requests that a program may send again, with their answers: the same key gets
-- the same answer. The status is 0 while the request is under way.
create table answer (
	account bigint not null,
	actor   text collate "C" not null,
	key     text collate "C" not null,
	request bytea not null,
	status  bigint not null,
	headers text collate "C" not null,
	body    bytea not null,
	at      bigint not null,
	primary key (account, actor, key)
);

create index answer_at on answer (at);

select part_accounts();
