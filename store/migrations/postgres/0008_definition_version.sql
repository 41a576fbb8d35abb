-- +goose Up
-- What a piece of configuration said over time, and who changed it when. It
-- outlives the definition: whoever adds a sync again finds what it was.
create table definition_version (
	account bigint not null,
	kind    text collate "C" not null,
	name    text collate "C" not null,
	number  bigint not null,
	at      bigint not null,
	by_whom text not null,
	body    bytea not null,
	primary key (account, kind, name, number)
);

select part_accounts();
