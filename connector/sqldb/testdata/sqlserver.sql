
-- describe one table
SELECT o.name, CASE o.type WHEN 'U' THEN 't' ELSE 'v' END, COALESCE((SELECT SUM(p.rows) FROM sys.partitions p WHERE p.object_id = o.object_id AND p.index_id < 2), 0), 1 FROM sys.objects o JOIN sys.schemas s ON s.schema_id = o.schema_id WHERE s.name = COALESCE(NULLIF(@p1, ''), SCHEMA_NAME()) AND o.type IN ('U', 'V') AND LOWER(o.name) IN (@p2) ORDER BY o.name;
    1 = 
    2 = slcdpm
SELECT o.name, c.name, TYPE_NAME(c.system_type_id) AS base, TYPE_NAME(c.system_type_id) AS declared, CASE WHEN c.max_length < 0 THEN 0 WHEN TYPE_NAME(c.system_type_id) IN ('nchar', 'nvarchar') THEN c.max_length / 2 WHEN TYPE_NAME(c.system_type_id) IN ('char', 'varchar') THEN c.max_length ELSE 0 END, c.precision, c.scale, CAST(c.is_nullable AS int), CASE WHEN c.default_object_id <> 0 OR c.is_identity = 1 THEN 1 ELSE 0 END, CASE WHEN c.is_computed = 1 OR c.is_identity = 1 OR TYPE_NAME(c.system_type_id) = 'timestamp' THEN 1 ELSE 0 END FROM sys.columns c JOIN sys.objects o ON o.object_id = c.object_id JOIN sys.schemas s ON s.schema_id = o.schema_id WHERE s.name = COALESCE(NULLIF(@p1, ''), SCHEMA_NAME()) AND o.type IN ('U', 'V') AND LOWER(o.name) IN (@p2) ORDER BY o.name, c.column_id;
    1 = 
    2 = slcdpm
SELECT o.name, i.name, CAST(i.is_primary_key AS int), c.name FROM sys.indexes i JOIN sys.objects o ON o.object_id = i.object_id JOIN sys.schemas s ON s.schema_id = o.schema_id JOIN sys.index_columns x ON x.object_id = i.object_id AND x.index_id = i.index_id JOIN sys.columns c ON c.object_id = x.object_id AND c.column_id = x.column_id WHERE s.name = COALESCE(NULLIF(@p1, ''), SCHEMA_NAME()) AND o.type = 'U' AND i.is_unique = 1 AND i.has_filter = 0 AND i.is_disabled = 0 AND x.is_included_column = 0 AND LOWER(o.name) IN (@p2) ORDER BY o.name, i.is_primary_key DESC, i.name, x.key_ordinal;
    1 = 
    2 = slcdpm

-- list from the start
SELECT TOP (1000) [fcustno], [fcompany], [fcrlimit], CONVERT(varchar(27), [fsince], 121), [timestamp_column] FROM [slcdpm] ORDER BY [fcustno];

-- list after a key
SELECT TOP (1000) [fcustno], [fcompany], [fcrlimit], CONVERT(varchar(27), [fsince], 121), [timestamp_column] FROM [slcdpm] WHERE [fcustno] > @p1 ORDER BY [fcustno];
    1 = 000042 (mssql.VarChar)

-- list with a filter
SELECT TOP (1000) [fcustno], [fcompany], [fcrlimit], CONVERT(varchar(27), [fsince], 121), [timestamp_column] FROM [slcdpm] WHERE ([ftype] = @p1 AND [fcrlimit] >= CONVERT(decimal(10, 2), @p2)) ORDER BY [fcustno];
    1 = C (mssql.VarChar)
    2 = 100.5

