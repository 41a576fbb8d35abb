# A MariaDB of its own in $DIRECTORY, listening on loopback only. Arguments are passed on to the server.
umask 077
cat >"$DIRECTORY/users.sql" <<SQL
create user '$USER'@'127.0.0.1' identified by '$PASSWORD';
grant all privileges on *.* to '$USER'@'127.0.0.1' with grant option;
SQL
"$INSTALLER" --no-defaults --datadir="$DIRECTORY/data" --auth-root-authentication-method=socket \
	--skip-test-db --skip-name-resolve >/dev/null
exec "$SERVER" --no-defaults --datadir="$DIRECTORY/data" --init-file="$DIRECTORY/users.sql" \
	--bind-address=127.0.0.1 --port="$PORT" --socket="$DIRECTORY/socket" --pid-file="$DIRECTORY/pid" \
	--skip-name-resolve --character-set-server=utf8mb4 --collation-server=utf8mb4_unicode_ci \
	--max-connections=200 --innodb-buffer-pool-size=128M --performance-schema=OFF "$@"
