
-- describe one table
SELECT table_name, CASE WHEN table_type LIKE '%VIEW' THEN 'v' ELSE 't' END, COALESCE(table_rows, 0), 1 FROM information_schema.tables WHERE table_schema = COALESCE(NULLIF(?, ''), DATABASE()) AND table_type IN ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED') AND LOWER(table_name) IN (?) ORDER BY table_name;
    1 = 
    2 = slcdpm
SELECT table_name, column_name, LOWER(data_type), column_type, COALESCE(character_maximum_length, 0), COALESCE(numeric_precision, 0), COALESCE(numeric_scale, datetime_precision, -1), is_nullable = 'YES', column_default IS NOT NULL OR extra LIKE '%auto_increment%', generation_expression > '' FROM information_schema.columns WHERE table_schema = COALESCE(NULLIF(?, ''), DATABASE()) AND LOWER(table_name) IN (?) ORDER BY table_name, ordinal_position;
    1 = 
    2 = slcdpm
SELECT s.table_name, s.index_name, s.index_name = 'PRIMARY', s.column_name FROM information_schema.statistics s WHERE s.table_schema = COALESCE(NULLIF(?, ''), DATABASE()) AND s.non_unique = 0 AND NOT EXISTS (SELECT 1 FROM information_schema.statistics p WHERE p.table_schema = COALESCE(NULLIF(?, ''), DATABASE()) AND p.table_name = s.table_name AND p.index_name = s.index_name AND (p.sub_part IS NOT NULL OR p.column_name IS NULL)) AND LOWER(s.table_name) IN (?) ORDER BY s.table_name, 3 DESC, s.index_name, s.seq_in_index;
    1 = 
    2 = 
    3 = slcdpm

-- list from the start
SELECT `fcustno`, `fcompany`, `fcrlimit`, `fsince`, `timestamp_column` FROM `slcdpm` ORDER BY `fcustno` LIMIT 20000;

-- list after a key
SELECT `fcustno`, `fcompany`, `fcrlimit`, `fsince`, `timestamp_column` FROM `slcdpm` WHERE `fcustno` > ? ORDER BY `fcustno` LIMIT 20000;
    1 = 000042

-- list with a filter
SELECT `fcustno`, `fcompany`, `fcrlimit`, `fsince`, `timestamp_column` FROM `slcdpm` WHERE (`ftype` = ? AND `fcrlimit` >= CAST(? AS DECIMAL(65, 30))) ORDER BY `fcustno` LIMIT 20000;
    1 = C
    2 = 100.5

-- list after a key of two parts
SELECT `fcustno`, `fcompany`, `fcrlimit`, `fsince`, `timestamp_column`, `ftype` FROM `slcdpm` WHERE `ftype` >= ? AND (`ftype` > ? OR (`ftype` = ? AND `fcustno` > ?)) ORDER BY `ftype`, `fcustno` LIMIT 20000;
    1 = C
    2 = C
    3 = C
    4 = 000042

-- get
SELECT `fcustno`, `fcompany`, `fcrlimit`, `fsince`, `timestamp_column` FROM `slcdpm` WHERE `fcustno` IN (?, ?);
    1 = 000001
    2 = 000002

-- get by a key of two parts
SELECT `fcustno`, `fcompany`, `fcrlimit`, `fsince`, `timestamp_column`, `ftype` FROM `slcdpm` WHERE (`ftype`, `fcustno`) IN ((?, ?), (?, ?));
    1 = C
    2 = 000001
    3 = P
    4 = 000002

-- lines of documents
SELECT table_name, CASE WHEN table_type LIKE '%VIEW' THEN 'v' ELSE 't' END, COALESCE(table_rows, 0), 1 FROM information_schema.tables WHERE table_schema = COALESCE(NULLIF(?, ''), DATABASE()) AND table_type IN ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED') AND LOWER(table_name) IN (?) ORDER BY table_name;
    1 = 
    2 = syaddr
SELECT table_name, column_name, LOWER(data_type), column_type, COALESCE(character_maximum_length, 0), COALESCE(numeric_precision, 0), COALESCE(numeric_scale, datetime_precision, -1), is_nullable = 'YES', column_default IS NOT NULL OR extra LIKE '%auto_increment%', generation_expression > '' FROM information_schema.columns WHERE table_schema = COALESCE(NULLIF(?, ''), DATABASE()) AND LOWER(table_name) IN (?) ORDER BY table_name, ordinal_position;
    1 = 
    2 = syaddr
