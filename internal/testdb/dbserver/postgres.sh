# A PostgreSQL of its own in $DIRECTORY, listening on loopback only. Arguments are passed on to the server.
umask 077
printf '%s' "$PASSWORD" >"$DIRECTORY/password"
"$PROGRAMS/initdb" --pgdata="$DIRECTORY/data" --username="$USER" --pwfile="$DIRECTORY/password" \
	--auth=password --encoding=UTF8 --locale=C.UTF-8 --no-sync >/dev/null
exec "$PROGRAMS/postgres" -D "$DIRECTORY/data" -p "$PORT" \
	-c listen_addresses=127.0.0.1 -c unix_socket_directories="$DIRECTORY" \
	-c max_connections=200 -c shared_buffers=128MB -c max_wal_size=2GB -c timezone=UTC "$@"