-- list after a key of two parts
SELECT TOP (1000) [fcustno], [fcompany], [fcrlimit], CONVERT(varchar(27), [fsince], 121), [timestamp_column], [ftype] FROM [slcdpm] WHERE [ftype] >= @p1 AND ([ftype] > @p2 OR ([ftype] = @p3 AND [fcustno] > @p4)) ORDER BY [ftype], [fcustno];
    1 = C (mssql.VarChar)
    2 = C (mssql.VarChar)
    3 = C (mssql.VarChar)
    4 = 000042 (mssql.VarChar)

-- get
SELECT [fcustno], [fcompany], [fcrlimit], CONVERT(varchar(27), [fsince], 121), [timestamp_column] FROM [slcdpm] WHERE [fcustno] IN (@p1, @p2);
    1 = 000001 (mssql.VarChar)
    2 = 000002 (mssql.VarChar)

-- get by a key of two parts
SELECT [fcustno], [fcompany], [fcrlimit], CONVERT(varchar(27), [fsince], 121), [timestamp_column], [ftype] FROM [slcdpm] WHERE (([ftype] = @p1 AND [fcustno] = @p2) OR ([ftype] = @p3 AND [fcustno] = @p4));
    1 = C (mssql.VarChar)
    2 = 000001 (mssql.VarChar)
    3 = P (mssql.VarChar)
    4 = 000002 (mssql.VarChar)

-- lines of documents
SELECT o.name, CASE o.type WHEN 'U' THEN 't' ELSE 'v' END, COALESCE((SELECT SUM(p.rows) FROM sys.partitions p WHERE p.object_id = o.object_id AND p.index_id < 2), 0), 1 FROM sys.objects o JOIN sys.schemas s ON s.schema_id = o.schema_id WHERE s.name = COALESCE(NULLIF(@p1, ''), SCHEMA_NAME()) AND o.type IN ('U', 'V') AND LOWER(o.name) IN (@p2) ORDER BY o.name;
    1 = 
    2 = syaddr
SELECT o.name, c.name, TYPE_NAME(c.system_type_id) AS base, TYPE_NAME(c.system_type_id) AS declared, CASE WHEN c.max_length < 0 THEN 0 WHEN TYPE_NAME(c.system_type_id) IN ('nchar', 'nvarchar') THEN c.max_length / 2 WHEN TYPE_NAME(c.system_type_id) IN ('char', 'varchar') THEN c.max_length ELSE 0 END, c.precision, c.scale, CAST(c.is_nullable AS int), CASE WHEN c.default_object_id <> 0 OR c.is_identity = 1 THEN 1 ELSE 0 END, CASE WHEN c.is_computed = 1 OR c.is_identity = 1 OR TYPE_NAME(c.system_type_id) = 'timestamp' THEN 1 ELSE 0 END FROM sys.columns c JOIN sys.objects o ON o.object_id = c.object_id JOIN sys.schemas s ON s.schema_id = o.schema_id WHERE s.name = COALESCE(NULLIF(@p1, ''), SCHEMA_NAME()) AND o.type IN ('U', 'V') AND LOWER(o.name) IN (@p2) ORDER BY o.name, c.column_id;
    1 = 
    2 = syaddr
SELECT o.name, i.name, CAST(i.is_primary_key AS int), c.name FROM sys.indexes i JOIN sys.objects o ON o.object_id = i.object_id JOIN sys.schemas s ON s.schema_id = o.schema_id JOIN sys.index_columns x ON x.object_id = i.object_id AND x.index_id = i.index_id JOIN sys.columns c ON c.object_id = x.object_id AND c.column_id = x.column_id WHERE s.name = COALESCE(NULLIF(@p1, ''), SCHEMA_NAME()) AND o.type = 'U' AND i.is_unique = 1 AND i.has_filter = 0 AND i.is_disabled = 0 AND x.is_included_column = 0 AND LOWER(o.name) IN (@p2) ORDER BY o.name, i.is_primary_key DESC, i.name, x.key_ordinal;
    1 = 
    2 = syaddr
