-- +goose Up
-- Who does not own the tables sees the rows of the account that the transaction
-- names: set_config('tandem.account', ID, true). Without one there is none to see.

-- The account of the transaction.
-- +goose StatementBegin
create function current_account() returns bigint language sql stable as $$
	select nullif(current_setting('tandem.account', true), '')::bigint
$$;
-- +goose StatementEnd

-- Every table that has accounts gets the policy, unless it has it. A migration
-- that adds such a table calls this at its end. The sub-select is run once for a
-- statement and not once for a row; the plus keeps planners, as long as they have
-- no statistics, from indexes that begin with the account.
-- +goose StatementBegin
create function part_accounts() returns void language plpgsql as $$
declare
	part record;
begin
	for part in
		select c.oid::regclass as name, a.attname as account
		from pg_class c join pg_attribute a on a.attrelid = c.oid
		where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and not c.relrowsecurity
		and (a.attname = 'account' or c.relname = 'account' and a.attname = 'id')
	loop
		execute format('alter table %s enable row level security', part.name);
		execute format('create policy account on %s using (+%I = (select current_account()))', part.name, part.account);
	end loop;
end
$$;
-- +goose StatementEnd

select part_accounts();
