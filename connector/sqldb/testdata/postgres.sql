
-- describe one table
SELECT c.relname, CASE WHEN c.relkind IN ('r', 'p', 'f') THEN 't' ELSE 'v' END, GREATEST(c.reltuples, 0)::bigint, (has_table_privilege(c.oid, 'INSERT') OR has_table_privilege(c.oid, 'UPDATE') OR has_table_privilege(c.oid, 'DELETE'))::int FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = COALESCE(NULLIF($1, ''), current_schema()) AND c.relkind IN ('r', 'p', 'f', 'v', 'm') AND has_any_column_privilege(c.oid, 'SELECT') AND LOWER(c.relname) IN ($2) ORDER BY c.relname;
    1 = 
    2 = slcdpm
SELECT relname, attname, typname, declared, CASE WHEN typname IN ('bpchar', 'varchar') AND mod > 4 THEN mod - 4 ELSE 0 END, CASE WHEN typname = 'numeric' AND mod > 4 THEN ((mod - 4) >> 16) & 65535 ELSE 0 END, CASE WHEN typname = 'numeric' AND mod > 4 THEN (mod - 4) & 2047 WHEN typname LIKE 'timestamp%' THEN 6 ELSE -1 END, (NOT attnotnull)::int, (atthasdef OR attidentity <> '')::int, (attgenerated <> '' OR attidentity = 'a')::int FROM (SELECT c.relname, a.attname, a.attnum, b.typname, format_type(a.atttypid, a.atttypmod) AS declared, CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END AS mod, a.attnotnull, a.atthasdef, a.attidentity, a.attgenerated FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_type t ON t.oid = a.atttypid JOIN pg_type b ON b.oid = COALESCE(NULLIF(t.typbasetype, 0), t.oid) WHERE n.nspname = COALESCE(NULLIF($1, ''), current_schema()) AND c.relkind IN ('r', 'p', 'f', 'v', 'm') AND a.attnum > 0 AND NOT a.attisdropped AND LOWER(c.relname) IN ($2)) x ORDER BY relname, attnum;
    1 = 
    2 = slcdpm
SELECT c.relname, i.relname, x.indisprimary::int, a.attname FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_class i ON i.oid = x.indexrelid CROSS JOIN LATERAL unnest(x.indkey::int2[]) WITH ORDINALITY AS k(attnum, n) JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum WHERE n.nspname = COALESCE(NULLIF($1, ''), current_schema()) AND x.indisunique AND x.indpred IS NULL AND x.indexprs IS NULL AND x.indisvalid AND k.n <= x.indnkeyatts AND LOWER(c.relname) IN ($2) ORDER BY c.relname, x.indisprimary DESC, i.relname, k.n;
    1 = 
    2 = slcdpm

-- list from the start
SELECT "fcustno", "fcompany", "fcrlimit", "fsince", "timestamp_column" FROM "slcdpm" ORDER BY "fcustno" LIMIT 20000;

-- list after a key
SELECT "fcustno", "fcompany", "fcrlimit", "fsince", "timestamp_column" FROM "slcdpm" WHERE "fcustno" > $1 ORDER BY "fcustno" LIMIT 20000;
    1 = 000042

-- list with a filter
SELECT "fcustno", "fcompany", "fcrlimit", "fsince", "timestamp_column" FROM "slcdpm" WHERE ("ftype" = $1 AND "fcrlimit" >= $2) ORDER BY "fcustno" LIMIT 20000;
    1 = C
    2 = 100.5

-- list after a key of two parts
SELECT "fcustno", "fcompany", "fcrlimit", "fsince", "timestamp_column", "ftype" FROM "slcdpm" WHERE ("ftype", "fcustno") > ($1, $2) ORDER BY "ftype", "fcustno" LIMIT 20000;
    1 = C
    2 = 000042

-- get
SELECT "fcustno", "fcompany", "fcrlimit", "fsince", "timestamp_column" FROM "slcdpm" WHERE "fcustno" = ANY($1);
    1 = {"000001","000002"}

