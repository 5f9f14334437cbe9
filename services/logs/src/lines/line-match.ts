import { type LogSearch, refuse } from '@tidegate/contracts';
import { RE2JS, RE2JSException } from 're2js';

/**
 * A test for an expression, in time that grows with the line and with nothing else.
 * @throws Refusal request.invalid that says what is wrong with it
 */
export const matcherOf = ({ text, caseSensitive }: LogSearch): ((line: string) => boolean) => {
  try {
    const expression = RE2JS.compile(text, caseSensitive ? 0 : RE2JS.CASE_INSENSITIVE);
    return (line) => expression.matcher(line).find();
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    return refuse('request.invalid', { count: 1 }, [
      { pointer: '?q', message: `is not an expression in RE2’s syntax: ${error.message}` },
    ]);
  }
};

/** A piece of text as the pattern of LIKE that finds it anywhere. */
export const likePattern = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;