SELECT o.name, CASE o.type WHEN 'U' THEN 't' ELSE 'v' END, COALESCE((SELECT SUM(p.rows) FROM sys.partitions p WHERE p.object_id = o.object_id AND p.index_id < 2), 0), 1 FROM sys.objects o JOIN sys.schemas s ON s.schema_id = o.schema_id WHERE s.name = COALESCE(NULLIF(@p1, ''), SCHEMA_NAME()) AND o.type IN ('U', 'V') AND LOWER(o.name) IN (@p2) ORDER BY o.name;
    1 = 
    2 = extra
SELECT o.name, c.name, TYPE_NAME(c.system_type_id) AS base, TYPE_NAME(c.system_type_id) AS declared, CASE WHEN c.max_length < 0 THEN 0 WHEN TYPE_NAME(c.system_type_id) IN ('nchar', 'nvarchar') THEN c.max_length / 2 WHEN TYPE_NAME(c.system_type_id) IN ('char', 'varchar') THEN c.max_length ELSE 0 END, c.precision, c.scale, CAST(c.is_nullable AS int), CASE WHEN c.default_object_id <> 0 OR c.is_identity = 1 THEN 1 ELSE 0 END, CASE WHEN c.is_computed = 1 OR c.is_identity = 1 OR TYPE_NAME(c.system_type_id) = 'timestamp' THEN 1 ELSE 0 END FROM sys.columns c JOIN sys.objects o ON o.object_id = c.object_id JOIN sys.schemas s ON s.schema_id = o.schema_id WHERE s.name = COALESCE(NULLIF(@p1, ''), SCHEMA_NAME()) AND o.type IN ('U', 'V') AND LOWER(o.name) IN (@p2) ORDER BY o.name, c.column_id;
    1 = 
    2 = extra
SELECT o.name, i.name, CAST(i.is_primary_key AS int), c.name FROM sys.indexes i JOIN sys.objects o ON o.object_id = i.object_id JOIN sys.schemas s ON s.schema_id = o.schema_id JOIN sys.index_columns x ON x.object_id = i.object_id AND x.index_id = i.index_id JOIN sys.columns c ON c.object_id = x.object_id AND c.column_id = x.column_id WHERE s.name = COALESCE(NULLIF(@p1, ''), SCHEMA_NAME()) AND o.type = 'U' AND i.is_unique = 1 AND i.has_filter = 0 AND i.is_disabled = 0 AND x.is_included_column = 0 AND LOWER(o.name) IN (@p2) ORDER BY o.name, i.is_primary_key DESC, i.name, x.key_ordinal;
    1 = 
    2 = extra
SELECT [fcustno], [fcompany], [fcrlimit], CONVERT(varchar(27), [fsince], 121), [timestamp_column] FROM [slcdpm] WHERE [fcustno] = @p1;
    1 = 000001 (mssql.VarChar)
SELECT [l].[fcaliaskey], [l].[fcaddrkey], [l].[fccity], [lj].[fnote] FROM [syaddr] [l] LEFT JOIN [extra] [lj] ON [lj].[fkey] = [l].[fcaddrkey] WHERE [l].[fcaliaskey] = @p1 ORDER BY [l].[fcaddrkey];
    1 = 000001 (mssql.VarChar)

-- changes from now on
SELECT TOP (1) [fcustno], [fcompany], [fcrlimit], CONVERT(varchar(27), [fsince], 121), [timestamp_column] FROM [slcdpm] WHERE [timestamp_column] IS NOT NULL AND [timestamp_column] < MIN_ACTIVE_ROWVERSION() ORDER BY [timestamp_column] DESC;

-- changes since a version
SELECT TOP (5000) [fcustno], [fcompany], [fcrlimit], CONVERT(varchar(27), [fsince], 121), [timestamp_column] FROM [slcdpm] WHERE [timestamp_column] > CONVERT(binary(8), @p1) AND [timestamp_column] < MIN_ACTIVE_ROWVERSION() ORDER BY [timestamp_column];
    1 = 00000000000007d1