-- get by a key of two parts
SELECT "fcustno", "fcompany", "fcrlimit", "fsince", "timestamp_column", "ftype" FROM "slcdpm" WHERE ("ftype", "fcustno") IN (($1, $2), ($3, $4));
    1 = C
    2 = 000001
    3 = P
    4 = 000002

-- lines of documents
SELECT c.relname, CASE WHEN c.relkind IN ('r', 'p', 'f') THEN 't' ELSE 'v' END, GREATEST(c.reltuples, 0)::bigint, (has_table_privilege(c.oid, 'INSERT') OR has_table_privilege(c.oid, 'UPDATE') OR has_table_privilege(c.oid, 'DELETE'))::int FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = COALESCE(NULLIF($1, ''), current_schema()) AND c.relkind IN ('r', 'p', 'f', 'v', 'm') AND has_any_column_privilege(c.oid, 'SELECT') AND LOWER(c.relname) IN ($2) ORDER BY c.relname;
    1 = 
    2 = syaddr
SELECT relname, attname, typname, declared, CASE WHEN typname IN ('bpchar', 'varchar') AND mod > 4 THEN mod - 4 ELSE 0 END, CASE WHEN typname = 'numeric' AND mod > 4 THEN ((mod - 4) >> 16) & 65535 ELSE 0 END, CASE WHEN typname = 'numeric' AND mod > 4 THEN (mod - 4) & 2047 WHEN typname LIKE 'timestamp%' THEN 6 ELSE -1 END, (NOT attnotnull)::int, (atthasdef OR attidentity <> '')::int, (attgenerated <> '' OR attidentity = 'a')::int FROM (SELECT c.relname, a.attname, a.attnum, b.typname, format_type(a.atttypid, a.atttypmod) AS declared, CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END AS mod, a.attnotnull, a.atthasdef, a.attidentity, a.attgenerated FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_type t ON t.oid = a.atttypid JOIN pg_type b ON b.oid = COALESCE(NULLIF(t.typbasetype, 0), t.oid) WHERE n.nspname = COALESCE(NULLIF($1, ''), current_schema()) AND c.relkind IN ('r', 'p', 'f', 'v', 'm') AND a.attnum > 0 AND NOT a.attisdropped AND LOWER(c.relname) IN ($2)) x ORDER BY relname, attnum;
    1 = 
    2 = syaddr
SELECT c.relname, i.relname, x.indisprimary::int, a.attname FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_class i ON i.oid = x.indexrelid CROSS JOIN LATERAL unnest(x.indkey::int2[]) WITH ORDINALITY AS k(attnum, n) JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum WHERE n.nspname = COALESCE(NULLIF($1, ''), current_schema()) AND x.indisunique AND x.indpred IS NULL AND x.indexprs IS NULL AND x.indisvalid AND k.n <= x.indnkeyatts AND LOWER(c.relname) IN ($2) ORDER BY c.relname, x.indisprimary DESC, i.relname, k.n;
    1 = 
    2 = syaddr
SELECT c.relname, CASE WHEN c.relkind IN ('r', 'p', 'f') THEN 't' ELSE 'v' END, GREATEST(c.reltuples, 0)::bigint, (has_table_privilege(c.oid, 'INSERT') OR has_table_privilege(c.oid, 'UPDATE') OR has_table_privilege(c.oid, 'DELETE'))::int FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = COALESCE(NULLIF($1, ''), current_schema()) AND c.relkind IN ('r', 'p', 'f', 'v', 'm') AND has_any_column_privilege(c.oid, 'SELECT') AND LOWER(c.relname) IN ($2) ORDER BY c.relname;
    1 = 
    2 = extra
