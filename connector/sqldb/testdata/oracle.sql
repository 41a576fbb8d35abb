
-- describe one table
SELECT name, kind, row_count, 1 FROM ( SELECT owner, table_name AS name, 't' AS kind, COALESCE(num_rows, 0) AS row_count FROM all_tables WHERE nested = 'NO' UNION ALL SELECT owner, view_name, 'v', 0 FROM all_views) t WHERE owner = COALESCE(UPPER(:1), SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA')) AND LOWER(name) IN (:2) ORDER BY name;
    1 = 
    2 = slcdpm
SELECT table_name, column_name, LOWER(REGEXP_REPLACE(data_type, '\([0-9]+\)', '')), data_type, COALESCE(char_length, 0), COALESCE(data_precision, 0), COALESCE(data_scale, -1), DECODE(nullable, 'Y', 1, 0), CASE WHEN default_length > 0 OR identity_column = 'YES' THEN 1 ELSE 0 END, DECODE(virtual_column, 'YES', 1, 0) FROM all_tab_cols WHERE owner = COALESCE(UPPER(:1), SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA')) AND hidden_column = 'NO' AND LOWER(table_name) IN (:2) ORDER BY table_name, column_id;
    1 = 
    2 = slcdpm
SELECT i.table_name, i.index_name, CASE WHEN k.constraint_name IS NULL THEN 0 ELSE 1 END, c.column_name FROM all_indexes i JOIN all_ind_columns c ON c.index_owner = i.owner AND c.index_name = i.index_name LEFT JOIN all_constraints k ON k.owner = i.table_owner AND k.table_name = i.table_name AND k.index_name = i.index_name AND k.constraint_type = 'P' WHERE i.table_owner = COALESCE(UPPER(:1), SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA')) AND i.uniqueness = 'UNIQUE' AND i.index_type = 'NORMAL' AND LOWER(i.table_name) IN (:2) ORDER BY i.table_name, 3 DESC, i.index_name, c.column_position;
    1 = 
    2 = slcdpm

-- list from the start
SELECT "FCUSTNO", "FCOMPANY", TO_CHAR("FCRLIMIT", 'TM9'), TO_CHAR("FSINCE", 'YYYY-MM-DD HH24:MI:SS.FF9'), TO_CHAR("TIMESTAMP_COLUMN", 'TM9') FROM "SLCDPM" ORDER BY "FCUSTNO" FETCH FIRST 20000 ROWS ONLY;

-- list after a key
SELECT "FCUSTNO", "FCOMPANY", TO_CHAR("FCRLIMIT", 'TM9'), TO_CHAR("FSINCE", 'YYYY-MM-DD HH24:MI:SS.FF9'), TO_CHAR("TIMESTAMP_COLUMN", 'TM9') FROM "SLCDPM" WHERE "FCUSTNO" > :1 ORDER BY "FCUSTNO" FETCH FIRST 20000 ROWS ONLY;
    1 = 000042

-- list with a filter
SELECT "FCUSTNO", "FCOMPANY", TO_CHAR("FCRLIMIT", 'TM9'), TO_CHAR("FSINCE", 'YYYY-MM-DD HH24:MI:SS.FF9'), TO_CHAR("TIMESTAMP_COLUMN", 'TM9') FROM "SLCDPM" WHERE ("FTYPE" = :1 AND "FCRLIMIT" >= TO_NUMBER(:2)) ORDER BY "FCUSTNO" FETCH FIRST 20000 ROWS ONLY;
    1 = C
    2 = 100.5

-- list after a key of two parts
SELECT "FCUSTNO", "FCOMPANY", TO_CHAR("FCRLIMIT", 'TM9'), TO_CHAR("FSINCE", 'YYYY-MM-DD HH24:MI:SS.FF9'), TO_CHAR("TIMESTAMP_COLUMN", 'TM9'), "FTYPE" FROM "SLCDPM" WHERE "FTYPE" >= :1 AND ("FTYPE" > :2 OR ("FTYPE" = :3 AND "FCUSTNO" > :4)) ORDER BY "FTYPE", "FCUSTNO" FETCH FIRST 20000 ROWS ONLY;
    1 = C
    2 = C
    3 = C
    4 = 000042

-- get
SELECT "FCUSTNO", "FCOMPANY", TO_CHAR("FCRLIMIT", 'TM9'), TO_CHAR("FSINCE", 'YYYY-MM-DD HH24:MI:SS.FF9'), TO_CHAR("TIMESTAMP_COLUMN", 'TM9') FROM "SLCDPM" WHERE "FCUSTNO" IN (:1, :2);
    1 = 000001
    2 = 000002

-- get by a key of two parts
SELECT "FCUSTNO", "FCOMPANY", TO_CHAR("FCRLIMIT", 'TM9'), TO_CHAR("FSINCE", 'YYYY-MM-DD HH24:MI:SS.FF9'), TO_CHAR("TIMESTAMP_COLUMN", 'TM9'), "FTYPE" FROM "SLCDPM" WHERE ("FTYPE", "FCUSTNO") IN ((:1, :2), (:3, :4));
    1 = C
    2 = 000001
    3 = P
    4 = 000002

-- lines of documents
SELECT name, kind, row_count, 1 FROM ( SELECT owner, table_name AS name, 't' AS kind, COALESCE(num_rows, 0) AS row_count FROM all_tables WHERE nested = 'NO' UNION ALL SELECT owner, view_name, 'v', 0 FROM all_views) t WHERE owner = COALESCE(UPPER(:1), SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA')) AND LOWER(name) IN (:2) ORDER BY name;
    1 = 
    2 = syaddr
SELECT table_name, column_name, LOWER(REGEXP_REPLACE(data_type, '\([0-9]+\)', '')), data_type, COALESCE(char_length, 0), COALESCE(data_precision, 0), COALESCE(data_scale, -1), DECODE(nullable, 'Y', 1, 0), CASE WHEN default_length > 0 OR identity_column = 'YES' THEN 1 ELSE 0 END, DECODE(virtual_column, 'YES', 1, 0) FROM all_tab_cols WHERE owner = COALESCE(UPPER(:1), SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA')) AND hidden_column = 'NO' AND LOWER(table_name) IN (:2) ORDER BY table_name, column_id;
    1 = 
    2 = syaddr
SELECT i.table_name, i.index_name, CASE WHEN k.constraint_name IS NULL THEN 0 ELSE 1 END, c.column_name FROM all_indexes i JOIN all_ind_columns c ON c.index_owner = i.owner AND c.index_name = i.index_name LEFT JOIN all_constraints k ON k.owner = i.table_owner AND k.table_name = i.table_name AND k.index_name = i.index_name AND k.constraint_type = 'P' WHERE i.table_owner = COALESCE(UPPER(:1), SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA')) AND i.uniqueness = 'UNIQUE' AND i.index_type = 'NORMAL' AND LOWER(i.table_name) IN (:2) ORDER BY i.table_name, 3 DESC, i.index_name, c.column_position;
    1 = 
    2 = syaddr
SELECT name, kind, row_count, 1 FROM ( SELECT owner, table_name AS name, 't' AS kind, COALESCE(num_rows, 0) AS row_count FROM all_tables WHERE nested = 'NO' UNION ALL SELECT owner, view_name, 'v', 0 FROM all_views) t WHERE owner = COALESCE(UPPER(:1), SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA')) AND LOWER(name) IN (:2) ORDER BY name;
    1 = 
    2 = extra
SELECT table_name, column_name, LOWER(REGEXP_REPLACE(data_type, '\([0-9]+\)', '')), data_type, COALESCE(char_length, 0), COALESCE(data_precision, 0), COALESCE(data_scale, -1), DECODE(nullable, 'Y', 1, 0), CASE WHEN default_length > 0 OR identity_column = 'YES' THEN 1 ELSE 0 END, DECODE(virtual_column, 'YES', 1, 0) FROM all_tab_cols WHERE owner = COALESCE(UPPER(:1), SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA')) AND hidden_column = 'NO' AND LOWER(table_name) IN (:2) ORDER BY table_name, column_id;
    1 = 
    2 = extra
SELECT i.table_name, i.index_name, CASE WHEN k.constraint_name IS NULL THEN 0 ELSE 1 END, c.column_name FROM all_indexes i JOIN all_ind_columns c ON c.index_owner = i.owner AND c.index_name = i.index_name LEFT JOIN all_constraints k ON k.owner = i.table_owner AND k.table_name = i.table_name AND k.index_name = i.index_name AND k.constraint_type = 'P' WHERE i.table_owner = COALESCE(UPPER(:1), SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA')) AND i.uniqueness = 'UNIQUE' AND i.index_type = 'NORMAL' AND LOWER(i.table_name) IN (:2) ORDER BY i.table_name, 3 DESC, i.index_name, c.column_position;
    1 = 
    2 = extra
SELECT "FCUSTNO", "FCOMPANY", TO_CHAR("FCRLIMIT", 'TM9'), TO_CHAR("FSINCE", 'YYYY-MM-DD HH24:MI:SS.FF9'), TO_CHAR("TIMESTAMP_COLUMN", 'TM9') FROM "SLCDPM" WHERE "FCUSTNO" = :1;
    1 = 000001
SELECT "l"."FCALIASKEY", "l"."FCADDRKEY", "l"."FCCITY", "lj"."FNOTE" FROM "SYADDR" "l" LEFT JOIN "EXTRA" "lj" ON "lj"."FKEY" = "l"."FCADDRKEY" WHERE "l"."FCALIASKEY" = :1 ORDER BY "l"."FCADDRKEY";
    1 = 000001

-- changes from now on
SELECT "FCUSTNO", "FCOMPANY", TO_CHAR("FCRLIMIT", 'TM9'), TO_CHAR("FSINCE", 'YYYY-MM-DD HH24:MI:SS.FF9'), TO_CHAR("TIMESTAMP_COLUMN", 'TM9') FROM "SLCDPM" WHERE "TIMESTAMP_COLUMN" IS NOT NULL ORDER BY "TIMESTAMP_COLUMN" DESC, "FCUSTNO" DESC FETCH FIRST 1 ROWS ONLY;

-- changes since a version
SELECT "FCUSTNO", "FCOMPANY", TO_CHAR("FCRLIMIT", 'TM9'), TO_CHAR("FSINCE", 'YYYY-MM-DD HH24:MI:SS.FF9'), TO_CHAR("TIMESTAMP_COLUMN", 'TM9') FROM "SLCDPM" WHERE "TIMESTAMP_COLUMN" >= :1 AND ("TIMESTAMP_COLUMN" > :2 OR ("TIMESTAMP_COLUMN" = :3 AND "FCUSTNO" > :4)) ORDER BY "TIMESTAMP_COLUMN", "FCUSTNO" FETCH FIRST 5000 ROWS ONLY;
    1 = 00000000000007d1
    2 = 00000000000007d1
    3 = 00000000000007d1
    4 = 000042

-- changes since a time
SELECT "FCUSTNO", "FCOMPANY", TO_CHAR("FCRLIMIT", 'TM9'), TO_CHAR("FSINCE", 'YYYY-MM-DD HH24:MI:SS.FF9'), TO_CHAR("TIMESTAMP_COLUMN", 'TM9'), TO_CHAR("FCNGDATE", 'YYYY-MM-DD HH24:MI:SS.FF9') FROM "SLCDPM" WHERE "FCNGDATE" >= TO_TIMESTAMP(:1, 'YYYY-MM-DD HH24:MI:SS.FF') AND ("FCNGDATE" > TO_TIMESTAMP(:2, 'YYYY-MM-DD HH24:MI:SS.FF') OR ("FCNGDATE" = TO_TIMESTAMP(:3, 'YYYY-MM-DD HH24:MI:SS.FF') AND "FCUSTNO" > :4)) ORDER BY "FCNGDATE", "FCUSTNO" FETCH FIRST 5000 ROWS ONLY;
    1 = 2026-11-21 10:00:00.123
    2 = 2026-11-21 10:00:00.123
    3 = 2026-11-21 10:00:00.123
    4 = 000042

-- create with the highest number plus one
BEGIN
LOCK TABLE "SLCDPM" IN EXCLUSIVE MODE;
SELECT "FCUSTNO" FROM "SLCDPM" WHERE "FCUSTNO" <= :1 ORDER BY "FCUSTNO" DESC FETCH FIRST 200 ROWS ONLY;
    1 = 999999
INSERT INTO "SLCDPM" ("FCCRMACCT", "FCUSTNO", "FCOMPANY", "FCRLIMIT", "FTERR", "FTYPE") VALUES (:1, :2, :3, TO_NUMBER(:4), :5, :6);
    1 = TDM000000001
    2 = 000001
    3 = Alfa s.r.o.
    4 = 100.5
    5 = 
    6 = C
SELECT "FCUSTNO", "FCOMPANY", TO_CHAR("FCRLIMIT", 'TM9'), TO_CHAR("FSINCE", 'YYYY-MM-DD HH24:MI:SS.FF9'), TO_CHAR("TIMESTAMP_COLUMN", 'TM9') FROM "SLCDPM" WHERE "FCUSTNO" = :1;
    1 = 000001
COMMIT

-- create with a number from a sequence
BEGIN
SELECT "CUSTOMER_NUMBERS".NEXTVAL FROM DUAL;
INSERT INTO "SLCDPM" ("FCCRMACCT", "FCUSTNO", "FCOMPANY", "FCRLIMIT", "FTERR", "FTYPE") VALUES (:1, :2, :3, TO_NUMBER(:4), :5, :6);
    1 = TDM000000001
    2 = 000042
    3 = Alfa s.r.o.
    4 = 100.5
    5 = 
    6 = C
SELECT "FCUSTNO", "FCOMPANY", TO_CHAR("FCRLIMIT", 'TM9'), TO_CHAR("FSINCE", 'YYYY-MM-DD HH24:MI:SS.FF9'), TO_CHAR("TIMESTAMP_COLUMN", 'TM9') FROM "SLCDPM" WHERE "FCUSTNO" = :1;
    1 = 000042
COMMIT

-- create with the next number of a table
SELECT name, kind, row_count, 1 FROM ( SELECT owner, table_name AS name, 't' AS kind, COALESCE(num_rows, 0) AS row_count FROM all_tables WHERE nested = 'NO' UNION ALL SELECT owner, view_name, 'v', 0 FROM all_views) t WHERE owner = COALESCE(UPPER(:1), SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA')) AND LOWER(name) IN (:2) ORDER BY name;
    1 = 
    2 = sysequ
SELECT table_name, column_name, LOWER(REGEXP_REPLACE(data_type, '\([0-9]+\)', '')), data_type, COALESCE(char_length, 0), COALESCE(data_precision, 0), COALESCE(data_scale, -1), DECODE(nullable, 'Y', 1, 0), CASE WHEN default_length > 0 OR identity_column = 'YES' THEN 1 ELSE 0 END, DECODE(virtual_column, 'YES', 1, 0) FROM all_tab_cols WHERE owner = COALESCE(UPPER(:1), SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA')) AND hidden_column = 'NO' AND LOWER(table_name) IN (:2) ORDER BY table_name, column_id;
    1 = 
    2 = sysequ
SELECT i.table_name, i.index_name, CASE WHEN k.constraint_name IS NULL THEN 0 ELSE 1 END, c.column_name FROM all_indexes i JOIN all_ind_columns c ON c.index_owner = i.owner AND c.index_name = i.index_name LEFT JOIN all_constraints k ON k.owner = i.table_owner AND k.table_name = i.table_name AND k.index_name = i.index_name AND k.constraint_type = 'P' WHERE i.table_owner = COALESCE(UPPER(:1), SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA')) AND i.uniqueness = 'UNIQUE' AND i.index_type = 'NORMAL' AND LOWER(i.table_name) IN (:2) ORDER BY i.table_name, 3 DESC, i.index_name, c.column_position;
    1 = 
    2 = sysequ
BEGIN
SELECT "FCNUMBER" FROM "SYSEQU" WHERE "FCCLASS" IN (:1, :2) FOR UPDATE;
    1 = SLCDPM
    2 = SLCDPM    
UPDATE "SYSEQU" SET "FCNUMBER" = :1 WHERE "FCCLASS" IN (:2, :3);
    1 = 000042
    2 = SLCDPM
    3 = SLCDPM    
INSERT INTO "SLCDPM" ("FCCRMACCT", "FCUSTNO", "FCOMPANY", "FCRLIMIT", "FTERR", "FTYPE") VALUES (:1, :2, :3, TO_NUMBER(:4), :5, :6);
    1 = TDM000000001
    2 = 000041
    3 = Alfa s.r.o.
    4 = 100.5
    5 = 
    6 = C
SELECT "FCUSTNO", "FCOMPANY", TO_CHAR("FCRLIMIT", 'TM9'), TO_CHAR("FSINCE", 'YYYY-MM-DD HH24:MI:SS.FF9'), TO_CHAR("TIMESTAMP_COLUMN", 'TM9') FROM "SLCDPM" WHERE "FCUSTNO" = :1;
    1 = 000041
COMMIT

-- create with a key of the database
BEGIN
INSERT INTO "SLCDPM" ("FCCRMACCT", "FCOMPANY", "FCRLIMIT", "FTERR", "FTYPE") VALUES (:1, :2, TO_NUMBER(:3), :4, :5) RETURNING "FCUSTNO" INTO :6;
    1 = TDM000000001
    2 = Alfa s.r.o.
    3 = 100.5
    4 = 
    5 = C
    6 = sql.Out
SELECT "FCUSTNO", "FCOMPANY", TO_CHAR("FCRLIMIT", 'TM9'), TO_CHAR("FSINCE", 'YYYY-MM-DD HH24:MI:SS.FF9'), TO_CHAR("TIMESTAMP_COLUMN", 'TM9') FROM "SLCDPM" WHERE "FCUSTNO" = :1;
    1 = 000042
COMMIT

-- update
BEGIN
UPDATE "SLCDPM" SET "FCOMPANY" = :1, "FSINCE" = TO_TIMESTAMP(:2, 'YYYY-MM-DD HH24:MI:SS.FF') WHERE "FCUSTNO" = :3 AND "FCOMPANY" = :4 AND "FCRLIMIT" = TO_NUMBER(:5) AND "FSINCE" IS NULL;
    1 = Alfa s.r.o.
    2 = 2026-11-21 00:00:00
    3 = 000042
    4 = Alfa s.r.o.
    5 = 100.5
SELECT "FCUSTNO", "FCOMPANY", TO_CHAR("FCRLIMIT", 'TM9'), TO_CHAR("FSINCE", 'YYYY-MM-DD HH24:MI:SS.FF9'), TO_CHAR("TIMESTAMP_COLUMN", 'TM9') FROM "SLCDPM" WHERE "FCUSTNO" = :1;
    1 = 000042
COMMIT

-- update with a row version
BEGIN
UPDATE "SLCDPM" SET "FCOMPANY" = :1, "FSINCE" = TO_TIMESTAMP(:2, 'YYYY-MM-DD HH24:MI:SS.FF') WHERE "FCUSTNO" = :3 AND "FCOMPANY" = :4 AND "FCRLIMIT" = TO_NUMBER(:5) AND "FSINCE" = TO_TIMESTAMP(:6, 'YYYY-MM-DD HH24:MI:SS.FF') AND "TIMESTAMP_COLUMN" IS NOT NULL;
    1 = Alfa s.r.o.
    2 = 2026-11-21 00:00:00
    3 = 000042
    4 = Alfa s.r.o.
    5 = 100.5
    6 = 2026-11-21 00:00:00
SELECT "FCUSTNO", "FCOMPANY", TO_CHAR("FCRLIMIT", 'TM9'), TO_CHAR("FSINCE", 'YYYY-MM-DD HH24:MI:SS.FF9'), TO_CHAR("TIMESTAMP_COLUMN", 'TM9') FROM "SLCDPM" WHERE "FCUSTNO" = :1;
    1 = 000042
COMMIT

-- updates that are written alike
BEGIN
UPDATE "SLCDPM" SET "FCOMPANY" = :1, "FSINCE" = TO_TIMESTAMP(:2, 'YYYY-MM-DD HH24:MI:SS.FF') WHERE "FCUSTNO" = :3 AND "FCOMPANY" = :4 AND "FCRLIMIT" = TO_NUMBER(:5) AND "FSINCE" IS NULL;
    1 = Alfa s.r.o.
    2 = 2026-11-21 00:00:00
    3 = 000042
    4 = Alfa s.r.o.
    5 = 100.5
UPDATE "SLCDPM" SET "FCOMPANY" = :1, "FSINCE" = TO_TIMESTAMP(:2, 'YYYY-MM-DD HH24:MI:SS.FF') WHERE "FCUSTNO" = :3 AND "FCOMPANY" = :4 AND "FCRLIMIT" = TO_NUMBER(:5) AND "FSINCE" IS NULL;
    1 = Alfa s.r.o.
    2 = 2026-11-21 00:00:00
    3 = 000043
    4 = Alfa s.r.o.
    5 = 100.5
SELECT "FCUSTNO", "FCOMPANY", TO_CHAR("FCRLIMIT", 'TM9'), TO_CHAR("FSINCE", 'YYYY-MM-DD HH24:MI:SS.FF9'), TO_CHAR("TIMESTAMP_COLUMN", 'TM9') FROM "SLCDPM" WHERE "FCUSTNO" IN (:1, :2);
    1 = 000042
    2 = 000043
COMMIT

-- delete
BEGIN
DELETE FROM "SLCDPM" WHERE "FCUSTNO" = :1 AND "FCOMPANY" = :2 AND "FCRLIMIT" = TO_NUMBER(:3) AND "FSINCE" IS NULL;
    1 = 000042
    2 = Alfa s.r.o.
    3 = 100.5
COMMIT

-- delete by a tombstone
BEGIN
UPDATE "SLCDPM" SET "D_E_L_E_T_" = :1 WHERE "FCUSTNO" = :2 AND ("D_E_L_E_T_" <> :3 OR "D_E_L_E_T_" IS NULL) AND "FCOMPANY" = :4 AND "FCRLIMIT" = TO_NUMBER(:5) AND "FSINCE" IS NULL;
    1 = *
    2 = 000042
    3 = *
    4 = Alfa s.r.o.
    5 = 100.5
COMMIT
