-- The shop's database, in words that every kind of database understands.
CREATE TABLE customers (
	no     VARCHAR(10) NOT NULL PRIMARY KEY,
	name   VARCHAR(60) NOT NULL,
	vat    VARCHAR(20),
	email  VARCHAR(80),
	city   VARCHAR(20),
	phone  VARCHAR(30),
	grade  VARCHAR(1),
	credit DECIMAL(12,2),
	crm_id VARCHAR(12) UNIQUE,
	rev    INTEGER
);
CREATE TABLE people (
	no       VARCHAR(10) NOT NULL PRIMARY KEY,
	customer VARCHAR(10) NOT NULL,
	name     VARCHAR(60) NOT NULL,
	email    VARCHAR(80),
	crm_id   VARCHAR(12) UNIQUE,
	rev      INTEGER
);
CREATE TABLE orders (
	no       VARCHAR(10) NOT NULL PRIMARY KEY,
	customer VARCHAR(10) NOT NULL,
	placed   DATE,
	rev      INTEGER
);
CREATE TABLE items (
	order_no VARCHAR(10) NOT NULL,
	line     INTEGER NOT NULL,
	code     VARCHAR(20),
	quantity DECIMAL(10,2),
	price    DECIMAL(10,2),
	PRIMARY KEY (order_no, line)
);