SELECT s.table_name, s.index_name, s.index_name = 'PRIMARY', s.column_name FROM information_schema.statistics s WHERE s.table_schema = COALESCE(NULLIF(?, ''), DATABASE()) AND s.non_unique = 0 AND NOT EXISTS (SELECT 1 FROM information_schema.statistics p WHERE p.table_schema = COALESCE(NULLIF(?, ''), DATABASE()) AND p.table_name = s.table_name AND p.index_name = s.index_name AND (p.sub_part IS NOT NULL OR p.column_name IS NULL)) AND LOWER(s.table_name) IN (?) ORDER BY s.table_name, 3 DESC, s.index_name, s.seq_in_index;
    1 = 
    2 = 
    3 = syaddr
SELECT table_name, CASE WHEN table_type LIKE '%VIEW' THEN 'v' ELSE 't' END, COALESCE(table_rows, 0), 1 FROM information_schema.tables WHERE table_schema = COALESCE(NULLIF(?, ''), DATABASE()) AND table_type IN ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED') AND LOWER(table_name) IN (?) ORDER BY table_name;
    1 = 
    2 = extra
SELECT table_name, column_name, LOWER(data_type), column_type, COALESCE(character_maximum_length, 0), COALESCE(numeric_precision, 0), COALESCE(numeric_scale, datetime_precision, -1), is_nullable = 'YES', column_default IS NOT NULL OR extra LIKE '%auto_increment%', generation_expression > '' FROM information_schema.columns WHERE table_schema = COALESCE(NULLIF(?, ''), DATABASE()) AND LOWER(table_name) IN (?) ORDER BY table_name, ordinal_position;
    1 = 
    2 = extra
SELECT s.table_name, s.index_name, s.index_name = 'PRIMARY', s.column_name FROM information_schema.statistics s WHERE s.table_schema = COALESCE(NULLIF(?, ''), DATABASE()) AND s.non_unique = 0 AND NOT EXISTS (SELECT 1 FROM information_schema.statistics p WHERE p.table_schema = COALESCE(NULLIF(?, ''), DATABASE()) AND p.table_name = s.table_name AND p.index_name = s.index_name AND (p.sub_part IS NOT NULL OR p.column_name IS NULL)) AND LOWER(s.table_name) IN (?) ORDER BY s.table_name, 3 DESC, s.index_name, s.seq_in_index;
    1 = 
    2 = 
    3 = extra
SELECT `fcustno`, `fcompany`, `fcrlimit`, `fsince`, `timestamp_column` FROM `slcdpm` WHERE `fcustno` = ?;
    1 = 000001
SELECT `l`.`fcaliaskey`, `l`.`fcaddrkey`, `l`.`fccity`, `lj`.`fnote` FROM `syaddr` `l` LEFT JOIN `extra` `lj` ON `lj`.`fkey` = `l`.`fcaddrkey` WHERE `l`.`fcaliaskey` = ? ORDER BY `l`.`fcaddrkey`;
    1 = 000001

-- changes from now on
SELECT `fcustno`, `fcompany`, `fcrlimit`, `fsince`, `timestamp_column` FROM `slcdpm` WHERE `timestamp_column` IS NOT NULL ORDER BY `timestamp_column` DESC, `fcustno` DESC LIMIT 1;

-- changes since a version
SELECT `fcustno`, `fcompany`, `fcrlimit`, `fsince`, `timestamp_column` FROM `slcdpm` WHERE `timestamp_column` >= ? AND (`timestamp_column` > ? OR (`timestamp_column` = ? AND `fcustno` > ?)) ORDER BY `timestamp_column`, `fcustno` LIMIT 5000;
    1 = 00000000000007d1
    2 = 00000000000007d1
    3 = 00000000000007d1
    4 = 000042

-- changes since a time
SELECT `fcustno`, `fcompany`, `fcrlimit`, `fsince`, `timestamp_column`, `fcngdate` FROM `slcdpm` WHERE `fcngdate` >= ? AND (`fcngdate` > ? OR (`fcngdate` = ? AND `fcustno` > ?)) ORDER BY `fcngdate`, `fcustno` LIMIT 5000;
    1 = 2026-11-21 10:00:00.123
    2 = 2026-11-21 10:00:00.123
    3 = 2026-11-21 10:00:00.123
    4 = 000042

