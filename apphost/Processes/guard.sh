# Runs a command that cannot outlive the app host: bash -c <this> guard SIGNAL SECONDS COMMAND...
# (bash, because dash drops variables whose names it could not use itself, such as those with a hyphen.)
# Standard input is a pipe that only the app host holds. When it closes, because the app host said so or died,
# the command gets SIGNAL, then SECONDS to end, then its whole process group is killed, this watcher included.
# The watcher keeps standard output open, so the app host, reading to its end, knows when the group is gone.
# The command replaces this shell, so its process id is the one the app host sees, and it leads the group; the
# watcher is in that group too, so the number cannot be given to another process while the watcher lives.
signal=$1 seconds=$2
shift 2
exec 3<&0
{
  while read -r _; do :; done
  kill -s "$signal" $$
  tenths=$((seconds * 10))
  while [ $tenths -gt 0 ] && kill -0 $$; do sleep 0.1; tenths=$((tenths - 1)); done
  kill -s KILL -- -$$
} <&3 2>/dev/null &
exec "$@" </dev/null 3<&-
