# A Firebird 3 of its own in $DIRECTORY, listening on loopback only. Arguments are ignored: Firebird takes none like the others.
umask 077
root=$DIRECTORY/root
mkdir "$root" "$DIRECTORY/lock" "$DIRECTORY/databases"
for entry in intl lib plugins firebird.msg; do
	ln -s "$LIBRARY/$entry" "$root/$entry"
done
cat >"$root/firebird.conf" <<CONF
RemoteBindAddress = 127.0.0.1
RemoteServicePort = $PORT
AuthServer = Srp
UserManager = Srp
WireCrypt = Enabled
DatabaseAccess = Full
SecurityDatabase = $root/security3.fdb
CONF
export FIREBIRD="$root" FIREBIRD_CONF="$root" FIREBIRD_LOCK="$DIRECTORY/lock" FIREBIRD_MSG="$root"

# Without a server the tools open the file themselves and ask for no password; that is how the first user comes to be.
"$ISQL" -quiet -user "$USER" <<SQL
create database '$root/security3.fdb';
create user $USER password '$PASSWORD' using plugin Srp;
commit;
SQL

# A port given by -p would undo RemoteBindAddress.
exec "$SERVER" -e "$root" -el "$DIRECTORY/lock"
