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
	credit_limit numeric(14, 2),
	since        date,
	active       boolean        not null,
	updated_at   timestamp      not null
);

insert into customer
select
	g,
	'C' || lpad(g::text, 8, '0'),
	(array['Müller & Söhne', 'O''Brien', 'Novák', 'Acme "West"', 'Žluťoučký kůň', 'Łódź Trading', 'Smith, Jones', 'García Hermanos'])[g % 8 + 1]
		|| ', ' || (array['GmbH', 's.r.o.', 'Ltd.', 'S.A.', 'Inc.'])[g % 5 + 1] || ' no. ' || g || repeat(' ', (g % 4)::int),
	lpad((g * 7919 % 100000000)::text, 8, '0'),
	case when g % 6 <> 0 then (array['CZ', 'DE', 'SK', 'ES', 'US'])[g % 5 + 1] || lpad((g * 104729 % 1000000000)::text, 9, '0') end,
	case when g % 10 <> 0 then 'Office.' || g || '@Customer-' || g % 9973 || '.example' end,
	'Dlouhá třída ' || g % 300 + 1 || '/' || g % 90 + 10 || ', building ' || chr((65 + g % 26)::int) || ', floor ' || g % 12,
	(array['Brno', 'Düsseldorf', 'Košice', 'Málaga', 'Springfield'])[g % 5 + 1] || ' ' || g % 40,
	lpad((g % 99999)::text, 5, '0'),
	(array['CZ', 'DE', 'SK', 'ES', 'US'])[g % 5 + 1],
	(array['G', 'H', 'I'])[g % 3 + 1],
	(array[0, 14, 30, 60])[g % 4 + 1],
	case when g % 20 <> 0 then (g * 37 % 10000000) / 100.0 end,
	case when g % 15 <> 0 then date '2000-01-01' + (g % 9000)::int end,
	g % 7 <> 0,
	timestamp '2020-01-01' + g * interval '1 second'
from generate_series(1::bigint, {rows}) g;

create index customer_updated_at on customer (updated_at);
