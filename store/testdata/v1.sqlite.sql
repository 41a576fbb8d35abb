-- DO NOT EDIT. The schema of version 1 with rows in every table, as that version wrote them. Every migration to come runs from here.
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE schema_version (
		id INTEGER PRIMARY KEY AUTOINCREMENT,
		version_id INTEGER NOT NULL,
		is_applied INTEGER NOT NULL,
		tstamp TIMESTAMP DEFAULT (datetime('now'))
	);
INSERT INTO schema_version VALUES(1,0,1,'2026-11-28 23:24:07');
INSERT INTO schema_version VALUES(2,1,1,'2026-11-28 23:24:07');
INSERT INTO schema_version VALUES(3,2,1,'2026-11-28 23:24:07');
CREATE TABLE account (
	id      integer not null primary key,
	name    text not null unique,
	created integer not null
) strict;
INSERT INTO account VALUES(1,'acme',1795255200123456);
INSERT INTO account VALUES(2,'other',1795255200123456);
CREATE TABLE sequence (
	name text not null primary key,
	next integer not null
) strict;
INSERT INTO sequence VALUES('customer',101);
INSERT INTO sequence VALUES('intent',101);
INSERT INTO sequence VALUES('contact',101);
INSERT INTO sequence VALUES('address',101);
INSERT INTO sequence VALUES('operator',101);
INSERT INTO sequence VALUES('product',101);
INSERT INTO sequence VALUES('case',101);
INSERT INTO sequence VALUES('followup',101);
INSERT INTO sequence VALUES('task',101);
INSERT INTO sequence VALUES('quote',101);
INSERT INTO sequence VALUES('sales_order',101);
INSERT INTO sequence VALUES('invoice',101);
INSERT INTO sequence VALUES('rma',101);
INSERT INTO sequence VALUES('attachment',101);
CREATE TABLE definition (
	account integer not null,
	kind    text not null,
	name    text not null,
	body    blob not null,
	version integer not null,
	updated integer not null,
	primary key (account, kind, name)
) strict;
INSERT INTO definition VALUES(1,'connection','erp',X'7b226e616d65223a22657270222c22636f6e6e6563746f72223a226d326d222c2273657474696e6773223a7b2275726c223a22247b4552505f55524c7d227d2c227365616c6564223a7b2275726c223a227365616c6564313a415a4733746271666e517745706470304b4a386b3332794e6b657433426a3556367a7039303471765567514430314632765a79717242636837672b33584c5555375131314255354b716232724d325a7039413d3d227d7d',1,1795255200123456);
INSERT INTO definition VALUES(1,'sync','erp',X'7b226e616d65223a22657270222c22636f6e6e656374696f6e223a22657270222c227363686564756c65223a222a2f35202a202a202a202a222c226775617264223a7b2264656c65746573223a35302c2270657263656e74223a357d2c22646174615f706f696e7473223a5b7b226e616d65223a22637573746f6d657273222c226f757273223a22637573746f6d6572222c22746865697273223a22736c6364706d222c226b6579223a5b2266637573746e6f225d2c22637572736f72223a2274696d657374616d705f636f6c756d6e222c2264656c65746573223a227363616e222c226f7065726174696f6e73223a7b22637265617465223a22626f7468222c22757064617465223a22696e222c2264656c657465223a22696e227d2c22636f6e666c696374223a22746865697273222c226d61746368223a5b2265787465726e616c5f6e756d626572225d2c226669656c6473223a5b7b226f757273223a226e616d65222c22746865697273223a2266636f6d70616e79222c22636f6e76657274223a5b227472696d225d7d2c7b226f757273223a22737461747573222c22746865697273223a226663737461747573222c2276616c756573223a7b22616374697665223a2247222c22686f6c64223a2248227d7d5d7d5d7d',1,1795255200123456);
INSERT INTO definition VALUES(1,'pause','erp',X'7b22776879223a2264656e6965643a207468652070617373776f72642069732077726f6e67227d',1,1795255200123456);
INSERT INTO definition VALUES(1,'due','erp',X'7b226174223a22323032362d31312d32315431303a30353a30305a227d',1,1795255200123456);
CREATE TABLE custom_field (
	account integer not null,
	object  text not null,
	name    text not null,
	place   integer not null,
	body    text not null,
	primary key (account, object, name)
) strict;
INSERT INTO custom_field VALUES(1,'customer','segment',1,'{"name":"segment","type":"enum","values":["a","b"],"initial":"a"}');
INSERT INTO custom_field VALUES(1,'customer','score',2,'{"name":"score","label":"Our score","type":"decimal","scale":2}');
INSERT INTO custom_field VALUES(1,'customer','visited_at',3,'{"name":"visited_at","type":"instant"}');
INSERT INTO custom_field VALUES(1,'invoice_line','margin',4,'{"name":"margin","type":"decimal","scale":4}');
CREATE TABLE token (
	hash    blob not null primary key,
	account integer not null,
	name    text not null,
	created integer not null
) strict;
INSERT INTO token VALUES(X'00ff68617368',1,'ci',1795255200123456);
CREATE TABLE lease (
	name  text not null primary key,
	owner text not null,
	fence integer not null,
	until integer not null
) strict;
INSERT INTO lease VALUES('sync/1/erp','node-1',1,1795911847770000);
CREATE TABLE lane (
	id      integer not null primary key,
	account integer not null,
	sync    text not null,
	point   text not null,
	object  text not null,
	unique (account, sync, point, object)
) strict;
INSERT INTO lane VALUES(1,1,'erp','customers','customer');
CREATE TABLE lane_cursor (
	point   integer not null primary key,
	account integer not null,
	theirs  blob not null,
	ours    integer not null,
	shape   integer not null,
	fields  text not null,
	loaded  integer not null,
	past    text not null
) strict;
INSERT INTO lane_cursor VALUES(1,1,X'7b226665656473223a7b22726f7773223a7b226c6f77223a7b2276223a2231303430222c226b223a5b22303030303430225d7d2c226d61726b73223a5b7b2276223a2231303439222c226b223a5b22303030303033225d2c226174223a313739353930383136363839397d5d7d7d7d',20,2,'["number","name"]',1,'{"1":["name"]}');
CREATE TABLE change (
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
INSERT INTO change VALUES(21,1,'customer',1,2,2,'sync','erp',2,1795255200123456,'{"name":["Customer K000000","Renamed „in“ the ERP\n''quoted'' \"twice\""]}');
INSERT INTO change VALUES(22,1,'customer',2,2,3,'sync','erp',2,1795255200123456,'{"number":["K000001",null],"name":["Customer K000001",null],"city":["Brno",null],"payment_days":[14,null],"credit_limit":[125,null]}');
INSERT INTO change VALUES(23,1,'customer',21,1,1,'person','eva',0,1795255200123456,NULL);
INSERT INTO change VALUES(24,1,'customer',22,1,1,'person','eva',0,1795255200123456,NULL);
INSERT INTO change VALUES(25,1,'contact',1,1,1,'person','eva',0,1795255200123456,NULL);
INSERT INTO change VALUES(26,1,'contact',2,1,1,'person','eva',0,1795255200123456,NULL);
INSERT INTO change VALUES(27,1,'address',1,1,1,'person','eva',0,1795255200123456,NULL);
INSERT INTO change VALUES(28,1,'address',2,1,1,'person','eva',0,1795255200123456,NULL);
INSERT INTO change VALUES(29,1,'operator',1,1,1,'person','eva',0,1795255200123456,NULL);
INSERT INTO change VALUES(30,1,'operator',2,1,1,'person','eva',0,1795255200123456,NULL);
INSERT INTO change VALUES(31,1,'product',1,1,1,'person','eva',0,1795255200123456,NULL);
INSERT INTO change VALUES(32,1,'product',2,1,1,'person','eva',0,1795255200123456,NULL);
INSERT INTO change VALUES(33,1,'case',1,1,1,'person','eva',0,1795255200123456,NULL);
INSERT INTO change VALUES(34,1,'case',2,1,1,'person','eva',0,1795255200123456,NULL);
INSERT INTO change VALUES(35,1,'followup',1,1,1,'person','eva',0,1795255200123456,NULL);
INSERT INTO change VALUES(36,1,'followup',2,1,1,'person','eva',0,1795255200123456,NULL);
INSERT INTO change VALUES(37,1,'task',1,1,1,'person','eva',0,1795255200123456,NULL);
INSERT INTO change VALUES(38,1,'task',2,1,1,'person','eva',0,1795255200123456,NULL);
INSERT INTO change VALUES(39,1,'quote',1,1,1,'person','eva',0,1795255200123456,NULL);
INSERT INTO change VALUES(40,1,'quote',2,1,1,'person','eva',0,1795255200123456,NULL);
INSERT INTO change VALUES(41,1,'sales_order',1,1,1,'person','eva',0,1795255200123456,NULL);
INSERT INTO change VALUES(42,1,'sales_order',2,1,1,'person','eva',0,1795255200123456,NULL);
INSERT INTO change VALUES(43,1,'invoice',1,1,1,'person','eva',0,1795255200123456,NULL);
INSERT INTO change VALUES(44,1,'invoice',2,1,1,'person','eva',0,1795255200123456,NULL);
INSERT INTO change VALUES(45,1,'rma',1,1,1,'person','eva',0,1795255200123456,NULL);
INSERT INTO change VALUES(46,1,'rma',2,1,1,'person','eva',0,1795255200123456,NULL);
INSERT INTO change VALUES(47,1,'attachment',1,1,1,'person','eva',0,1795255200123456,NULL);
INSERT INTO change VALUES(48,1,'attachment',2,1,1,'person','eva',0,1795255200123456,NULL);
CREATE TABLE change_span (
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
INSERT INTO change_span VALUES(1,20,1,'customer',1,'sync','erp',1,1795255200123456);
CREATE TABLE link (
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
INSERT INTO link VALUES(1,1,'K000000',1,2,9,X'02074b30303030303001000400fa01031b050206c0b8020780a9e0c7cdb1b006081800080006303030303037090200ff0a0c020202024131040132020001',2,2);
INSERT INTO link VALUES(1,1,'K000002',3,1,-9223372036854775806,X'02074b30303030303001000400fa01031b050206c0b8020780a9e0c7cdb1b006081800080006303030303037090200ff0a0c020202024131040132020001',3,1);
INSERT INTO link VALUES(1,1,'K000003',4,1,-9223372036854775805,X'02074b30303030303001000400fa01031b050206c0b8020780a9e0c7cdb1b006081800080006303030303037090200ff0a0c020202024131040132020001',3,1);
INSERT INTO link VALUES(1,1,'K000004',5,1,-9223372036854775804,X'02074b30303030303001000400fa01031b050206c0b8020780a9e0c7cdb1b006081800080006303030303037090200ff0a0c020202024131040132020001',3,1);
INSERT INTO link VALUES(1,1,'K000005',6,1,-9223372036854775803,X'02074b30303030303001000400fa01031b050206c0b8020780a9e0c7cdb1b006081800080006303030303037090200ff0a0c020202024131040132020001',3,1);
INSERT INTO link VALUES(1,1,'K000006',7,1,-9223372036854775802,X'02074b30303030303001000400fa01031b050206c0b8020780a9e0c7cdb1b006081800080006303030303037090200ff0a0c020202024131040132020001',3,1);
INSERT INTO link VALUES(1,1,'K000007',8,1,-9223372036854775801,X'02074b30303030303001000400fa01031b050206c0b8020780a9e0c7cdb1b006081800080006303030303037090200ff0a0c020202024131040132020001',3,1);
INSERT INTO link VALUES(1,1,'K000008',9,1,-9223372036854775800,X'02074b30303030303001000400fa01031b050206c0b8020780a9e0c7cdb1b006081800080006303030303037090200ff0a0c020202024131040132020001',3,1);
INSERT INTO link VALUES(1,1,'K000009',10,1,-9223372036854775799,X'02074b30303030303001000400fa01031b050206c0b8020780a9e0c7cdb1b006081800080006303030303037090200ff0a0c020202024131040132020001',3,1);
INSERT INTO link VALUES(1,1,'K000010',11,1,-9223372036854775798,X'02074b30303030303001000400fa01031b050206c0b8020780a9e0c7cdb1b006081800080006303030303037090200ff0a0c020202024131040132020001',3,1);
INSERT INTO link VALUES(1,1,'K000011',12,1,-9223372036854775797,X'02074b30303030303001000400fa01031b050206c0b8020780a9e0c7cdb1b006081800080006303030303037090200ff0a0c020202024131040132020001',3,1);
INSERT INTO link VALUES(1,1,'K000012',13,1,-9223372036854775796,X'02074b30303030303001000400fa01031b050206c0b8020780a9e0c7cdb1b006081800080006303030303037090200ff0a0c020202024131040132020001',3,1);
INSERT INTO link VALUES(1,1,'K000013',14,1,-9223372036854775795,X'02074b30303030303001000400fa01031b050206c0b8020780a9e0c7cdb1b006081800080006303030303037090200ff0a0c020202024131040132020001',3,1);
INSERT INTO link VALUES(1,1,'K000014',15,1,-9223372036854775794,X'02074b30303030303001000400fa01031b050206c0b8020780a9e0c7cdb1b006081800080006303030303037090200ff0a0c020202024131040132020001',3,1);
INSERT INTO link VALUES(1,1,'K000015',16,1,-9223372036854775793,X'02074b30303030303001000400fa01031b050206c0b8020780a9e0c7cdb1b006081800080006303030303037090200ff0a0c020202024131040132020001',3,1);
INSERT INTO link VALUES(1,1,'K000016',17,1,-9223372036854775792,X'02074b30303030303001000400fa01031b050206c0b8020780a9e0c7cdb1b006081800080006303030303037090200ff0a0c020202024131040132020001',3,1);
INSERT INTO link VALUES(1,1,'K000017',18,1,-9223372036854775791,X'02074b30303030303001000400fa01031b050206c0b8020780a9e0c7cdb1b006081800080006303030303037090200ff0a0c020202024131040132020001',3,1);
INSERT INTO link VALUES(1,1,'K000018',19,1,-9223372036854775790,X'02074b30303030303001000400fa01031b050206c0b8020780a9e0c7cdb1b006081800080006303030303037090200ff0a0c020202024131040132020001',3,1);
INSERT INTO link VALUES(1,1,'K000019',20,1,-9223372036854775789,X'02074b30303030303001000400fa01031b050206c0b8020780a9e0c7cdb1b006081800080006303030303037090200ff0a0c020202024131040132020001',3,1);
CREATE TABLE link_before (
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
INSERT INTO link_before VALUES(1,1,1,1,2,0,'K000000',1,-9223372036854775808,X'02074b30303030303001000400fa01031b050206c0b8020780a9e0c7cdb1b006081800080006303030303037090200ff0a0c020202024131040132020001',3,1);
INSERT INTO link_before VALUES(2,1,1,2,2,1,'K000001',1,-9223372036854775807,X'02074b30303030303001000400fa01031b050206c0b8020780a9e0c7cdb1b006081800080006303030303037090200ff0a0c020202024131040132020001',3,1);
CREATE TABLE intent (
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
INSERT INTO intent VALUES(1,1,1,2,1,3,'','T1-3','["name","a \"b\""]',X'ff0f',X'02074b30303030303001000400fa01031b050206c0b8020780a9e0c7cdb1b006081800080006303030303037090200ff0a0c020202024131040132020001',X'02074b30303030303001000400fa01031b050206c0b8020780a9e0c7cdb1b006081800080006303030303037090200ff0a0c020202024131040132020001',0,1795255200123456,'');
INSERT INTO intent VALUES(2,1,1,2,2,4,'K000003','','["name"]',X'01',X'02074b30303030303001000400fa01031b050206c0b8020780a9e0c7cdb1b006081800080006303030303037090200ff0a0c020202024131040132020001',X'02074b30303030303001000400fa01031b050206c0b8020780a9e0c7cdb1b006081800080006303030303037090200ff0a0c020202024131040132020001',1,1795255200123456,'');
INSERT INTO intent VALUES(3,1,1,2,3,5,'','','',X'',X'',X'',2,1795255200123456,'is in use');
CREATE TABLE unsettled (
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
INSERT INTO unsettled VALUES(1,1,1,'K000005',6,6,'conflict','both changed name',0,'',0,X'02074b30303030303001000400fa01031b050206c0b8020780a9e0c7cdb1b006081800080006303030303037090200ff0a0c020202024131040132020001',X'02074b30303030303001000400fa01031b050206c0b8020780a9e0c7cdb1b006081800080006303030303037090200ff0a0c020202024131040132020001',X'02074b30303030303001000400fa01031b050206c0b8020780a9e0c7cdb1b006081800080006303030303037090200ff0a0c020202024131040132020001','["name"]',2,1795255200123456);
INSERT INTO unsettled VALUES(2,1,1,'K9',0,5,'not_found','its customer is missing',1,'000099',4,X'',X'',X'','',2,1795255200123456);
CREATE TABLE outcome (
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
INSERT INTO outcome VALUES(1,1,2,1,'customers','X',0,7,'invalid','name is empty',1795255200123456);
INSERT INTO outcome VALUES(2,1,2,1,'customers','',7,4,'','filter',1795255200123456);
CREATE TABLE run (
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
INSERT INTO run VALUES(1,1,'erp','bulk','done','running','','','','',1795255200123456,1795255200123456,1795255260123456,0,40,'[{"Name":"customers","Phase":"done","Expected":20,"Counts":[20,1,2,3,4,5,6,7],"OurWrites":20,"TheirWrites":1,"Seconds":0.007434099,"Checkpoint":""}]');
INSERT INTO run VALUES(2,1,'erp','incremental','paused','paused','','','','',1795255200123456,1795255200123456,0,20,0,'[{"Name":"customers","Phase":"theirs","Expected":3,"Counts":[0,0,0,0,0,0,0,0],"OurWrites":0,"TheirWrites":0,"Seconds":0,"Checkpoint":"{\"theirs\":\"[\\\"000020\\\"]\",\"start\":\"{\\\"feeds\\\":{}}\",\"ours\":20,\"after\":7}"}]');
INSERT INTO run VALUES(3,1,'erp','bulk','held','running','3f10ab674a71c3f2','','60 deletes','held',1795255200123456,1795255200123456,0,0,0,'[]');
INSERT INTO run VALUES(4,1,'erp','record','failed','running','','customers 000001','the ERP cannot be reached: „Verbindung“','unreached',1795255200123456,1795255200123456,1795255200123456,0,0,'[]');
CREATE TABLE plan (
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
INSERT INTO "plan" VALUES(1,1,'erp','bulk','3f10ab674a71c3f2',1795255200123456,2,'{"customers":[0,1,1,0,0,0,0,0]}',1,3,0);
CREATE TABLE plan_row (
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
INSERT INTO plan_row VALUES(1,1,1,'customers','000001',1,2,0,1,1,-9223372036854775808,'',X'5b7b226669656c64223a226e616d65222c2273696465223a226f757273222c226265666f7265223a2243616c6469666c657820532e412e222c226166746572223a2252656e616d6564227d5d');
INSERT INTO plan_row VALUES(1,2,1,'customers','SLCDPM7',2,3,0,2,1,0,'gone there',X'');
CREATE TABLE IF NOT EXISTS "customer" (
	"id" integer not null primary key,
	account integer not null,
	"version" integer not null,
	"created_at" integer not null,
	"updated_at" integer not null,
	"created_by" text not null,
	"updated_by" text not null,
	"number" text,
	"name" text,
	"kind" text,
	"status" text,
	"company_id" text,
	"tax_id" text,
	"vat_id" text,
	"email" text,
	"phone" text,
	"mobile" text,
	"fax" text,
	"website" text,
	"street" text,
	"city" text,
	"region" text,
	"postal_code" text,
	"country" text,
	"currency" text,
	"language" text,
	"payment_days" integer,
	"credit_limit" numeric,
	"owner" integer,
	"parent" integer,
	"external_number" text,
	"notes" text,
	custom text
);
INSERT INTO customer VALUES(1,1,2,1795255200123456,1795255200123456,'erp','erp','K000000',replace('Renamed „in“ the ERP\n''quoted'' "twice"','\n',char(10)),NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Brno',NULL,NULL,NULL,NULL,NULL,14,125,NULL,NULL,NULL,NULL,NULL);
INSERT INTO customer VALUES(3,1,1,1795255200123456,1795255200123456,'erp','erp','K000002','Customer K000002',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Brno',NULL,NULL,NULL,NULL,NULL,14,125,NULL,NULL,NULL,NULL,NULL);
INSERT INTO customer VALUES(4,1,1,1795255200123456,1795255200123456,'erp','erp','K000003','Customer K000003',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Brno',NULL,NULL,NULL,NULL,NULL,14,125,NULL,NULL,NULL,NULL,NULL);
INSERT INTO customer VALUES(5,1,1,1795255200123456,1795255200123456,'erp','erp','K000004','Customer K000004',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Brno',NULL,NULL,NULL,NULL,NULL,14,125,NULL,NULL,NULL,NULL,NULL);
INSERT INTO customer VALUES(6,1,1,1795255200123456,1795255200123456,'erp','erp','K000005','Customer K000005',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Brno',NULL,NULL,NULL,NULL,NULL,14,125,NULL,NULL,NULL,NULL,NULL);
INSERT INTO customer VALUES(7,1,1,1795255200123456,1795255200123456,'erp','erp','K000006','Customer K000006',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Brno',NULL,NULL,NULL,NULL,NULL,14,125,NULL,NULL,NULL,NULL,NULL);
INSERT INTO customer VALUES(8,1,1,1795255200123456,1795255200123456,'erp','erp','K000007','Customer K000007',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Brno',NULL,NULL,NULL,NULL,NULL,14,125,NULL,NULL,NULL,NULL,NULL);
INSERT INTO customer VALUES(9,1,1,1795255200123456,1795255200123456,'erp','erp','K000008','Customer K000008',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Brno',NULL,NULL,NULL,NULL,NULL,14,125,NULL,NULL,NULL,NULL,NULL);
INSERT INTO customer VALUES(10,1,1,1795255200123456,1795255200123456,'erp','erp','K000009','Customer K000009',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Brno',NULL,NULL,NULL,NULL,NULL,14,125,NULL,NULL,NULL,NULL,NULL);
INSERT INTO customer VALUES(11,1,1,1795255200123456,1795255200123456,'erp','erp','K000010','Customer K000010',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Brno',NULL,NULL,NULL,NULL,NULL,14,125,NULL,NULL,NULL,NULL,NULL);
INSERT INTO customer VALUES(12,1,1,1795255200123456,1795255200123456,'erp','erp','K000011','Customer K000011',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Brno',NULL,NULL,NULL,NULL,NULL,14,125,NULL,NULL,NULL,NULL,NULL);
INSERT INTO customer VALUES(13,1,1,1795255200123456,1795255200123456,'erp','erp','K000012','Customer K000012',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Brno',NULL,NULL,NULL,NULL,NULL,14,125,NULL,NULL,NULL,NULL,NULL);
INSERT INTO customer VALUES(14,1,1,1795255200123456,1795255200123456,'erp','erp','K000013','Customer K000013',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Brno',NULL,NULL,NULL,NULL,NULL,14,125,NULL,NULL,NULL,NULL,NULL);
INSERT INTO customer VALUES(15,1,1,1795255200123456,1795255200123456,'erp','erp','K000014','Customer K000014',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Brno',NULL,NULL,NULL,NULL,NULL,14,125,NULL,NULL,NULL,NULL,NULL);
INSERT INTO customer VALUES(16,1,1,1795255200123456,1795255200123456,'erp','erp','K000015','Customer K000015',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Brno',NULL,NULL,NULL,NULL,NULL,14,125,NULL,NULL,NULL,NULL,NULL);
INSERT INTO customer VALUES(17,1,1,1795255200123456,1795255200123456,'erp','erp','K000016','Customer K000016',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Brno',NULL,NULL,NULL,NULL,NULL,14,125,NULL,NULL,NULL,NULL,NULL);
INSERT INTO customer VALUES(18,1,1,1795255200123456,1795255200123456,'erp','erp','K000017','Customer K000017',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Brno',NULL,NULL,NULL,NULL,NULL,14,125,NULL,NULL,NULL,NULL,NULL);
INSERT INTO customer VALUES(19,1,1,1795255200123456,1795255200123456,'erp','erp','K000018','Customer K000018',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Brno',NULL,NULL,NULL,NULL,NULL,14,125,NULL,NULL,NULL,NULL,NULL);
INSERT INTO customer VALUES(20,1,1,1795255200123456,1795255200123456,'erp','erp','K000019','Customer K000019',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Brno',NULL,NULL,NULL,NULL,NULL,14,125,NULL,NULL,NULL,NULL,NULL);
INSERT INTO customer VALUES(21,1,1,1795255200123456,1795255200123456,'eva','eva',replace('number ž漢😀''"\\n0','\n',char(10)),replace('name ž漢😀''"\\n1','\n',char(10)),'partner','inactive',replace('company_id ž漢😀''"\\n4','\n',char(10)),replace('tax_id ž漢😀''"\\n5','\n',char(10)),replace('vat_id ž漢😀''"\\n6','\n',char(10)),replace('email ž漢😀''"\\n7','\n',char(10)),replace('phone ž漢😀''"\\n8','\n',char(10)),replace('mobile ž漢😀''"\\n9','\n',char(10)),replace('fax ž漢😀''"\\n10','\n',char(10)),replace('website ž漢😀''"\\n11','\n',char(10)),replace('street ž漢😀''"\\n12','\n',char(10)),replace('city ž漢😀''"\\n13','\n',char(10)),replace('region ž漢😀''"\\n14','\n',char(10)),replace('postal_code ž漢😀''"\\n15','\n',char(10)),replace('country ž漢😀''"\\n16','\n',char(10)),replace('currency ž漢😀''"\\n17','\n',char(10)),replace('language ž漢😀''"\\n18','\n',char(10)),-1099511627776,X'3939393939393939393939392e393939393939',2199023255552,2199023255552,replace('external_number ž漢😀''"\\n23','\n',char(10)),replace('notes ž漢😀''"\\n24','\n',char(10)),'{"segment":"b","score":9999999999999.99999,"visited_at":1795255200123456}');
INSERT INTO customer VALUES(22,1,1,1795255200123456,1795255200123456,'eva','eva',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE IF NOT EXISTS "contact" (
	"id" integer not null primary key,
	account integer not null,
	"version" integer not null,
	"created_at" integer not null,
	"updated_at" integer not null,
	"created_by" text not null,
	"updated_by" text not null,
	"customer" integer,
	"salutation" text,
	"first_name" text,
	"last_name" text,
	"title" text,
	"email" text,
	"phone" text,
	"mobile" text,
	"fax" text,
	"is_primary" integer,
	"external_number" text,
	"notes" text,
	custom text
);
INSERT INTO contact VALUES(1,1,1,1795255200123456,1795255200123456,'eva','eva',2199023255552,replace('salutation ž漢😀''"\\n1','\n',char(10)),replace('first_name ž漢😀''"\\n2','\n',char(10)),replace('last_name ž漢😀''"\\n3','\n',char(10)),replace('title ž漢😀''"\\n4','\n',char(10)),replace('email ž漢😀''"\\n5','\n',char(10)),replace('phone ž漢😀''"\\n6','\n',char(10)),replace('mobile ž漢😀''"\\n7','\n',char(10)),replace('fax ž漢😀''"\\n8','\n',char(10)),1,replace('external_number ž漢😀''"\\n10','\n',char(10)),replace('notes ž漢😀''"\\n11','\n',char(10)),NULL);
INSERT INTO contact VALUES(2,1,1,1795255200123456,1795255200123456,'eva','eva',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE IF NOT EXISTS "address" (
	"id" integer not null primary key,
	account integer not null,
	"version" integer not null,
	"created_at" integer not null,
	"updated_at" integer not null,
	"created_by" text not null,
	"updated_by" text not null,
	"customer" integer,
	"kind" text,
	"company" text,
	"street" text,
	"street2" text,
	"city" text,
	"region" text,
	"postal_code" text,
	"country" text,
	"phone" text,
	"email" text,
	"external_number" text,
	custom text
);
INSERT INTO address VALUES(1,1,1,1795255200123456,1795255200123456,'eva','eva',2199023255552,'other',replace('company ž漢😀''"\\n2','\n',char(10)),replace('street ž漢😀''"\\n3','\n',char(10)),replace('street2 ž漢😀''"\\n4','\n',char(10)),replace('city ž漢😀''"\\n5','\n',char(10)),replace('region ž漢😀''"\\n6','\n',char(10)),replace('postal_code ž漢😀''"\\n7','\n',char(10)),replace('country ž漢😀''"\\n8','\n',char(10)),replace('phone ž漢😀''"\\n9','\n',char(10)),replace('email ž漢😀''"\\n10','\n',char(10)),replace('external_number ž漢😀''"\\n11','\n',char(10)),NULL);
INSERT INTO address VALUES(2,1,1,1795255200123456,1795255200123456,'eva','eva',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE IF NOT EXISTS "operator" (
	"id" integer not null primary key,
	account integer not null,
	"version" integer not null,
	"created_at" integer not null,
	"updated_at" integer not null,
	"created_by" text not null,
	"updated_by" text not null,
	"name" text,
	"email" text,
	"phone" text,
	"role" text,
	"active" integer,
	"language" text,
	"time_zone" text,
	custom text
);
INSERT INTO operator VALUES(1,1,1,1795255200123456,1795255200123456,'eva','eva',replace('name ž漢😀''"\\n0','\n',char(10)),replace('email ž漢😀''"\\n1','\n',char(10)),replace('phone ž漢😀''"\\n2','\n',char(10)),'partner',1,replace('language ž漢😀''"\\n5','\n',char(10)),replace('time_zone ž漢😀''"\\n6','\n',char(10)),NULL);
INSERT INTO operator VALUES(2,1,1,1795255200123456,1795255200123456,'eva','eva',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE IF NOT EXISTS "product" (
	"id" integer not null primary key,
	account integer not null,
	"version" integer not null,
	"created_at" integer not null,
	"updated_at" integer not null,
	"created_by" text not null,
	"updated_by" text not null,
	"code" text,
	"name" text,
	"unit" text,
	"price" numeric,
	"currency" text,
	"tax_rate" numeric,
	"active" integer,
	custom text
);
INSERT INTO product VALUES(1,1,1,1795255200123456,1795255200123456,'eva','eva',replace('code ž漢😀''"\\n0','\n',char(10)),replace('name ž漢😀''"\\n1','\n',char(10)),replace('unit ž漢😀''"\\n2','\n',char(10)),-12.05000000000000071,replace('currency ž漢😀''"\\n4','\n',char(10)),-12.05000000000000071,1,NULL);
INSERT INTO product VALUES(2,1,1,1795255200123456,1795255200123456,'eva','eva',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE IF NOT EXISTS "case" (
	"id" integer not null primary key,
	account integer not null,
	"version" integer not null,
	"created_at" integer not null,
	"updated_at" integer not null,
	"created_by" text not null,
	"updated_by" text not null,
	"number" text,
	"customer" integer,
	"contact" integer,
	"subject" text,
	"description" text,
	"status" text,
	"priority" text,
	"category" text,
	"owner" integer,
	"channel" text,
	"due_at" integer,
	"closed_at" integer,
	custom text
);
INSERT INTO "case" VALUES(1,1,1,1795255200123456,1795255200123456,'eva','eva',replace('number ž漢😀''"\\n0','\n',char(10)),2199023255552,2199023255552,replace('subject ž漢😀''"\\n3','\n',char(10)),replace('description ž漢😀''"\\n4','\n',char(10)),'closed','urgent',replace('category ž漢😀''"\\n7','\n',char(10)),2199023255552,replace('channel ž漢😀''"\\n9','\n',char(10)),1795255200123456,1795255200123456,NULL);
INSERT INTO "case" VALUES(2,1,1,1795255200123456,1795255200123456,'eva','eva',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE IF NOT EXISTS "followup" (
	"id" integer not null primary key,
	account integer not null,
	"version" integer not null,
	"created_at" integer not null,
	"updated_at" integer not null,
	"created_by" text not null,
	"updated_by" text not null,
	"case" integer,
	"author" integer,
	"kind" text,
	"public" integer,
	"body" text,
	"at" integer,
	custom text
);
INSERT INTO followup VALUES(1,1,1,1795255200123456,1795255200123456,'eva','eva',2199023255552,2199023255552,'message',1,replace('body ž漢😀''"\\n4','\n',char(10)),1795255200123456,NULL);
INSERT INTO followup VALUES(2,1,1,1795255200123456,1795255200123456,'eva','eva',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE IF NOT EXISTS "task" (
	"id" integer not null primary key,
	account integer not null,
	"version" integer not null,
	"created_at" integer not null,
	"updated_at" integer not null,
	"created_by" text not null,
	"updated_by" text not null,
	"number" text,
	"customer" integer,
	"case" integer,
	"subject" text,
	"description" text,
	"status" text,
	"priority" text,
	"assignee" integer,
	"due_at" integer,
	"done_at" integer,
	custom text
);
INSERT INTO task VALUES(1,1,1,1795255200123456,1795255200123456,'eva','eva',replace('number ž漢😀''"\\n0','\n',char(10)),2199023255552,2199023255552,replace('subject ž漢😀''"\\n3','\n',char(10)),replace('description ž漢😀''"\\n4','\n',char(10)),'cancelled','urgent',2199023255552,1795255200123456,1795255200123456,NULL);
INSERT INTO task VALUES(2,1,1,1795255200123456,1795255200123456,'eva','eva',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE IF NOT EXISTS "quote" (
	"id" integer not null primary key,
	account integer not null,
	"version" integer not null,
	"created_at" integer not null,
	"updated_at" integer not null,
	"created_by" text not null,
	"updated_by" text not null,
	"number" text,
	"customer" integer,
	"contact" integer,
	"status" text,
	"date" text,
	"valid_until" text,
	"currency" text,
	"rate" numeric,
	"net" numeric,
	"tax" numeric,
	"total" numeric,
	"reference" text,
	"notes" text,
	custom text
);
INSERT INTO quote VALUES(1,1,1,1795255200123456,1795255200123456,'eva','eva',replace('number ž漢😀''"\\n0','\n',char(10)),2199023255552,2199023255552,'cancelled','0001-01-01','0001-01-01',replace('currency ž漢😀''"\\n6','\n',char(10)),-12.05000000000000071,X'39393939393939393939393939393939392e39',-12.05000000000000071,X'3939393939393939393939393939392e393939',replace('reference ž漢😀''"\\n11','\n',char(10)),replace('notes ž漢😀''"\\n12','\n',char(10)),NULL);
INSERT INTO quote VALUES(2,1,1,1795255200123456,1795255200123456,'eva','eva',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE IF NOT EXISTS "quote_line" (
	account integer not null,
	document integer not null,
	line integer not null,
	"position" integer,
	"product" integer,
	"code" text,
	"description" text,
	"quantity" numeric,
	"unit" text,
	"unit_price" numeric,
	"discount" numeric,
	"tax_rate" numeric,
	"net" numeric,
	custom text,
	primary key (document, line)
) without rowid;
INSERT INTO quote_line VALUES(1,1,0,-1099511627776,2199023255552,replace('code ž漢😀''"\\n2','\n',char(10)),replace('description ž漢😀''"\\n3','\n',char(10)),X'39393939393939393939393939392e39393939',replace('unit ž漢😀''"\\n5','\n',char(10)),X'3939393939393939393939392e393939393939',-12.05000000000000071,X'39393939393939393939393939393939392e39',-12.05000000000000071,NULL);
INSERT INTO quote_line VALUES(1,1,1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE IF NOT EXISTS "sales_order" (
	"id" integer not null primary key,
	account integer not null,
	"version" integer not null,
	"created_at" integer not null,
	"updated_at" integer not null,
	"created_by" text not null,
	"updated_by" text not null,
	"number" text,
	"customer" integer,
	"contact" integer,
	"status" text,
	"date" text,
	"requested_date" text,
	"quote" integer,
	"currency" text,
	"rate" numeric,
	"net" numeric,
	"tax" numeric,
	"total" numeric,
	"reference" text,
	"notes" text,
	custom text
);
INSERT INTO sales_order VALUES(1,1,1,1795255200123456,1795255200123456,'eva','eva',replace('number ž漢😀''"\\n0','\n',char(10)),2199023255552,2199023255552,'cancelled','0001-01-01','0001-01-01',2199023255552,replace('currency ž漢😀''"\\n7','\n',char(10)),X'39393939393939393939393939393939392e39',-12.05000000000000071,X'3939393939393939393939393939392e393939',-12.05000000000000071,replace('reference ž漢😀''"\\n12','\n',char(10)),replace('notes ž漢😀''"\\n13','\n',char(10)),NULL);
INSERT INTO sales_order VALUES(2,1,1,1795255200123456,1795255200123456,'eva','eva',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE IF NOT EXISTS "sales_order_line" (
	account integer not null,
	document integer not null,
	line integer not null,
	"position" integer,
	"product" integer,
	"code" text,
	"description" text,
	"quantity" numeric,
	"unit" text,
	"unit_price" numeric,
	"discount" numeric,
	"tax_rate" numeric,
	"net" numeric,
	custom text,
	primary key (document, line)
) without rowid;
INSERT INTO sales_order_line VALUES(1,1,0,-1099511627776,2199023255552,replace('code ž漢😀''"\\n2','\n',char(10)),replace('description ž漢😀''"\\n3','\n',char(10)),X'39393939393939393939393939392e39393939',replace('unit ž漢😀''"\\n5','\n',char(10)),X'3939393939393939393939392e393939393939',-12.05000000000000071,X'39393939393939393939393939393939392e39',-12.05000000000000071,NULL);
INSERT INTO sales_order_line VALUES(1,1,1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE IF NOT EXISTS "invoice" (
	"id" integer not null primary key,
	account integer not null,
	"version" integer not null,
	"created_at" integer not null,
	"updated_at" integer not null,
	"created_by" text not null,
	"updated_by" text not null,
	"number" text,
	"customer" integer,
	"contact" integer,
	"status" text,
	"date" text,
	"kind" text,
	"due_date" text,
	"sales_order" integer,
	"paid_at" integer,
	"paid_amount" numeric,
	"currency" text,
	"rate" numeric,
	"net" numeric,
	"tax" numeric,
	"total" numeric,
	"reference" text,
	"notes" text,
	custom text
);
INSERT INTO invoice VALUES(1,1,1,1795255200123456,1795255200123456,'eva','eva',replace('number ž漢😀''"\\n0','\n',char(10)),2199023255552,2199023255552,'cancelled','0001-01-01','advance','0001-01-01',2199023255552,1795255200123456,-12.05000000000000071,replace('currency ž漢😀''"\\n10','\n',char(10)),-12.05000000000000071,X'393939393939393939393939392e3939393939',-12.05000000000000071,999999999999999999,replace('reference ž漢😀''"\\n15','\n',char(10)),replace('notes ž漢😀''"\\n16','\n',char(10)),NULL);
INSERT INTO invoice VALUES(2,1,1,1795255200123456,1795255200123456,'eva','eva',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE IF NOT EXISTS "invoice_line" (
	account integer not null,
	document integer not null,
	line integer not null,
	"position" integer,
	"product" integer,
	"code" text,
	"description" text,
	"quantity" numeric,
	"unit" text,
	"unit_price" numeric,
	"discount" numeric,
	"tax_rate" numeric,
	"net" numeric,
	custom text,
	primary key (document, line)
) without rowid;
INSERT INTO invoice_line VALUES(1,1,0,-1099511627776,2199023255552,replace('code ž漢😀''"\\n2','\n',char(10)),replace('description ž漢😀''"\\n3','\n',char(10)),X'39393939393939393939393939392e39393939',replace('unit ž漢😀''"\\n5','\n',char(10)),X'3939393939393939393939392e393939393939',-12.05000000000000071,X'39393939393939393939393939393939392e39',-12.05000000000000071,'{"margin":999999999999999.999}');
INSERT INTO invoice_line VALUES(1,1,1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE IF NOT EXISTS "rma" (
	"id" integer not null primary key,
	account integer not null,
	"version" integer not null,
	"created_at" integer not null,
	"updated_at" integer not null,
	"created_by" text not null,
	"updated_by" text not null,
	"number" text,
	"customer" integer,
	"contact" integer,
	"status" text,
	"date" text,
	"reason" text,
	"sales_order" integer,
	"invoice" integer,
	"currency" text,
	"rate" numeric,
	"net" numeric,
	"tax" numeric,
	"total" numeric,
	"reference" text,
	"notes" text,
	custom text
);
INSERT INTO rma VALUES(1,1,1,1795255200123456,1795255200123456,'eva','eva',replace('number ž漢😀''"\\n0','\n',char(10)),2199023255552,2199023255552,'cancelled','0001-01-01',replace('reason ž漢😀''"\\n5','\n',char(10)),2199023255552,2199023255552,replace('currency ž漢😀''"\\n8','\n',char(10)),-12.05000000000000071,X'3939393939393939393939393939392e393939',-12.05000000000000071,X'393939393939393939393939392e3939393939',replace('reference ž漢😀''"\\n13','\n',char(10)),replace('notes ž漢😀''"\\n14','\n',char(10)),NULL);
INSERT INTO rma VALUES(2,1,1,1795255200123456,1795255200123456,'eva','eva',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE IF NOT EXISTS "rma_line" (
	account integer not null,
	document integer not null,
	line integer not null,
	"position" integer,
	"product" integer,
	"code" text,
	"description" text,
	"quantity" numeric,
	"unit" text,
	"unit_price" numeric,
	"discount" numeric,
	"tax_rate" numeric,
	"net" numeric,
	"received_quantity" numeric,
	"credit" numeric,
	custom text,
	primary key (document, line)
) without rowid;
INSERT INTO rma_line VALUES(1,1,0,-1099511627776,2199023255552,replace('code ž漢😀''"\\n2','\n',char(10)),replace('description ž漢😀''"\\n3','\n',char(10)),X'39393939393939393939393939392e39393939',replace('unit ž漢😀''"\\n5','\n',char(10)),X'3939393939393939393939392e393939393939',-12.05000000000000071,X'39393939393939393939393939393939392e39',-12.05000000000000071,X'3939393939393939393939393939392e393939',-12.05000000000000071,NULL);
INSERT INTO rma_line VALUES(1,1,1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE IF NOT EXISTS "attachment" (
	"id" integer not null primary key,
	account integer not null,
	"version" integer not null,
	"created_at" integer not null,
	"updated_at" integer not null,
	"created_by" text not null,
	"updated_by" text not null,
	"case" integer,
	"followup" integer,
	"file_name" text,
	"media_type" text,
	"size" integer,
	"content" blob,
	custom text
);
INSERT INTO attachment VALUES(1,1,1,1795255200123456,1795255200123456,'eva','eva',2199023255552,2199023255552,replace('file_name ž漢😀''"\\n2','\n',char(10)),replace('media_type ž漢😀''"\\n3','\n',char(10)),-1099511627776,X'00ff7f',NULL);
INSERT INTO attachment VALUES(2,1,1,1795255200123456,1795255200123456,'eva','eva',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('schema_version',3);
CREATE UNIQUE INDEX token_name on token (account, name);
CREATE INDEX change_record on change (object, record);
CREATE INDEX change_span_record on change_span (object, record);
CREATE UNIQUE INDEX link_ours on link (point, our_id);
CREATE INDEX link_before_run on link_before (run);
CREATE INDEX link_before_was_run on link_before (was_run);
CREATE INDEX link_before_ours on link_before (point, our_id);
CREATE INDEX intent_run on intent (run);
CREATE INDEX intent_ours on intent (point, our_id);
CREATE INDEX intent_pending on intent (point, id) where state = 0;
CREATE UNIQUE INDEX unsettled_row on unsettled (point, their_key, our_id);
CREATE INDEX outcome_run on outcome (run);
CREATE INDEX outcome_key on outcome (point, their_key);
CREATE INDEX run_sync on run (account, sync);
CREATE INDEX plan_hash on plan (account, hash);
CREATE INDEX "customer_number" on "customer" (account, "number");
CREATE INDEX "contact_customer" on "contact" (account, "customer");
CREATE INDEX "address_customer" on "address" (account, "customer");
CREATE UNIQUE INDEX "operator_email" on "operator" (account, "email");
CREATE INDEX "product_code" on "product" (account, "code");
CREATE INDEX "case_number" on "case" (account, "number");
CREATE INDEX "case_customer" on "case" (account, "customer");
CREATE INDEX "followup_case" on "followup" (account, "case");
CREATE INDEX "task_number" on "task" (account, "number");
CREATE INDEX "task_customer" on "task" (account, "customer");
CREATE INDEX "task_case" on "task" (account, "case");
CREATE INDEX "quote_number" on "quote" (account, "number");
CREATE INDEX "quote_customer" on "quote" (account, "customer");
CREATE INDEX "sales_order_number" on "sales_order" (account, "number");
CREATE INDEX "sales_order_customer" on "sales_order" (account, "customer");
CREATE INDEX "invoice_number" on "invoice" (account, "number");
CREATE INDEX "invoice_customer" on "invoice" (account, "customer");
CREATE INDEX "rma_number" on "rma" (account, "number");
CREATE INDEX "rma_customer" on "rma" (account, "customer");
CREATE INDEX "attachment_case" on "attachment" (account, "case");
COMMIT;
