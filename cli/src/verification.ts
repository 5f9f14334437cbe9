import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Surroundings } from './command.ts';
import { Failed } from './exits.ts';

/** What checks the books lies beside this program, where the platform itself runs. */
const PROGRAM = fileURLToPath(new URL('../../tools/verify-billing.ts', import.meta.url));

/** Computes every bill and invoice anew from the log, as `npm run billing:verify` does. It reads the database, not the API. */
export const verifyBilling = async (
  words: readonly string[],
  { out, err }: Pick<Surroundings, 'out' | 'err'>,
): Promise<void> => {
  if (!existsSync(PROGRAM))
    throw new Failed([
      'The books are checked where the platform runs, and it is not here.',
      'Run tidegate billing verify on its machine, or npm run billing:verify in its folder.',
    ]);
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    const child = spawn(process.execPath, [PROGRAM, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.setEncoding('utf8').on('data', out);
    child.stderr.setEncoding('utf8').on('data', err);
    child.once('error', reject).once('close', resolve);
  });
  if (exitCode !== 0) throw new Failed(['The books could not be verified, or do not agree: see above.']);
};
