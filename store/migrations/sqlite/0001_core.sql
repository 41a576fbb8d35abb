-- +goose Up
-- The tables that every account's records and integrations rest on. Instants are microseconds since 1970 UTC, 0 for none.

create table account (
	id      integer not null primary key,
	name    text not null unique,
	created integer not null
) strict;

-- The next free number of a kind: ids of records are handed out in blocks before anything is written.
create table sequence (
	name text not null primary key,
	next integer not null
) strict;

create table definition (
	account integer not null,
	kind    text not null,
	name    text not null,
	body    blob not null,
	version integer not null,
	updated integer not null,
	primary key (account, kind, name)
) strict;

create table custom_field (
	account integer not null,
	object  text not null,
	name    text not null,
	place   integer not null,
	body    text not null,
	primary key (account, object, name)
) strict;

create table token (
	hash    blob not null primary key,
	account integer not null,
	name    text not null,
	created integer not null
) strict;

create unique index token_name on token (account, name);

-- The right to work on something until it runs out; fence grows with every holder.
create table lease (
	name  text not null primary key,
	owner text not null,
	fence integer not null,
	until integer not null
) strict;

-- A data point of a sync as links know it. It outlives the sync: links are kept.
create table lane (
	id      integer not null primary key,
	account integer not null,
	sync    text not null,
	point   text not null,
	object  text not null,
	unique (account, sync, point, object)
) strict;

-- "cursor" is a word of SQL: how far a lane has taken over both sides' changes.
create table lane_cursor (
	point   integer not null primary key,
	account integer not null,
	theirs  blob not null,
	ours    integer not null,
	shape   integer not null,
	fields  text not null,
	loaded  integer not null,
	past    text not null
) strict;

-- The change log. The row of a create has no fields: the record is its own.
create table change (
	seq     integer not null primary key,
	account integer not null,
	object  text not null,
	record  integer not null,
	version integer not null,
	op      integer not null,
	origin  text not null,
	actor   text not null,
	run     integer not null,
	at      integer not null,
	fields  text
) strict;

create index change_record on change (object, record);

-- Creates of consecutive records in one transaction are one row, as a bulk load
-- makes them by the thousand: record + n was created by change seq + n, up to
-- change last. Numbers are given from the same sequence as those above.
create table change_span (
	seq     integer not null primary key,
	last    integer not null,
	account integer not null,
	object  text not null,
	record  integer not null,
	origin  text not null,
	actor   text not null,
	run     integer not null,
	at      integer not null
) strict;

create index change_span_record on change_span (object, record);

create table link (
	account   integer not null,
	point     integer not null,
	their_key text not null,
	our_id    integer not null,
	version   integer not null,
	hash      integer not null,
	base      blob not null,
	shape     integer not null,
	run       integer not null,
	primary key (point, their_key)
) strict, without rowid;

create unique index link_ours on link (point, our_id);

-- What a run found where it changed or dropped a link. Links that are new have
-- no row: their run says who made them.
create table link_before (
	seq         integer not null primary key,
	account     integer not null,
	point       integer not null,
	our_id      integer not null,
	run         integer not null,
	dropped     integer not null,
	was_key     text not null,
	was_version integer not null,
	was_hash    integer not null,
	was_base    blob not null,
	was_shape   integer not null,
	was_run     integer not null
) strict;

create index link_before_run on link_before (run);
create index link_before_was_run on link_before (was_run);
create index link_before_ours on link_before (point, our_id);

-- Writes to the other side, stored before they are sent (Promise 3).
create table intent (
	id          integer not null primary key,
	account     integer not null,
	point       integer not null,
	run         integer not null,
	op          integer not null,
	our_id      integer not null,
	their_key   text not null,
	external_id text not null,
	fields      text not null,
	written     blob not null,
	vals        blob not null,
	before      blob not null,
	state       integer not null,
	at          integer not null,
	message     text not null
) strict;

create index intent_run on intent (run);
create index intent_ours on intent (point, our_id);
create index intent_pending on intent (point, id) where state = 0;

-- Rows to be looked at again although nothing changed.
create table unsettled (
	seq       integer not null primary key,
	account   integer not null,
	point     integer not null,
	their_key text not null,
	our_id    integer not null,
	outcome   integer not null,
	code      text not null,
	reason    text not null,
	awaits    integer not null,
	for_key   text not null,
	for_id    integer not null,
	base      blob not null,
	ours      blob not null,
	theirs    blob not null,
	fields    text not null,
	run       integer not null,
	at        integer not null
) strict;

create unique index unsettled_row on unsettled (point, their_key, our_id);

create table outcome (
	seq       integer not null primary key,
	account   integer not null,
	run       integer not null,
	point     integer not null,
	name      text not null,
	their_key text not null,
	our_id    integer not null,
	outcome   integer not null,
	code      text not null,
	reason    text not null,
	at        integer not null
) strict;

create index outcome_run on outcome (run);
create index outcome_key on outcome (point, their_key);

create table run (
	id        integer not null primary key,
	account   integer not null,
	sync      text not null,
	kind      text not null,
	state     text not null,
	wanted    text not null,
	plan      text not null,
	record    text not null,
	message   text not null,
	code      text not null,
	created   integer not null,
	started   integer not null,
	ended     integer not null,
	first_seq integer not null,
	last_seq  integer not null,
	points    text not null
) strict;

create index run_sync on run (account, sync);

create table plan (
	id      integer not null primary key,
	account integer not null,
	sync    text not null,
	kind    text not null,
	hash    text not null,
	created integer not null,
	row_count integer not null,
	counts  text not null,
	undoes  integer not null,
	held    integer not null,
	done    integer not null
) strict;

create index plan_hash on plan (account, hash);

create table plan_row (
	plan      integer not null,
	seq       integer not null,
	account   integer not null,
	point     text not null,
	their_key text not null,
	our_id    integer not null,
	ours      integer not null,
	theirs    integer not null,
	outcome   integer not null,
	version   integer not null,
	hash      integer not null,
	reason    text not null,
	diff      blob not null,
	primary key (plan, seq)
) strict;
