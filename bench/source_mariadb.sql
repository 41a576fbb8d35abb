create table customer (
	id           bigint primary key,
	number       varchar(20)    not null,
	name         varchar(120)   not null,
	company_id   varchar(20)    not null,
	vat_id       varchar(20),
	email        varchar(120),
	street       varchar(120)   not null,
	city         varchar(80)    not null,
	postal_code  varchar(12)    not null,
	country      char(2)        not null,
	status       char(1)        not null,
	payment_days integer        not null,
	credit_limit decimal(14, 2),
	since        date,
	active       boolean        not null,
	updated_at   datetime       not null
) engine = InnoDB default charset = utf8mb4;

insert into customer
select
	seq,
	concat('C', lpad(seq, 8, '0')),
	concat(elt(seq % 8 + 1, 'Müller & Söhne', 'O''Brien', 'Novák', 'Acme "West"', 'Žluťoučký kůň', 'Łódź Trading', 'Smith, Jones', 'García Hermanos'),
		', ', elt(seq % 5 + 1, 'GmbH', 's.r.o.', 'Ltd.', 'S.A.', 'Inc.'), ' no. ', seq, repeat(' ', seq % 4)),
	lpad(seq * 7919 % 100000000, 8, '0'),
	if(seq % 6 <> 0, concat(elt(seq % 5 + 1, 'CZ', 'DE', 'SK', 'ES', 'US'), lpad(seq * 104729 % 1000000000, 9, '0')), null),
	if(seq % 10 <> 0, concat('Office.', seq, '@Customer-', seq % 9973, '.example'), null),
	concat('Dlouhá třída ', seq % 300 + 1, '/', seq % 90 + 10, ', building ', char(65 + seq % 26), ', floor ', seq % 12),
	concat(elt(seq % 5 + 1, 'Brno', 'Düsseldorf', 'Košice', 'Málaga', 'Springfield'), ' ', seq % 40),
	lpad(seq % 99999, 5, '0'),
	elt(seq % 5 + 1, 'CZ', 'DE', 'SK', 'ES', 'US'),
	elt(seq % 3 + 1, 'G', 'H', 'I'),
	elt(seq % 4 + 1, 0, 14, 30, 60),
	if(seq % 20 <> 0, (seq * 37 % 10000000) / 100, null),
	if(seq % 15 <> 0, date '2000-01-01' + interval seq % 9000 day, null),
	seq % 7 <> 0,
	timestamp '2020-01-01 00:00:00' + interval seq second
from seq_1_to_{rows};

create index customer_updated_at on customer (updated_at);
