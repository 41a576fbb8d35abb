-- +goose Up
-- Who may sign in, where, and how. Secrets that come back are kept as hashes.

-- People belong to no account; memberships say where they work.
create table person (
	id       integer not null primary key,
	email    text not null unique,
	name     text not null,
	language text not null,
	zone     text not null,
	theme    text not null,
	disabled integer not null,
	subject  text not null,
	password text not null,
	secret   text not null,
	step     integer not null,
	created  integer not null
) strict;

create unique index person_subject on person (subject) where subject <> '';

create table recovery_code (
	person integer not null,
	hash   blob not null,
	primary key (person, hash)
) strict, without rowid;

-- How often something was tried in vain: signing in from an address, as a person.
create table attempt (
	name  text not null primary key,
	count integer not null,
	since integer not null
) strict, without rowid;

create table member (
	account  integer not null,
	person   integer not null,
	operator integer not null,
	role     text not null,
	created  integer not null,
	accepted integer not null,
	primary key (account, person)
) strict, without rowid;

create index member_person on member (person);

create table session (
	hash    blob not null primary key,
	person  integer not null,
	account integer not null,
	half    integer not null,
	created integer not null,
	seen    integer not null,
	expires integer not null,
	address text not null,
	agent   text not null
) strict, without rowid;

create index session_person on session (person);

create table pass (
	hash    blob not null primary key,
	account integer not null,
	person  integer not null,
	purpose text not null,
	created integer not null,
	expires integer not null
) strict, without rowid;

create index pass_person on pass (person);

create table field_right (
	account integer not null,
	role    text not null,
	object  text not null,
	field   text not null,
	level   text not null,
	primary key (account, role, object, field)
) strict, without rowid;

create table audit (
	seq     integer not null primary key,
	account integer not null,
	at      integer not null,
	who     text not null,
	action  text not null,
	subject text not null,
	detail  text not null,
	address text not null
) strict;

create index audit_account on audit (account, seq);

-- Tokens that are there already could do what administrators may.
alter table token add column role text not null default 'administrator';
alter table token add column made_by text not null default '';
alter table token add column expires integer not null default 0;
alter table token add column used integer not null default 0;
