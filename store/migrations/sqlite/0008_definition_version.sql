-- +goose Up
-- What a piece of configuration said over time, and who changed it when. It
-- outlives the definition: whoever adds a sync again finds what it was.
create table definition_version (
	account integer not null,
	kind    text not null,
	name    text not null,
	number  integer not null,
	at      integer not null,
	by_whom text not null,
	body    blob not null,
	primary key (account, kind, name, number)
) strict;
