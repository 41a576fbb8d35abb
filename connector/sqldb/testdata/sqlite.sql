
-- describe one table
SELECT name, CASE type WHEN 'table' THEN 't' ELSE 'v' END, 0, 1 FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\_%' ESCAPE '\' AND LOWER(name) IN (?) ORDER BY name;
    1 = slcdpm
SELECT m.name, c.name, LOWER(c.type), c.type, 0, 0, -1, c."notnull" = 0 AND c.pk = 0, c.dflt_value IS NOT NULL OR (c.pk = 1 AND LOWER(c.type) = 'integer'), c.hidden IN (2, 3) FROM sqlite_master m, pragma_table_xinfo(m.name) c WHERE m.type IN ('table', 'view') AND c.hidden <> 1 AND m.name NOT LIKE 'sqlite\_%' ESCAPE '\' AND LOWER(m.name) IN (?) ORDER BY m.name, c.cid;
    1 = slcdpm
SELECT t, i, p, c FROM (SELECT m.name AS t, '' AS i, 1 AS p, c.name AS c, c.pk AS n FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND c.pk > 0 AND LOWER(m.name) IN (?) UNION ALL SELECT m.name, i.name, 0, x.name, x.seqno FROM sqlite_master m, pragma_index_list(m.name) i, pragma_index_info(i.name) x WHERE m.type = 'table' AND i."unique" = 1 AND i.partial = 0 AND i.origin <> 'pk' AND LOWER(m.name) IN (?)) ORDER BY t, p DESC, i, n;
    1 = slcdpm
    2 = slcdpm

-- list from the start
SELECT `fcustno`, `fcompany`, `fcrlimit`, CAST(`fsince` AS TEXT), `timestamp_column` FROM `slcdpm` ORDER BY `fcustno` LIMIT 1000;

-- list after a key
SELECT `fcustno`, `fcompany`, `fcrlimit`, CAST(`fsince` AS TEXT), `timestamp_column` FROM `slcdpm` WHERE `fcustno` > ? ORDER BY `fcustno` LIMIT 1000;
    1 = 000042

-- list with a filter
SELECT `fcustno`, `fcompany`, `fcrlimit`, CAST(`fsince` AS TEXT), `timestamp_column` FROM `slcdpm` WHERE (`ftype` IN (?, ?) AND `fcrlimit` >= ?) ORDER BY `fcustno` LIMIT 1000;
    1 = C
    2 = C     
    3 = 100.5

-- list after a key of two parts
SELECT `fcustno`, `fcompany`, `fcrlimit`, CAST(`fsince` AS TEXT), `timestamp_column`, `ftype` FROM `slcdpm` WHERE `ftype` >= ? AND (`ftype` > ? OR (`ftype` IN (?, ?) AND `fcustno` > ?)) ORDER BY `ftype`, `fcustno` LIMIT 1000;
    1 = C
    2 = C     
    3 = C
    4 = C     
    5 = 000042

-- get
SELECT `fcustno`, `fcompany`, `fcrlimit`, CAST(`fsince` AS TEXT), `timestamp_column` FROM `slcdpm` WHERE `fcustno` IN (?, ?);
    1 = 000001
    2 = 000002

-- get by a key of two parts
SELECT `fcustno`, `fcompany`, `fcrlimit`, CAST(`fsince` AS TEXT), `timestamp_column`, `ftype` FROM `slcdpm` WHERE ((`ftype` IN (?, ?) AND `fcustno` = ?) OR (`ftype` IN (?, ?) AND `fcustno` = ?));
    1 = C
    2 = C     
    3 = 000001
    4 = P
    5 = P     
    6 = 000002

-- lines of documents
SELECT name, CASE type WHEN 'table' THEN 't' ELSE 'v' END, 0, 1 FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\_%' ESCAPE '\' AND LOWER(name) IN (?) ORDER BY name;
    1 = syaddr
