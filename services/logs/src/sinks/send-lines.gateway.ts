import { Inject, Injectable } from '@nestjs/common';
import { type OutboundTarget, pinnedTo, targetOf } from '@tidegate/bootstrap';
import { type LogLineView, maskSecrets } from '@tidegate/contracts';
import { decodeWire, encodeWire } from '@tidegate/bootstrap/log-wire';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { Agent, type Dispatcher, request } from 'undici';
import { type Named, lokiOf, otlpOf } from './sent-line.ts';
import { SINK_SETTINGS, type SinkSettings } from './settings.ts';
import { type Headers, SinkHeaders } from './sink-headers.store.ts';
import type { SinkRow } from './sink-view.ts';
import type { Outcome } from './verdict.ts';

export type Receiver = Pick<SinkRow, 'sink_id' | 'kind' | 'url' | 'headers_id'>;
type Letter = Readonly<{ contentType: string; body: Buffer }>;
type Answer = Pick<Dispatcher.ResponseData, 'headers' | 'body'>;

const zipped = promisify(gzip);
const PROTOBUF = 'application/x-protobuf';
/** What is read of an answer. */
const MOST_ANSWER_BYTES = 64 * 1024;

/** Hands lines to a receiver. Its address is looked up once, judged, and then connected to: no redirects, no second lookup. */
@Injectable()
export class SendLines {
  constructor(
    private readonly headers: SinkHeaders,
    @Inject(SINK_SETTINGS) private readonly settings: SinkSettings,
  ) {}

  /** @param stop ends it before its time */
  async send(to: Receiver, lines: readonly LogLineView[], whose: Named, stop: AbortSignal): Promise<Outcome> {
    const { allowPrivate, timeoutSeconds } = this.settings;
    const timeout = AbortSignal.timeout(timeoutSeconds * 1000);
    const signal = AbortSignal.any([timeout, stop]);
    try {
      const target = await targetOf(to.url, { allowPrivate, signal });
      if ('refused' in target) return { kind: 'refused', error: target.refused };
      const own = to.headers_id === null ? {} : await this.headers.open(to.headers_id, to.sink_id);
      return await this.#post(target, await letterOf(to, lines, whose), own, signal);
    } catch (error) {
      const words = timeout.aborted ? 'the receiver took too long' : wordsOf(error);
      return { kind: 'unreachable', error: words };
    }
  }

  async #post(
    { url, address }: OutboundTarget,
    { contentType, body }: Letter,
    own: Headers,
    signal: AbortSignal,
  ): Promise<Outcome> {
    const agent = new Agent({ connect: { lookup: pinnedTo(address) } });
    try {
      const answer = await request(url, {
        method: 'POST',
        dispatcher: agent,
        signal,
        headers: {
          ...own,
          'content-type': contentType,
          'content-encoding': 'gzip',
          'user-agent': 'Tidegate-Logs/1',
        },
        body,
      });
      const bytes = await beginningOf(answer.body);
      const { rejected, words } = saidIn(bytes, answer, contentType === PROTOBUF);
      return {
        kind: 'answered',
        status: answer.statusCode,
        retryAfter: String(answer.headers['retry-after'] ?? '') || null,
        rejected,
        words: without(Object.values(own), words),
      };
    } finally {
      await agent.destroy();
    }
  }
}

const letterOf = async ({ kind }: Receiver, lines: readonly LogLineView[], whose: Named): Promise<Letter> => {
  switch (kind) {
    case 'otlp':
      return { contentType: PROTOBUF, body: await zipped(encodeWire('ExportLogs', otlpOf(lines, whose))) };
    case 'loki':
      return { contentType: 'application/json', body: await zipped(JSON.stringify(lokiOf(lines, whose))) };
  }
};

const beginningOf = async (body: Answer['body']): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > MOST_ANSWER_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, MOST_ANSWER_BYTES);
};

/** OTLP tells in its answer what it took only in part; everybody else may say anything. */
const saidIn = (
  bytes: Buffer,
  { headers }: Answer,
  isOtlp: boolean,
): Readonly<{ rejected: number; words: string }> => {
  const isProtobuf = String(headers['content-type'] ?? '').startsWith(PROTOBUF);
  if (!isOtlp) return { rejected: 0, words: bytes.toString('utf8') };
  try {
    const answer = isProtobuf
      ? decodeWire('ExportedLogs', bytes)
      : (JSON.parse(bytes.toString('utf8')) as Partial);
    const { rejectedLogRecords, errorMessage } = (answer as Partial).partialSuccess ?? {};
    if (Number(rejectedLogRecords) > 0)
      return { rejected: Number(rejectedLogRecords), words: errorMessage ?? '' };
  } catch {
    // Words for people, or nothing.
  }
  return { rejected: 0, words: isProtobuf ? '' : bytes.toString('utf8') };
};

type Partial = Readonly<{ partialSuccess?: { rejectedLogRecords?: string | number; errorMessage?: string } }>;

/** A receiver may quote what it was sent. */
const without = (values: readonly string[], words: string): string =>
  maskSecrets(
    values.reduce((masked, value) => (value === '' ? masked : masked.replaceAll(value, '[masked]')), words),
  );

const wordsOf = (error: unknown): string =>
  error instanceof Error ? error.message || error.name : String(error);