SELECT relname, attname, typname, declared, CASE WHEN typname IN ('bpchar', 'varchar') AND mod > 4 THEN mod - 4 ELSE 0 END, CASE WHEN typname = 'numeric' AND mod > 4 THEN ((mod - 4) >> 16) & 65535 ELSE 0 END, CASE WHEN typname = 'numeric' AND mod > 4 THEN (mod - 4) & 2047 WHEN typname LIKE 'timestamp%' THEN 6 ELSE -1 END, (NOT attnotnull)::int, (atthasdef OR attidentity <> '')::int, (attgenerated <> '' OR attidentity = 'a')::int FROM (SELECT c.relname, a.attname, a.attnum, b.typname, format_type(a.atttypid, a.atttypmod) AS declared, CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END AS mod, a.attnotnull, a.atthasdef, a.attidentity, a.attgenerated FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_type t ON t.oid = a.atttypid JOIN pg_type b ON b.oid = COALESCE(NULLIF(t.typbasetype, 0), t.oid) WHERE n.nspname = COALESCE(NULLIF($1, ''), current_schema()) AND c.relkind IN ('r', 'p', 'f', 'v', 'm') AND a.attnum > 0 AND NOT a.attisdropped AND LOWER(c.relname) IN ($2)) x ORDER BY relname, attnum;
    1 = 
    2 = extra
SELECT c.relname, i.relname, x.indisprimary::int, a.attname FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_class i ON i.oid = x.indexrelid CROSS JOIN LATERAL unnest(x.indkey::int2[]) WITH ORDINALITY AS k(attnum, n) JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum WHERE n.nspname = COALESCE(NULLIF($1, ''), current_schema()) AND x.indisunique AND x.indpred IS NULL AND x.indexprs IS NULL AND x.indisvalid AND k.n <= x.indnkeyatts AND LOWER(c.relname) IN ($2) ORDER BY c.relname, x.indisprimary DESC, i.relname, k.n;
    1 = 
    2 = extra
SELECT "fcustno", "fcompany", "fcrlimit", "fsince", "timestamp_column" FROM "slcdpm" WHERE "fcustno" = $1;
    1 = 000001
SELECT "l"."fcaliaskey", "l"."fcaddrkey", "l"."fccity", "lj"."fnote" FROM "syaddr" "l" LEFT JOIN "extra" "lj" ON "lj"."fkey" = "l"."fcaddrkey" WHERE "l"."fcaliaskey" = $1 ORDER BY "l"."fcaddrkey";
    1 = 000001

-- changes from now on
SELECT "fcustno", "fcompany", "fcrlimit", "fsince", "timestamp_column" FROM "slcdpm" WHERE "timestamp_column" IS NOT NULL ORDER BY "timestamp_column" DESC, "fcustno" DESC LIMIT 1;

-- changes since a version
SELECT "fcustno", "fcompany", "fcrlimit", "fsince", "timestamp_column" FROM "slcdpm" WHERE ("timestamp_column", "fcustno") > ($1, $2) ORDER BY "timestamp_column", "fcustno" LIMIT 5000;
    1 = 00000000000007d1
    2 = 000042

-- changes since a time
SELECT "fcustno", "fcompany", "fcrlimit", "fsince", "timestamp_column", "fcngdate" FROM "slcdpm" WHERE ("fcngdate", "fcustno") > ($1, $2) ORDER BY "fcngdate", "fcustno" LIMIT 5000;
    1 = 2026-11-21 10:00:00.123
    2 = 000042

-- create with the highest number plus one
BEGIN
LOCK TABLE "slcdpm" IN SHARE ROW EXCLUSIVE MODE;
SELECT "fcustno" FROM "slcdpm" WHERE "fcustno" <= $1 ORDER BY "fcustno" DESC LIMIT 200;
    1 = 999999
INSERT INTO "slcdpm" ("fccrmacct", "fcustno", "fcompany", "fcrlimit", "fterr", "ftype") VALUES ($1, $2, $3, $4, $5, $6);
    1 = TDM000000001
    2 = 000001
    3 = Alfa s.r.o.
    4 = 100.5
    5 = 
    6 = C
SELECT "fcustno", "fcompany", "fcrlimit", "fsince", "timestamp_column" FROM "slcdpm" WHERE "fcustno" = $1;
    1 = 000001
COMMIT

-- create with a number from a sequence
BEGIN
SELECT nextval('"customer_numbers"');
INSERT INTO "slcdpm" ("fccrmacct", "fcustno", "fcompany", "fcrlimit", "fterr", "ftype") VALUES ($1, $2, $3, $4, $5, $6);
    1 = TDM000000001
    2 = 000042
    3 = Alfa s.r.o.
    4 = 100.5
    5 = 
    6 = C