SELECT m.name, c.name, LOWER(c.type), c.type, 0, 0, -1, c."notnull" = 0 AND c.pk = 0, c.dflt_value IS NOT NULL OR (c.pk = 1 AND LOWER(c.type) = 'integer'), c.hidden IN (2, 3) FROM sqlite_master m, pragma_table_xinfo(m.name) c WHERE m.type IN ('table', 'view') AND c.hidden <> 1 AND m.name NOT LIKE 'sqlite\_%' ESCAPE '\' AND LOWER(m.name) IN (?) ORDER BY m.name, c.cid;
    1 = syaddr
SELECT t, i, p, c FROM (SELECT m.name AS t, '' AS i, 1 AS p, c.name AS c, c.pk AS n FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND c.pk > 0 AND LOWER(m.name) IN (?) UNION ALL SELECT m.name, i.name, 0, x.name, x.seqno FROM sqlite_master m, pragma_index_list(m.name) i, pragma_index_info(i.name) x WHERE m.type = 'table' AND i."unique" = 1 AND i.partial = 0 AND i.origin <> 'pk' AND LOWER(m.name) IN (?)) ORDER BY t, p DESC, i, n;
    1 = syaddr
    2 = syaddr
SELECT name, CASE type WHEN 'table' THEN 't' ELSE 'v' END, 0, 1 FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\_%' ESCAPE '\' AND LOWER(name) IN (?) ORDER BY name;
    1 = extra
SELECT m.name, c.name, LOWER(c.type), c.type, 0, 0, -1, c."notnull" = 0 AND c.pk = 0, c.dflt_value IS NOT NULL OR (c.pk = 1 AND LOWER(c.type) = 'integer'), c.hidden IN (2, 3) FROM sqlite_master m, pragma_table_xinfo(m.name) c WHERE m.type IN ('table', 'view') AND c.hidden <> 1 AND m.name NOT LIKE 'sqlite\_%' ESCAPE '\' AND LOWER(m.name) IN (?) ORDER BY m.name, c.cid;
    1 = extra
SELECT t, i, p, c FROM (SELECT m.name AS t, '' AS i, 1 AS p, c.name AS c, c.pk AS n FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND c.pk > 0 AND LOWER(m.name) IN (?) UNION ALL SELECT m.name, i.name, 0, x.name, x.seqno FROM sqlite_master m, pragma_index_list(m.name) i, pragma_index_info(i.name) x WHERE m.type = 'table' AND i."unique" = 1 AND i.partial = 0 AND i.origin <> 'pk' AND LOWER(m.name) IN (?)) ORDER BY t, p DESC, i, n;
    1 = extra
    2 = extra
SELECT `fcustno`, `fcompany`, `fcrlimit`, CAST(`fsince` AS TEXT), `timestamp_column` FROM `slcdpm` WHERE `fcustno` = ?;
    1 = 000001
SELECT `l`.`fcaliaskey`, `l`.`fcaddrkey`, `l`.`fccity`, `lj`.`fnote` FROM `syaddr` `l` LEFT JOIN `extra` `lj` ON `lj`.`fkey` = `l`.`fcaddrkey` WHERE `l`.`fcaliaskey` = ? ORDER BY `l`.`fcaddrkey`;
    1 = 000001

-- changes from now on
SELECT `fcustno`, `fcompany`, `fcrlimit`, CAST(`fsince` AS TEXT), `timestamp_column` FROM `slcdpm` WHERE `timestamp_column` IS NOT NULL ORDER BY `timestamp_column` DESC, `fcustno` DESC LIMIT 1;

-- changes since a version
SELECT `fcustno`, `fcompany`, `fcrlimit`, CAST(`fsince` AS TEXT), `timestamp_column` FROM `slcdpm` WHERE `timestamp_column` >= ? AND (`timestamp_column` > ? OR (`timestamp_column` = ? AND `fcustno` > ?)) ORDER BY `timestamp_column`, `fcustno` LIMIT 5000;
    1 = 00000000000007d1
    2 = 00000000000007d1
    3 = 00000000000007d1
    4 = 000042

