import { spawn } from 'node:child_process';
import { Socket } from 'node:net';

/**
 * Reads one line. End of file without a line means that the process that started this guard is gone, however it
 * went: then the server is ended, if the pid in its pid file is still the guarded one, and its folder removed when
 * one is given. A shell costs 1 MB; it needs no code of the process it outlives.
 */
const SCRIPT = `
trap '' INT TERM HUP
read -r line && exit 0
recorded=
read -r recorded < "$2"
[ "$recorded" = "$1" ] || exit 0
kill -s "$3" "$1"
# Where nothing clears away orphans, an ended one stays as a zombie.
runs() {
  kill -s 0 "$1" || return 1
  stat=
  [ ! -r "/proc/$1/stat" ] || read -r stat < "/proc/$1/stat"
  case $stat in *') Z '*) return 1 ;; esac
}
tries=0
while runs "$1" && [ $tries -lt 100 ]; do sleep 0.1; tries=$((tries + 1)); done
[ $tries -lt 100 ] || kill -s KILL "$1"
[ -z "$4" ] || rm -rf "$4"
`;

export type Guarded = Readonly<{
  pid: number;
  /** Its first line is the server's pid for as long as the server runs. */
  pidFile: string;
  signal: 'INT' | 'TERM';
  /** Removed once the server has ended. */
  folder?: string | undefined;
}>;

/** Ends the server when this process dies, even by SIGKILL. The answer calls the guard off. */
export const guard = ({ pid, pidFile, signal, folder }: Guarded): (() => void) => {
  const shell = spawn('/bin/sh', ['-c', SCRIPT, 'guard', String(pid), pidFile, signal, folder ?? ''], {
    detached: true,
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // A guard that could not start, or that somebody ended, guards nothing more; the server is none the worse.
  shell.on('error', () => undefined);
  shell.stdin.on('error', () => undefined);
  shell.unref();
  if (shell.stdin instanceof Socket) shell.stdin.unref();
  return () => {
    shell.stdin.end('\n');
  };
};
