import { Inject, Injectable } from '@nestjs/common';
import { targetOf } from '@tidegate/bootstrap';
import {
  type AskOf,
  type LogLineView,
  type LogSinkTest,
  logSinkQuestions as questions,
  refuse,
} from '@tidegate/contracts';
import { causeOf, deriveId } from '@tidegate/eventing';
import { Clock } from '@tidegate/eventing/nest';
import { KNOW_SINKS } from './know-sinks.consumer.ts';
import type { KeptHeaders, LogSinkCommand } from './log-sinks.ts';
import { LogSinks } from './log-sinks.handler.ts';
import { SendLines } from './send-lines.gateway.ts';
import { SINK_SETTINGS, type SinkSettings } from './settings.ts';
import { type Headers, SinkHeaders } from './sink-headers.store.ts';
import { SinkStore } from './sink.store.ts';
import { verdictOf } from './verdict.ts';

type Because = Pick<AskOf<typeof questions.create>, 'commandId' | 'actor' | 'requestId'>;

/** What is not known by then is looked up again with each request. */
const LOOKUP_LIMIT_MS = 1500;

/** Log sinks come, change and go, and so do their headers. */
@Injectable()
export class ChangeSinks {
  @Inject(SINK_SETTINGS) private readonly settings!: SinkSettings;
  @Inject(Clock) private readonly clock!: Clock;

  constructor(
    private readonly sinks: LogSinks,
    private readonly store: SinkStore,
    private readonly headers: SinkHeaders,
    private readonly sender: SendLines,
  ) {}

  async create({
    projectId,
    wish: { headers, ...wish },
    ...because
  }: AskOf<typeof questions.create>): Promise<string> {
    await this.#mustBeAllowed(wish.url);
    const sinkId = deriveId('logSink', because.commandId);
    const kept = await this.#keep(sinkId, headers, because);
    const most = this.settings.perProject;
    await this.#do({ type: 'Create', projectId, sinkId, wish, headers: kept, most }, because);
    return sinkId;
  }

  async change({ projectId, sinkId, wish, ...because }: AskOf<typeof questions.change>): Promise<void> {
    const { headers, ...rest } = wish;
    const { state } = await this.sinks.load(projectId);
    if (!state[sinkId]) refuse('log_sink.not_found', { sinkId });
    if (rest.url !== undefined) await this.#mustBeAllowed(rest.url);
    const kept = headers ? await this.#keep(sinkId, headers, because) : null;
    await this.#do({ type: 'Change', projectId, sinkId, wish: rest, headers: kept }, because);
  }

  async remove({ projectId, sinkId, ...because }: AskOf<typeof questions.remove>): Promise<void> {
    await this.#do({ type: 'Remove', projectId, sinkId }, because);
  }

  /** One line that says what it is, at once and beside all others. */
  async test({ projectId, sinkId }: AskOf<typeof questions.test>): Promise<LogSinkTest> {
    const row = (await this.store.one(projectId, sinkId)) ?? refuse('log_sink.not_found', { sinkId });
    const nowMs = this.clock.nowUs() / 1000;
    const whose = { endpointId: 'test', name: 'tidegate-test' };
    const outcome = await this.sender.send(row, [testLine(nowMs)], whose, new AbortController().signal);
    const verdict = verdictOf(outcome, { lines: 1, failures: 0, nowMs, random: 0 });
    return {
      delivered: verdict.kind === 'taken' && verdict.rejected === 0,
      status: outcome.kind === 'answered' ? outcome.status : null,
      error: verdict.error,
    };
  }

  /** Whoever is answered finds what they did in every list, unless these are far behind: then they find it later. */
  async #do(command: LogSinkCommand, { commandId, actor, requestId }: Because): Promise<void> {
    const cause = causeOf({ commandId, actor, ...(requestId !== null && { requestId }) });
    const { position } = await this.sinks.handle(command.projectId, command, cause);
    await this.store.reached(KNOW_SINKS, position);
  }

  async #keep(sinkId: string, headers: Headers, { commandId }: Because): Promise<KeptHeaders> {
    const headerNames = Object.keys(headers);
    if (headerNames.length === 0) return { headersId: null, headerNames };
    const headersId = deriveId('secret', commandId);
    await this.headers.keep(headersId, sinkId, headers);
    return { headersId, headerNames };
  }

  /** A name that nobody resolves now may be known later; one that leads inside is told so at once. */
  async #mustBeAllowed(url: string): Promise<void> {
    const how = { allowPrivate: this.settings.allowPrivate, signal: AbortSignal.timeout(LOOKUP_LIMIT_MS) };
    const target = await targetOf(url, how).catch(() => undefined);
    if (target && 'refused' in target) refuse('log_sink.address_not_allowed', { problem: target.refused });
  }
}

const testLine = (nowMs: number): LogLineView => ({
  cursor: '0',
  replicaId: null,
  sequence: 0,
  at: new Date(nowMs).toISOString(),
  stream: 'platform',
  severity: 'info',
  text: 'Somebody tries this log sink out.',
  traceId: null,
  requestId: null,
  attributes: null,
});
