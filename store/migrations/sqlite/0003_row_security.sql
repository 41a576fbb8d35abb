-- +goose Up
-- Row-level security is PostgreSQL's; SQLite has no roles to bind. The number
-- stays the same for both.
select 1;