-- changes since a time
SELECT `fcustno`, `fcompany`, `fcrlimit`, CAST(`fsince` AS TEXT), `timestamp_column`, CAST(`fcngdate` AS TEXT) FROM `slcdpm` WHERE `fcngdate` >= ? AND (`fcngdate` > ? OR (`fcngdate` = ? AND `fcustno` > ?)) ORDER BY `fcngdate`, `fcustno` LIMIT 5000;
    1 = 2026-11-21 10:00:00.123
    2 = 2026-11-21 10:00:00.123
    3 = 2026-11-21 10:00:00.123
    4 = 000042

-- create with the highest number plus one
BEGIN
SELECT `fcustno` FROM `slcdpm` WHERE `fcustno` <= ? ORDER BY `fcustno` DESC LIMIT 200;
    1 = 999999
INSERT INTO `slcdpm` (`fccrmacct`, `fcustno`, `fcompany`, `fcrlimit`, `fterr`, `ftype`) VALUES (?, ?, ?, ?, ?, ?);
    1 = TDM000000001
    2 = 000001
    3 = Alfa s.r.o.
    4 = 100.5
    5 = 
    6 = C
SELECT `fcustno`, `fcompany`, `fcrlimit`, CAST(`fsince` AS TEXT), `timestamp_column` FROM `slcdpm` WHERE `fcustno` = ?;
    1 = 000001
COMMIT

-- create with a number from a sequence
-- slcdpm new_key: SQLite has no sequence "customer_numbers"

-- create with the next number of a table
SELECT name, CASE type WHEN 'table' THEN 't' ELSE 'v' END, 0, 1 FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\_%' ESCAPE '\' AND LOWER(name) IN (?) ORDER BY name;
    1 = sysequ
SELECT m.name, c.name, LOWER(c.type), c.type, 0, 0, -1, c."notnull" = 0 AND c.pk = 0, c.dflt_value IS NOT NULL OR (c.pk = 1 AND LOWER(c.type) = 'integer'), c.hidden IN (2, 3) FROM sqlite_master m, pragma_table_xinfo(m.name) c WHERE m.type IN ('table', 'view') AND c.hidden <> 1 AND m.name NOT LIKE 'sqlite\_%' ESCAPE '\' AND LOWER(m.name) IN (?) ORDER BY m.name, c.cid;
    1 = sysequ
SELECT t, i, p, c FROM (SELECT m.name AS t, '' AS i, 1 AS p, c.name AS c, c.pk AS n FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND c.pk > 0 AND LOWER(m.name) IN (?) UNION ALL SELECT m.name, i.name, 0, x.name, x.seqno FROM sqlite_master m, pragma_index_list(m.name) i, pragma_index_info(i.name) x WHERE m.type = 'table' AND i."unique" = 1 AND i.partial = 0 AND i.origin <> 'pk' AND LOWER(m.name) IN (?)) ORDER BY t, p DESC, i, n;
    1 = sysequ
    2 = sysequ
BEGIN
SELECT `fcnumber` FROM `sysequ` WHERE `fcclass` = ?;
    1 = SLCDPM
UPDATE `sysequ` SET `fcnumber` = ? WHERE `fcclass` = ?;
    1 = 000042
    2 = SLCDPM
INSERT INTO `slcdpm` (`fccrmacct`, `fcustno`, `fcompany`, `fcrlimit`, `fterr`, `ftype`) VALUES (?, ?, ?, ?, ?, ?);
    1 = TDM000000001
    2 = 000041
    3 = Alfa s.r.o.
    4 = 100.5
    5 = 
    6 = C
SELECT `fcustno`, `fcompany`, `fcrlimit`, CAST(`fsince` AS TEXT), `timestamp_column` FROM `slcdpm` WHERE `fcustno` = ?;
    1 = 000041
