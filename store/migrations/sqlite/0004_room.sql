-- +goose Up
-- Room in pages is PostgreSQL's affair; SQLite writes rows over. The number stays
-- the same for both.
select 1;