SELECT "fcustno", "fcompany", "fcrlimit", "fsince", "timestamp_column" FROM "slcdpm" WHERE "fcustno" = $1;
    1 = 000042
COMMIT

-- create with the next number of a table
SELECT c.relname, CASE WHEN c.relkind IN ('r', 'p', 'f') THEN 't' ELSE 'v' END, GREATEST(c.reltuples, 0)::bigint, (has_table_privilege(c.oid, 'INSERT') OR has_table_privilege(c.oid, 'UPDATE') OR has_table_privilege(c.oid, 'DELETE'))::int FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = COALESCE(NULLIF($1, ''), current_schema()) AND c.relkind IN ('r', 'p', 'f', 'v', 'm') AND has_any_column_privilege(c.oid, 'SELECT') AND LOWER(c.relname) IN ($2) ORDER BY c.relname;
    1 = 
    2 = sysequ
SELECT relname, attname, typname, declared, CASE WHEN typname IN ('bpchar', 'varchar') AND mod > 4 THEN mod - 4 ELSE 0 END, CASE WHEN typname = 'numeric' AND mod > 4 THEN ((mod - 4) >> 16) & 65535 ELSE 0 END, CASE WHEN typname = 'numeric' AND mod > 4 THEN (mod - 4) & 2047 WHEN typname LIKE 'timestamp%' THEN 6 ELSE -1 END, (NOT attnotnull)::int, (atthasdef OR attidentity <> '')::int, (attgenerated <> '' OR attidentity = 'a')::int FROM (SELECT c.relname, a.attname, a.attnum, b.typname, format_type(a.atttypid, a.atttypmod) AS declared, CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END AS mod, a.attnotnull, a.atthasdef, a.attidentity, a.attgenerated FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_type t ON t.oid = a.atttypid JOIN pg_type b ON b.oid = COALESCE(NULLIF(t.typbasetype, 0), t.oid) WHERE n.nspname = COALESCE(NULLIF($1, ''), current_schema()) AND c.relkind IN ('r', 'p', 'f', 'v', 'm') AND a.attnum > 0 AND NOT a.attisdropped AND LOWER(c.relname) IN ($2)) x ORDER BY relname, attnum;
    1 = 
    2 = sysequ
SELECT c.relname, i.relname, x.indisprimary::int, a.attname FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_class i ON i.oid = x.indexrelid CROSS JOIN LATERAL unnest(x.indkey::int2[]) WITH ORDINALITY AS k(attnum, n) JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum WHERE n.nspname = COALESCE(NULLIF($1, ''), current_schema()) AND x.indisunique AND x.indpred IS NULL AND x.indexprs IS NULL AND x.indisvalid AND k.n <= x.indnkeyatts AND LOWER(c.relname) IN ($2) ORDER BY c.relname, x.indisprimary DESC, i.relname, k.n;
    1 = 
    2 = sysequ
BEGIN
SELECT "fcnumber" FROM "sysequ" WHERE "fcclass" = $1 FOR UPDATE;
    1 = SLCDPM
UPDATE "sysequ" SET "fcnumber" = $1 WHERE "fcclass" = $2;
    1 = 000042
    2 = SLCDPM
INSERT INTO "slcdpm" ("fccrmacct", "fcustno", "fcompany", "fcrlimit", "fterr", "ftype") VALUES ($1, $2, $3, $4, $5, $6);
    1 = TDM000000001
    2 = 000041
    3 = Alfa s.r.o.
    4 = 100.5
    5 = 
    6 = C
SELECT "fcustno", "fcompany", "fcrlimit", "fsince", "timestamp_column" FROM "slcdpm" WHERE "fcustno" = $1;
    1 = 000041
COMMIT

-- create with a key of the database
BEGIN
INSERT INTO "slcdpm" ("fccrmacct", "fcompany", "fcrlimit", "fterr", "ftype") VALUES ($1, $2, $3, $4, $5) RETURNING "fcustno";
    1 = TDM000000001
    2 = Alfa s.r.o.
    3 = 100.5
    4 = 
    5 = C
SELECT "fcustno", "fcompany", "fcrlimit", "fsince", "timestamp_column" FROM "slcdpm" WHERE "fcustno" = $1;
    1 = 000042
