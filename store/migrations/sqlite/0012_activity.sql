-- +goose Up
-- How much changed in an hour, by whom: counted behind the change log, so that
-- no write pays for it. How far is the row "activity" of sequence.
create table activity (
	account integer not null,
	hour    integer not null,
	origin  text not null,
	changes integer not null,
	primary key (account, hour, origin)
) strict, without rowid;