-- create with the highest number plus one
BEGIN
SELECT `fcustno` FROM `slcdpm` WHERE `fcustno` <= ? ORDER BY `fcustno` DESC LIMIT 200;
    1 = 999999
INSERT INTO `slcdpm` (`fccrmacct`, `fcustno`, `fcompany`, `fcrlimit`, `fterr`, `ftype`) VALUES (?, ?, ?, CAST(? AS DECIMAL(65, 30)), ?, ?);
    1 = TDM000000001
    2 = 000001
    3 = Alfa s.r.o.
    4 = 100.5
    5 = 
    6 = C
SELECT `fcustno`, `fcompany`, `fcrlimit`, `fsince`, `timestamp_column` FROM `slcdpm` WHERE `fcustno` = ?;
    1 = 000001
COMMIT

-- create with a number from a sequence
BEGIN
SELECT NEXTVAL(`customer_numbers`);
INSERT INTO `slcdpm` (`fccrmacct`, `fcustno`, `fcompany`, `fcrlimit`, `fterr`, `ftype`) VALUES (?, ?, ?, CAST(? AS DECIMAL(65, 30)), ?, ?);
    1 = TDM000000001
    2 = 000042
    3 = Alfa s.r.o.
    4 = 100.5
    5 = 
    6 = C
SELECT `fcustno`, `fcompany`, `fcrlimit`, `fsince`, `timestamp_column` FROM `slcdpm` WHERE `fcustno` = ?;
    1 = 000042
COMMIT

-- create with the next number of a table
SELECT table_name, CASE WHEN table_type LIKE '%VIEW' THEN 'v' ELSE 't' END, COALESCE(table_rows, 0), 1 FROM information_schema.tables WHERE table_schema = COALESCE(NULLIF(?, ''), DATABASE()) AND table_type IN ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED') AND LOWER(table_name) IN (?) ORDER BY table_name;
    1 = 
    2 = sysequ
SELECT table_name, column_name, LOWER(data_type), column_type, COALESCE(character_maximum_length, 0), COALESCE(numeric_precision, 0), COALESCE(numeric_scale, datetime_precision, -1), is_nullable = 'YES', column_default IS NOT NULL OR extra LIKE '%auto_increment%', generation_expression > '' FROM information_schema.columns WHERE table_schema = COALESCE(NULLIF(?, ''), DATABASE()) AND LOWER(table_name) IN (?) ORDER BY table_name, ordinal_position;
    1 = 
    2 = sysequ
SELECT s.table_name, s.index_name, s.index_name = 'PRIMARY', s.column_name FROM information_schema.statistics s WHERE s.table_schema = COALESCE(NULLIF(?, ''), DATABASE()) AND s.non_unique = 0 AND NOT EXISTS (SELECT 1 FROM information_schema.statistics p WHERE p.table_schema = COALESCE(NULLIF(?, ''), DATABASE()) AND p.table_name = s.table_name AND p.index_name = s.index_name AND (p.sub_part IS NOT NULL OR p.column_name IS NULL)) AND LOWER(s.table_name) IN (?) ORDER BY s.table_name, 3 DESC, s.index_name, s.seq_in_index;
    1 = 
    2 = 
    3 = sysequ
BEGIN
SELECT `fcnumber` FROM `sysequ` WHERE `fcclass` = ? FOR UPDATE;
    1 = SLCDPM
UPDATE `sysequ` SET `fcnumber` = ? WHERE `fcclass` = ?;
    1 = 000042
    2 = SLCDPM
INSERT INTO `slcdpm` (`fccrmacct`, `fcustno`, `fcompany`, `fcrlimit`, `fterr`, `ftype`) VALUES (?, ?, ?, CAST(? AS DECIMAL(65, 30)), ?, ?);
    1 = TDM000000001
    2 = 000041
    3 = Alfa s.r.o.
    4 = 100.5
    5 = 
    6 = C
SELECT `fcustno`, `fcompany`, `fcrlimit`, `fsince`, `timestamp_column` FROM `slcdpm` WHERE `fcustno` = ?;
    1 = 000041
COMMIT