-- changes since a time
SELECT TOP (5000) [fcustno], [fcompany], [fcrlimit], CONVERT(varchar(27), [fsince], 121), [timestamp_column], CONVERT(varchar(27), [fcngdate], 121) FROM [slcdpm] WHERE [fcngdate] >= CONVERT(datetime, @p1, 121) AND ([fcngdate] > CONVERT(datetime, @p2, 121) OR ([fcngdate] = CONVERT(datetime, @p3, 121) AND [fcustno] > @p4)) ORDER BY [fcngdate], [fcustno];
    1 = 2026-11-21 10:00:00.123
    2 = 2026-11-21 10:00:00.123
    3 = 2026-11-21 10:00:00.123
    4 = 000042 (mssql.VarChar)

-- create with the highest number plus one
BEGIN
SELECT TOP (0) 1 AS locked FROM [slcdpm] WITH (TABLOCKX, HOLDLOCK);
SELECT TOP (200) [fcustno] FROM [slcdpm] WHERE [fcustno] <= @p1 ORDER BY [fcustno] DESC;
    1 = 999999 (mssql.VarChar)
INSERT INTO [slcdpm] ([fccrmacct], [fcustno], [fcompany], [fcrlimit], [fterr], [ftype]) VALUES (@p1, @p2, @p3, CONVERT(decimal(10, 2), @p4), @p5, @p6);
    1 = TDM000000001 (mssql.VarChar)
    2 = 000001 (mssql.VarChar)
    3 = Alfa s.r.o. (mssql.VarChar)
    4 = 100.5
    5 =  (mssql.VarChar)
    6 = C (mssql.VarChar)
SELECT [fcustno], [fcompany], [fcrlimit], CONVERT(varchar(27), [fsince], 121), [timestamp_column] FROM [slcdpm] WHERE [fcustno] = @p1;
    1 = 000001 (mssql.VarChar)
COMMIT

-- create with a number from a sequence
BEGIN
SELECT NEXT VALUE FOR [customer_numbers];
INSERT INTO [slcdpm] ([fccrmacct], [fcustno], [fcompany], [fcrlimit], [fterr], [ftype]) VALUES (@p1, @p2, @p3, CONVERT(decimal(10, 2), @p4), @p5, @p6);
    1 = TDM000000001 (mssql.VarChar)
    2 = 000042 (mssql.VarChar)
    3 = Alfa s.r.o. (mssql.VarChar)
    4 = 100.5
    5 =  (mssql.VarChar)
    6 = C (mssql.VarChar)
SELECT [fcustno], [fcompany], [fcrlimit], CONVERT(varchar(27), [fsince], 121), [timestamp_column] FROM [slcdpm] WHERE [fcustno] = @p1;
    1 = 000042 (mssql.VarChar)
COMMIT

-- create with the next number of a table
SELECT o.name, CASE o.type WHEN 'U' THEN 't' ELSE 'v' END, COALESCE((SELECT SUM(p.rows) FROM sys.partitions p WHERE p.object_id = o.object_id AND p.index_id < 2), 0), 1 FROM sys.objects o JOIN sys.schemas s ON s.schema_id = o.schema_id WHERE s.name = COALESCE(NULLIF(@p1, ''), SCHEMA_NAME()) AND o.type IN ('U', 'V') AND LOWER(o.name) IN (@p2) ORDER BY o.name;
    1 = 
    2 = sysequ