COMMIT

-- create with a key of the database
BEGIN
INSERT INTO `slcdpm` (`fccrmacct`, `fcompany`, `fcrlimit`, `fterr`, `ftype`) VALUES (?, ?, ?, ?, ?) RETURNING `fcustno`;
    1 = TDM000000001
    2 = Alfa s.r.o.
    3 = 100.5
    4 = 
    5 = C
SELECT `fcustno`, `fcompany`, `fcrlimit`, CAST(`fsince` AS TEXT), `timestamp_column` FROM `slcdpm` WHERE `fcustno` = ?;
    1 = 000042
COMMIT

-- update
BEGIN
UPDATE `slcdpm` SET `fcompany` = ?, `fsince` = ? WHERE `fcustno` = ? AND `fcompany` IS ? AND `fcrlimit` IS ? AND `fsince` IS NULL;
    1 = Alfa s.r.o.
    2 = 2026-11-21 00:00:00
    3 = 000042
    4 = Alfa s.r.o.
    5 = 100.5
SELECT `fcustno`, `fcompany`, `fcrlimit`, CAST(`fsince` AS TEXT), `timestamp_column` FROM `slcdpm` WHERE `fcustno` = ?;
    1 = 000042
COMMIT

-- update with a row version
BEGIN
UPDATE `slcdpm` SET `fcompany` = ?, `fsince` = ? WHERE `fcustno` = ? AND `fcompany` IS ? AND `fcrlimit` IS ? AND `fsince` IS ? AND `timestamp_column` IS NOT NULL;
    1 = Alfa s.r.o.
    2 = 2026-11-21 00:00:00
    3 = 000042
    4 = Alfa s.r.o.
    5 = 100.5
    6 = 2026-11-21 00:00:00
SELECT `fcustno`, `fcompany`, `fcrlimit`, CAST(`fsince` AS TEXT), `timestamp_column` FROM `slcdpm` WHERE `fcustno` = ?;
    1 = 000042
COMMIT

-- updates that are written alike
BEGIN
UPDATE `slcdpm` SET `fcompany` = ?, `fsince` = ? WHERE `fcustno` = ? AND `fcompany` IS ? AND `fcrlimit` IS ? AND `fsince` IS NULL;
    1 = Alfa s.r.o.
    2 = 2026-11-21 00:00:00
    3 = 000042
    4 = Alfa s.r.o.
    5 = 100.5
UPDATE `slcdpm` SET `fcompany` = ?, `fsince` = ? WHERE `fcustno` = ? AND `fcompany` IS ? AND `fcrlimit` IS ? AND `fsince` IS NULL;
    1 = Alfa s.r.o.
    2 = 2026-11-21 00:00:00
    3 = 000043
    4 = Alfa s.r.o.
    5 = 100.5
SELECT `fcustno`, `fcompany`, `fcrlimit`, CAST(`fsince` AS TEXT), `timestamp_column` FROM `slcdpm` WHERE `fcustno` IN (?, ?);
    1 = 000042
    2 = 000043
COMMIT

-- delete
BEGIN
DELETE FROM `slcdpm` WHERE `fcustno` = ? AND `fcompany` IS ? AND `fcrlimit` IS ? AND `fsince` IS NULL;
    1 = 000042
    2 = Alfa s.r.o.
    3 = 100.5
COMMIT

-- delete by a tombstone
BEGIN
UPDATE `slcdpm` SET `d_e_l_e_t_` = ? WHERE `fcustno` = ? AND (`d_e_l_e_t_` <> ? OR `d_e_l_e_t_` IS NULL) AND `fcompany` IS ? AND `fcrlimit` IS ? AND `fsince` IS NULL;
    1 = *
    2 = 000042
    3 = *
    4 = Alfa s.r.o.
    5 = 100.5
COMMIT
