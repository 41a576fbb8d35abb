-- +goose Up
-- A tenth of each page stays free for new versions of its rows: an update then
-- touches no index and no other page. The next version comes to lie beside the
-- one before it when a sync changes a few rows of many, and when people edit.
-- +goose StatementBegin
do $$
declare
	kept record;
begin
	for kept in
		select c.oid::regclass as name from pg_class c
		where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
		and (c.relname = 'link' or exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'updated_by'))
	loop
		execute format('alter table %s set (fillfactor = 90)', kept.name);
	end loop;
end
$$;
-- +goose StatementEnd