SELECT o.name, c.name, TYPE_NAME(c.system_type_id) AS base, TYPE_NAME(c.system_type_id) AS declared, CASE WHEN c.max_length < 0 THEN 0 WHEN TYPE_NAME(c.system_type_id) IN ('nchar', 'nvarchar') THEN c.max_length / 2 WHEN TYPE_NAME(c.system_type_id) IN ('char', 'varchar') THEN c.max_length ELSE 0 END, c.precision, c.scale, CAST(c.is_nullable AS int), CASE WHEN c.default_object_id <> 0 OR c.is_identity = 1 THEN 1 ELSE 0 END, CASE WHEN c.is_computed = 1 OR c.is_identity = 1 OR TYPE_NAME(c.system_type_id) = 'timestamp' THEN 1 ELSE 0 END FROM sys.columns c JOIN sys.objects o ON o.object_id = c.object_id JOIN sys.schemas s ON s.schema_id = o.schema_id WHERE s.name = COALESCE(NULLIF(@p1, ''), SCHEMA_NAME()) AND o.type IN ('U', 'V') AND LOWER(o.name) IN (@p2) ORDER BY o.name, c.column_id;
    1 = 
    2 = sysequ
SELECT o.name, i.name, CAST(i.is_primary_key AS int), c.name FROM sys.indexes i JOIN sys.objects o ON o.object_id = i.object_id JOIN sys.schemas s ON s.schema_id = o.schema_id JOIN sys.index_columns x ON x.object_id = i.object_id AND x.index_id = i.index_id JOIN sys.columns c ON c.object_id = x.object_id AND c.column_id = x.column_id WHERE s.name = COALESCE(NULLIF(@p1, ''), SCHEMA_NAME()) AND o.type = 'U' AND i.is_unique = 1 AND i.has_filter = 0 AND i.is_disabled = 0 AND x.is_included_column = 0 AND LOWER(o.name) IN (@p2) ORDER BY o.name, i.is_primary_key DESC, i.name, x.key_ordinal;
    1 = 
    2 = sysequ
BEGIN
SELECT [fcnumber] FROM [sysequ] WITH (UPDLOCK, HOLDLOCK) WHERE [fcclass] = @p1;
    1 = SLCDPM (mssql.VarChar)
UPDATE [sysequ] SET [fcnumber] = @p1 WHERE [fcclass] = @p2;
    1 = 000042 (mssql.VarChar)
    2 = SLCDPM (mssql.VarChar)
INSERT INTO [slcdpm] ([fccrmacct], [fcustno], [fcompany], [fcrlimit], [fterr], [ftype]) VALUES (@p1, @p2, @p3, CONVERT(decimal(10, 2), @p4), @p5, @p6);
    1 = TDM000000001 (mssql.VarChar)
    2 = 000041 (mssql.VarChar)
    3 = Alfa s.r.o. (mssql.VarChar)
    4 = 100.5
    5 =  (mssql.VarChar)
    6 = C (mssql.VarChar)
SELECT [fcustno], [fcompany], [fcrlimit], CONVERT(varchar(27), [fsince], 121), [timestamp_column] FROM [slcdpm] WHERE [fcustno] = @p1;
    1 = 000041 (mssql.VarChar)
COMMIT

-- create with a key of the database
BEGIN
SET NOCOUNT ON; INSERT INTO [slcdpm] ([fccrmacct], [fcompany], [fcrlimit], [fterr], [ftype]) VALUES (@p1, @p2, CONVERT(decimal(10, 2), @p3), @p4, @p5); SELECT [fcustno] FROM [slcdpm] WHERE $IDENTITY = SCOPE_IDENTITY();
    1 = TDM000000001 (mssql.VarChar)
    2 = Alfa s.r.o. (mssql.VarChar)
    3 = 100.5
    4 =  (mssql.VarChar)
    5 = C (mssql.VarChar)
SELECT [fcustno], [fcompany], [fcrlimit], CONVERT(varchar(27), [fsince], 121), [timestamp_column] FROM [slcdpm] WHERE [fcustno] = @p1;
    1 = 000042 (mssql.VarChar)
COMMIT

-- update
BEGIN
UPDATE [slcdpm] SET [fcompany] = @p1, [fsince] = CONVERT(datetime, @p2, 121) WHERE [fcustno] = @p3 AND [fcompany] = @p4 COLLATE Latin1_General_100_BIN2 AND [fcrlimit] = CONVERT(decimal(10, 2), @p5) AND [fsince] IS NULL;
    1 = Alfa s.r.o. (mssql.VarChar)
    2 = 2026-11-21 00:00:00
    3 = 000042 (mssql.VarChar)
    4 = Alfa s.r.o. (mssql.VarChar)
    5 = 100.5
