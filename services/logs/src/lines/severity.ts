import { type LogStream, LINE_SEVERITIES, type LineSeverity } from '@tidegate/contracts';

/** In characters: what says how grave a line is stands near its beginning. */
const LOOKED_AT = 160;
/** JSON lines longer than this are not read for their fields. */
const LONGEST_JSON = 16_384;

const WORDS: Readonly<Record<string, LineSeverity>> = {
  trace: 'trace',
  finest: 'trace',
  verbose: 'debug',
  debug: 'debug',
  dbg: 'debug',
  info: 'info',
  information: 'info',
  informational: 'info',
  inf: 'info',
  notice: 'info',
  warn: 'warn',
  warning: 'warn',
  wrn: 'warn',
  err: 'error',
  error: 'error',
  severe: 'error',
  alert: 'fatal',
  crit: 'fatal',
  critical: 'fatal',
  emerg: 'fatal',
  emergency: 'fatal',
  panic: 'fatal',
  dpanic: 'fatal',
  fatal: 'fatal',
};
const KLOG: Readonly<Record<string, LineSeverity>> = { I: 'info', W: 'warn', E: 'error', F: 'fatal' };

const LEVEL_WORD =
  /\b(TRACE|VERBOSE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|ERR|SEVERE|CRIT|CRITICAL|ALERT|EMERG|PANIC|FATAL)\b/;
const LEVEL_FIELD = /(?:^|[\s,{])(?:level|lvl|severity|loglevel)\s?[=:]\s?"?([A-Za-z]{3,13})\b/;
/** As in `[warn] …`, `2030/01/31 00:00:00 [error] …` and `info: …`. */
const LEVEL_MARK = /^[\d\s:./,TZ+\-[\]]{0,40}(?:\[([A-Za-z]{3,13})\]|([a-z]{3,13}):(?:\s|$))/;
const KLOG_HEAD = /^([IWEF])\d{4} \d\d:\d\d:\d\d/;
/** How programs end that say no level. */
const FAILURE =
  /^(?:Traceback \(most recent call last\):|panic: |thread '[^']{0,100}' panicked|Segmentation fault|Killed$|(?:[A-Za-z_][\w.]{0,100})?(?:Error|Exception)(?::|$))/;

/** What it is without any word of its own. Programs write to stderr whatever is not their result, so that alone is no error. */
const BY_STREAM: Readonly<Record<LogStream, LineSeverity>> = {
  stdout: 'info',
  pushed: 'info',
  platform: 'info',
  stderr: 'warn',
};

/** A JSON object on one line; undefined: it is none. */
export const jsonIn = (text: string): Readonly<Record<string, unknown>> | undefined => {
  if (!text.startsWith('{') || !text.endsWith('}') || text.length > LONGEST_JSON) return undefined;
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
};

/** How grave a line is by its own words, else by where it came from. */
export const severityOf = (
  text: string,
  stream: LogStream,
  fields: Readonly<Record<string, unknown>> | undefined,
): LineSeverity => (fields ? ofFields(fields) : ofText(text.slice(0, LOOKED_AT))) ?? BY_STREAM[stream];

const FIELDS = ['level', 'severity', 'lvl', 'levelname', 'log.level', 'severity_text', 'severityText'];

const ofFields = (fields: Readonly<Record<string, unknown>>): LineSeverity | undefined => {
  for (const name of FIELDS) {
    const value = fields[name];
    const found =
      typeof value === 'string' ? ofWord(value) : typeof value === 'number' ? ofNumber(value) : undefined;
    if (found) return found;
  }
  return undefined;
};

/** Levels as numbers are tens from 10 for trace to 60 for fatal. */
const ofNumber = (level: number): LineSeverity | undefined =>
  level >= 10 && level < 70 ? LINE_SEVERITIES[Math.floor(level / 10) - 1] : undefined;

const ofWord = (word: string | undefined): LineSeverity | undefined => {
  const known = word?.toLowerCase();
  return known !== undefined && Object.hasOwn(WORDS, known) ? WORDS[known] : undefined;
};

const ofText = (head: string): LineSeverity | undefined => {
  const [, klog] = KLOG_HEAD.exec(head) ?? [];
  if (klog) return KLOG[klog];
  if (FAILURE.test(head)) return 'error';
  const [, bracketed, prefixed] = LEVEL_MARK.exec(head) ?? [];
  return (
    ofWord(bracketed ?? prefixed) ?? ofWord(LEVEL_FIELD.exec(head)?.[1]) ?? ofWord(LEVEL_WORD.exec(head)?.[1])
  );
};

export const rankOf = (severity: LineSeverity): number => LINE_SEVERITIES.indexOf(severity);
