-- +goose Up
-- How much changed in an hour, by whom: counted behind the change log, so that
-- no write pays for it. How far is the row "activity" of sequence.
create table activity (
	account bigint not null,
	hour    bigint not null,
	origin  text collate "C" not null,
	changes bigint not null,
	primary key (account, hour, origin)
);

select part_accounts();
