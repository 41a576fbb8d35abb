-- +goose Up
-- Whether anything of a lane was held back here because the sync might not write
-- there: nobody had confirmed it, say. The first run that may looks at everything.
alter table lane_cursor add column held_back boolean not null default false;
