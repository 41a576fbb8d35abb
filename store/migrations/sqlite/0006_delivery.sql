-- +goose Up
-- What changes make due at strangers, and how that went.

-- How often the definitions of a kind changed. Whoever works by what was made of
-- them looks here, within its own transaction, whether that still holds.
create table definition_count (
	account integer not null,
	kind    text not null,
	count   integer not null,
	primary key (account, kind)
) strict, without rowid;

-- The other end of a trigger. It outlives the trigger: deliveries are kept.
-- owner is the node that calls it, fence grows with every owner.
create table receiver (
	id       integer not null primary key,
	account  integer not null,
	name     text not null,
	owner    text not null,
	fence    integer not null,
	state    text not null,
	failures integer not null,
	since    integer not null,
	probe    integer not null,
	warned   integer not null,
	message  text not null,
	answered integer not null,
	unique (account, name)
) strict;

-- One row for each call that is due, was made or was given up. Object, record and
-- version name the change. state: 0 due, 1 waiting, 2 arrived, 3 given up.
create table delivery (
	id       integer not null primary key autoincrement,
	account  integer not null,
	receiver integer not null,
	object   text not null,
	record   integer not null,
	version  integer not null,
	op       integer not null,
	customer integer not null,
	"case"   integer not null,
	at       integer not null,
	state    integer not null default 0,
	tries    integer not null default 0,
	due      integer not null default 0,
	called   integer not null default 0,
	status   integer not null default 0,
	took     integer not null default 0,
	answer   text not null default ''
) strict;

create index delivery_due on delivery (receiver, id) where state = 0;
create index delivery_waiting on delivery (receiver, object, record, id) where state = 1;

create table delivery_attempt (
	delivery integer not null,
	number   integer not null,
	account  integer not null,
	at       integer not null,
	took     integer not null,
	status   integer not null,
	reason   text not null,
	request  text not null,
	response text not null,
	primary key (delivery, number)
) strict;