COMMIT

-- update
BEGIN
UPDATE "slcdpm" SET "fcompany" = $1, "fsince" = $2 WHERE "fcustno" = $3 AND "fcompany" IS NOT DISTINCT FROM $4 AND "fcrlimit" IS NOT DISTINCT FROM $5 AND "fsince" IS NULL;
    1 = Alfa s.r.o.
    2 = 2026-11-21 00:00:00
    3 = 000042
    4 = Alfa s.r.o.
    5 = 100.5
SELECT "fcustno", "fcompany", "fcrlimit", "fsince", "timestamp_column" FROM "slcdpm" WHERE "fcustno" = $1;
    1 = 000042
COMMIT

-- update with a row version
BEGIN
UPDATE "slcdpm" SET "fcompany" = $1, "fsince" = $2 WHERE "fcustno" = $3 AND "fcompany" IS NOT DISTINCT FROM $4 AND "fcrlimit" IS NOT DISTINCT FROM $5 AND "fsince" IS NOT DISTINCT FROM $6 AND "timestamp_column" IS NOT NULL;
    1 = Alfa s.r.o.
    2 = 2026-11-21 00:00:00
    3 = 000042
    4 = Alfa s.r.o.
    5 = 100.5
    6 = 2026-11-21 00:00:00
SELECT "fcustno", "fcompany", "fcrlimit", "fsince", "timestamp_column" FROM "slcdpm" WHERE "fcustno" = $1;
    1 = 000042
COMMIT

-- updates that are written alike
BEGIN
WITH "tandem rows" AS (SELECT "tandem 1", "tandem 2", "tandem 3", "tandem 4", "tandem 5", "tandem 6", "tandem 0" FROM unnest($1::pg_catalog.varchar[], $2::pg_catalog.timestamp[], $3::pg_catalog.bpchar[], $4::pg_catalog.varchar[], $5::pg_catalog.numeric[], $6::pg_catalog.timestamp[]) WITH ORDINALITY AS l("tandem 1", "tandem 2", "tandem 3", "tandem 4", "tandem 5", "tandem 6", "tandem 0")) UPDATE "slcdpm" SET "fcompany" = "tandem rows"."tandem 1", "fsince" = "tandem rows"."tandem 2" FROM "tandem rows" WHERE "fcustno" = "tandem rows"."tandem 3" AND "fcompany" IS NOT DISTINCT FROM "tandem rows"."tandem 4" AND "fcrlimit" IS NOT DISTINCT FROM "tandem rows"."tandem 5" AND "fsince" IS NOT DISTINCT FROM "tandem rows"."tandem 6" RETURNING "tandem rows"."tandem 0";
    1 = {"Alfa s.r.o.","Alfa s.r.o."}
    2 = {"2026-11-21 00:00:00","2026-11-21 00:00:00"}
    3 = {"000042","000043"}
    4 = {"Alfa s.r.o.","Alfa s.r.o."}
    5 = {"100.5","100.5"}
    6 = {NULL,NULL}
SELECT "fcustno", "fcompany", "fcrlimit", "fsince", "timestamp_column" FROM "slcdpm" WHERE "fcustno" = ANY($1);
    1 = {"000042","000043"}
COMMIT

-- delete
BEGIN
DELETE FROM "slcdpm" WHERE "fcustno" = $1 AND "fcompany" IS NOT DISTINCT FROM $2 AND "fcrlimit" IS NOT DISTINCT FROM $3 AND "fsince" IS NULL;
    1 = 000042
    2 = Alfa s.r.o.
    3 = 100.5
COMMIT

-- delete by a tombstone
BEGIN
UPDATE "slcdpm" SET "d_e_l_e_t_" = $1 WHERE "fcustno" = $2 AND ("d_e_l_e_t_" <> $3 OR "d_e_l_e_t_" IS NULL) AND "fcompany" IS NOT DISTINCT FROM $4 AND "fcrlimit" IS NOT DISTINCT FROM $5 AND "fsince" IS NULL;
    1 = *
    2 = 000042
    3 = *
    4 = Alfa s.r.o.
    5 = 100.5
COMMIT
