import { trace } from '@opentelemetry/api';
import type { LoggerService } from '@nestjs/common';
import { type DestinationStream, type Logger as Pino, type LoggerOptions, pino } from 'pino';
import { redactFields, redactText } from './redact.ts';

/** Nest's own chatter about modules and routes is for whoever debugs the start. */
const CHATTER = new Set([
  'InstanceLoader',
  'RouterExplorer',
  'RoutesResolver',
  'NestFactory',
  'NestApplication',
  'NestMicroservice',
  'ServerController',
]);

/** JSON lines on stdout: `time level service context traceId msg` and the fields of the object that was logged. */
export class JsonLogger implements LoggerService {
  readonly #pino: Pino;

  constructor(service: string, level: string, to?: DestinationStream) {
    const options: LoggerOptions = {
      level,
      base: { service },
      messageKey: 'msg',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: (fields) => redactFields(fields) },
      // Made safe by then: pino's own would take it for an error and put its parts together anew.
      serializers: { err: (error: unknown) => error },
      mixin: () => {
        const traceId = trace.getActiveSpan()?.spanContext().traceId;
        return traceId ? { traceId } : {};
      },
    };
    this.#pino = to ? pino(options, to) : pino(options);
  }

  log(message: unknown, ...rest: unknown[]): void {
    this.#write(CHATTER.has(String(rest.at(-1))) ? 'debug' : 'info', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.#write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.#write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.#write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.#write('debug', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.#write('fatal', message, rest);
  }

  /** Nest hands over (message, …more, context); with an object first, the text is the second. */
  #write(
    level: 'error' | 'warn' | 'info' | 'debug' | 'fatal',
    message: unknown,
    rest: readonly unknown[],
  ): void {
    const context = rest.at(-1);
    const more = rest.slice(0, -1).filter((part) => part !== undefined);
    const text = (value: unknown): string => redactText(typeof value === 'string' ? value : String(value));
    if (message instanceof Error) this.#pino[level]({ context, err: message }, text(message.message));
    else if (typeof message === 'object' && message !== null)
      this.#pino[level]({ context, ...message }, more.map(text).join(' '));
    else
      this.#pino[level](
        more.length > 0 ? { context, detail: more.map(text).join(' ') } : { context },
        text(message),
      );
  }
}
