/**
 * Stands between the agent and a replica's program, as the leader of the replica's process group.
 * - It runs the program only when told so: an agent that dies before it has written down the process id closes the
 *   pipe, and nothing has run that nobody knows of.
 * - It outlives the signals that the group gets, to write down the exit code for whichever agent is there then.
 * - In the end it kills its whole group, itself too. As long as it lives no other group can have the same id, so what
 *   the program left behind ends, and nothing else.
 * A handler, not '': what a shell ignores its children ignore too.
 */
const SCRIPT = `
trap : TERM INT HUP QUIT
read -r go || exit 0
exit_file=$1
shift
"$@" </dev/null
echo $? >"$exit_file"
kill -KILL 0
`;

export const SHELL = '/bin/sh';
/** What tells the wrapper to run the program. */
export const GO = 'go\n';

/** What follows the shell on its command line. */
export const wrapperArgs = (exitFile: string, command: string, args: readonly string[]): string[] => [
  '-c',
  SCRIPT,
  'tidegate-replica',
  exitFile,
  command,
  ...args,
];

/** Of the wrapper's report; null for one that is missing or was cut off by a kill. */
export const parseExitCode = (text: string | undefined): number | null => {
  const code = /^(\d{1,3})\n$/.exec(text ?? '')?.[1];
  return code === undefined ? null : Number(code);
};