-- create with a key of the database
BEGIN
INSERT INTO `slcdpm` (`fccrmacct`, `fcompany`, `fcrlimit`, `fterr`, `ftype`) VALUES (?, ?, CAST(? AS DECIMAL(65, 30)), ?, ?);
    1 = TDM000000001
    2 = Alfa s.r.o.
    3 = 100.5
    4 = 
    5 = C
ROLLBACK

-- update
BEGIN
UPDATE `slcdpm` SET `fcompany` = ?, `fsince` = ? WHERE `fcustno` = ? AND CAST(CONVERT(`fcompany` USING utf8mb4) AS BINARY) <=> CAST(? AS BINARY) AND `fcrlimit` <=> CAST(? AS DECIMAL(65, 30)) AND `fsince` IS NULL;
    1 = Alfa s.r.o.
    2 = 2026-11-21 00:00:00
    3 = 000042
    4 = Alfa s.r.o.
    5 = 100.5
SELECT `fcustno`, `fcompany`, `fcrlimit`, `fsince`, `timestamp_column` FROM `slcdpm` WHERE `fcustno` = ?;
    1 = 000042
COMMIT

-- update with a row version
BEGIN
UPDATE `slcdpm` SET `fcompany` = ?, `fsince` = ? WHERE `fcustno` = ? AND CAST(CONVERT(`fcompany` USING utf8mb4) AS BINARY) <=> CAST(? AS BINARY) AND `fcrlimit` <=> CAST(? AS DECIMAL(65, 30)) AND `fsince` <=> ? AND `timestamp_column` IS NOT NULL;
    1 = Alfa s.r.o.
    2 = 2026-11-21 00:00:00
    3 = 000042
    4 = Alfa s.r.o.
    5 = 100.5
    6 = 2026-11-21 00:00:00
SELECT `fcustno`, `fcompany`, `fcrlimit`, `fsince`, `timestamp_column` FROM `slcdpm` WHERE `fcustno` = ?;
    1 = 000042
COMMIT

-- updates that are written alike
BEGIN
UPDATE `slcdpm` SET `fcompany` = ?, `fsince` = ? WHERE `fcustno` = ? AND CAST(CONVERT(`fcompany` USING utf8mb4) AS BINARY) <=> CAST(? AS BINARY) AND `fcrlimit` <=> CAST(? AS DECIMAL(65, 30)) AND `fsince` IS NULL;
    1 = Alfa s.r.o.
    2 = 2026-11-21 00:00:00
    3 = 000042
    4 = Alfa s.r.o.
    5 = 100.5
UPDATE `slcdpm` SET `fcompany` = ?, `fsince` = ? WHERE `fcustno` = ? AND CAST(CONVERT(`fcompany` USING utf8mb4) AS BINARY) <=> CAST(? AS BINARY) AND `fcrlimit` <=> CAST(? AS DECIMAL(65, 30)) AND `fsince` IS NULL;
    1 = Alfa s.r.o.
    2 = 2026-11-21 00:00:00
    3 = 000043
    4 = Alfa s.r.o.
    5 = 100.5
SELECT `fcustno`, `fcompany`, `fcrlimit`, `fsince`, `timestamp_column` FROM `slcdpm` WHERE `fcustno` IN (?, ?);
    1 = 000042
    2 = 000043
COMMIT

-- delete
BEGIN
DELETE FROM `slcdpm` WHERE `fcustno` = ? AND CAST(CONVERT(`fcompany` USING utf8mb4) AS BINARY) <=> CAST(? AS BINARY) AND `fcrlimit` <=> CAST(? AS DECIMAL(65, 30)) AND `fsince` IS NULL;
    1 = 000042
    2 = Alfa s.r.o.
    3 = 100.5
COMMIT

-- delete by a tombstone
BEGIN
UPDATE `slcdpm` SET `d_e_l_e_t_` = ? WHERE `fcustno` = ? AND (`d_e_l_e_t_` <> ? OR `d_e_l_e_t_` IS NULL) AND CAST(CONVERT(`fcompany` USING utf8mb4) AS BINARY) <=> CAST(? AS BINARY) AND `fcrlimit` <=> CAST(? AS DECIMAL(65, 30)) AND `fsince` IS NULL;
    1 = *
    2 = 000042
    3 = *
    4 = Alfa s.r.o.
    5 = 100.5
COMMIT
