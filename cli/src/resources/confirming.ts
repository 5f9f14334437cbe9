import { createInterface } from 'node:readline/promises';
import { type Surroundings, misused } from '../command.ts';
import { Interrupted } from '../exits.ts';
import type { Verb } from './resource.ts';

export type Sure = Readonly<{ yes?: boolean; confirm?: string }>;

/** A question to whoever sits there. @returns what was typed, undefined where nobody can be asked */
export const answerOf = async (
  { isTty, err, input = process.stdin, signal }: Surroundings,
  question: string,
): Promise<string | undefined> => {
  if (isTty?.in !== true || !isTty.err) return undefined;
  const reader = createInterface({ input, output: process.stderr, terminal: true });
  try {
    return (await reader.question(question, signal ? { signal } : {})).trim();
  } catch {
    err('\n');
    throw new Interrupted();
  } finally {
    reader.close();
  }
};

/**
 * Asks whether it is meant, where that is worth a question.
 * @param what like `endpoint chat`
 * @returns the name that was typed, for what must be named
 */
export const sureOf = async (
  around: Surroundings,
  { confirm }: Verb,
  { yes, confirm: typed }: Sure,
  what: string,
): Promise<string | undefined> => {
  if (confirm === undefined || yes === true) return typed;
  if (confirm === 'name') {
    const name = typed ?? (await answerOf(around, `This cannot be undone. Type the name of the ${what}: `));
    if (name === undefined) throw misused(`Say that it is meant: --confirm <name of the ${what}>.`);
    return name;
  }
  const answer = await answerOf(around, `Really, the ${what}? [y/N] `);
  if (answer === undefined && confirm === 'prompt') return undefined;
  if (answer === undefined) throw misused('Say that it is meant: --yes.');
  if (!/^y(?:es)?$/i.test(answer)) throw misused('Nothing was done.');
  return undefined;
};
