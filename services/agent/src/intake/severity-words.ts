import { LINE_SEVERITIES, type LineSeverity } from '@tidegate/contracts';

const WORDS: Readonly<Record<string, LineSeverity>> = {
  trace: 'trace',
  debug: 'debug',
  info: 'info',
  information: 'info',
  notice: 'info',
  warn: 'warn',
  warning: 'warn',
  err: 'error',
  error: 'error',
  critical: 'fatal',
  crit: 'fatal',
  fatal: 'fatal',
  alert: 'fatal',
  emergency: 'fatal',
  panic: 'fatal',
};

/** How grave a word says that a line is, e.g. `WARN2`; null: it does not. */
export const severityOfWord = (word: unknown): LineSeverity | null => {
  const plain = typeof word === 'string' ? word.slice(0, 20).toLowerCase().replace(/\d$/, '') : '';
  return Object.hasOwn(WORDS, plain) ? (WORDS[plain] ?? null) : null;
};

/** OTLP’s 1 to 24, four to each of ours; or its name for one, e.g. `SEVERITY_NUMBER_WARN2`. */
export const severityOfNumber = (number: unknown): LineSeverity | null => {
  if (typeof number === 'string' && number.startsWith('SEVERITY_NUMBER_'))
    return severityOfWord(number.slice('SEVERITY_NUMBER_'.length));
  const value = Number(number);
  return Number.isInteger(value) && value >= 1
    ? (LINE_SEVERITIES[Math.floor((value - 1) / 4)] ?? null)
    : null;
};