SELECT [fcustno], [fcompany], [fcrlimit], CONVERT(varchar(27), [fsince], 121), [timestamp_column] FROM [slcdpm] WHERE [fcustno] = @p1;
    1 = 000042 (mssql.VarChar)
COMMIT

-- update with a row version
BEGIN
UPDATE [slcdpm] SET [fcompany] = @p1, [fsince] = CONVERT(datetime, @p2, 121) WHERE [fcustno] = @p3 AND [timestamp_column] = CONVERT(binary(8), @p4);
    1 = Alfa s.r.o. (mssql.VarChar)
    2 = 2026-11-21 00:00:00
    3 = 000042 (mssql.VarChar)
    4 = 00000000000007d1
SELECT [fcustno], [fcompany], [fcrlimit], CONVERT(varchar(27), [fsince], 121), [timestamp_column] FROM [slcdpm] WHERE [fcustno] = @p1;
    1 = 000042 (mssql.VarChar)
COMMIT

-- updates that are written alike
BEGIN
UPDATE [slcdpm] SET [fcompany] = @p1, [fsince] = CONVERT(datetime, @p2, 121) WHERE [fcustno] = @p3 AND [fcompany] = @p4 COLLATE Latin1_General_100_BIN2 AND [fcrlimit] = CONVERT(decimal(10, 2), @p5) AND [fsince] IS NULL;
    1 = Alfa s.r.o. (mssql.VarChar)
    2 = 2026-11-21 00:00:00
    3 = 000042 (mssql.VarChar)
    4 = Alfa s.r.o. (mssql.VarChar)
    5 = 100.5
UPDATE [slcdpm] SET [fcompany] = @p1, [fsince] = CONVERT(datetime, @p2, 121) WHERE [fcustno] = @p3 AND [fcompany] = @p4 COLLATE Latin1_General_100_BIN2 AND [fcrlimit] = CONVERT(decimal(10, 2), @p5) AND [fsince] IS NULL;
    1 = Alfa s.r.o. (mssql.VarChar)
    2 = 2026-11-21 00:00:00
    3 = 000043 (mssql.VarChar)
    4 = Alfa s.r.o. (mssql.VarChar)
    5 = 100.5
SELECT [fcustno], [fcompany], [fcrlimit], CONVERT(varchar(27), [fsince], 121), [timestamp_column] FROM [slcdpm] WHERE [fcustno] IN (@p1, @p2);
    1 = 000042 (mssql.VarChar)
    2 = 000043 (mssql.VarChar)
COMMIT

-- delete
BEGIN
DELETE FROM [slcdpm] WHERE [fcustno] = @p1 AND [fcompany] = @p2 COLLATE Latin1_General_100_BIN2 AND [fcrlimit] = CONVERT(decimal(10, 2), @p3) AND [fsince] IS NULL;
    1 = 000042 (mssql.VarChar)
    2 = Alfa s.r.o. (mssql.VarChar)
    3 = 100.5
COMMIT

-- delete by a tombstone
BEGIN
UPDATE [slcdpm] SET [d_e_l_e_t_] = @p1 WHERE [fcustno] = @p2 AND ([d_e_l_e_t_] <> @p3 OR [d_e_l_e_t_] IS NULL) AND [fcompany] = @p4 COLLATE Latin1_General_100_BIN2 AND [fcrlimit] = CONVERT(decimal(10, 2), @p5) AND [fsince] IS NULL;
    1 = * (mssql.VarChar)
    2 = 000042 (mssql.VarChar)
    3 = * (mssql.VarChar)
    4 = Alfa s.r.o. (mssql.VarChar)
    5 = 100.5
COMMIT
