# Runs one database server for as long as standard input stays open, then stops it and removes its directory.
#
# Whoever started us holds the other end of standard input. However that process ends, even killed without a chance to
# clean up, the kernel closes the pipe, the watcher below wakes up, and nothing is left behind.
#
# $1: the signal that ends the server at once; $2: the server's directory; the rest goes to the recipe in $RECIPE.
stop=$1 directory=$2
shift 2
cd "$directory" || exit 1

exec 3<&0 </dev/null # the server must not hold the pipe that we watch
sh -euc "$RECIPE" recipe "$@" 3<&- &
server=$!
exec >/dev/null 2>&1 # only the server writes to the log; for us it may be a broken pipe by the time we have to tidy up

# The recipe may be in the middle of its preparations, so TERM goes to the whole process group; we are in it ourselves.
trap '' TERM
(
	read -r _ <&3
	kill -s TERM 0
	kill -s "$stop" "$server"
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		kill -s 0 "$server" || exit 0
		sleep 1
	done
	kill -s KILL "$server"
) &
watcher=$!

wait "$server"
status=$?
kill -s KILL "$watcher"
cd / && rm -rf "$directory"
exit "$status"
