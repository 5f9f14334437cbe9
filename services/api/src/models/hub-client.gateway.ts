import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '@tidegate/eventing/nest';
import { API_SETTINGS, type ApiSettings } from '../http/settings.ts';
import { BoundedCache } from './bounded-cache.ts';
import { Circuit } from './circuit.ts';
import { type HubAnswer, configIn, isHubId, isRevision, modelIn, refusalIn } from './hub-answer.ts';
import { type HubReply, Unusable, askHub } from './hub-request.gateway.ts';

/** For both requests of a model together. */
const WITHIN_MS = 2000;
const PAUSE_MS = 60_000;
const MOST_AT_ONCE = 32;
const MOST_REMEMBERED = 500;
const MODEL_LIMIT_BYTES = 4 * 1024 * 1024;
const CONFIG_LIMIT_BYTES = 1024 * 1024;
/** What is there changes seldom; what is not may come soon. */
const FOUND_FOR_MS = 10 * 60_000;
const OTHERWISE_FOR_MS = 60_000;

/** Asks the model hub what a model is. Never throws, and never takes longer than two seconds. */
@Injectable()
export class HubClient implements OnApplicationShutdown {
  readonly #log = new Logger('hub-client');
  readonly #remembered = new BoundedCache<HubAnswer>(MOST_REMEMBERED);
  readonly #asking = new Map<string, Promise<HubAnswer>>();
  readonly #circuit = new Circuit(PAUSE_MS);
  readonly #stopped = new AbortController();
  readonly #hub: ApiSettings['hub'];

  constructor(
    @Inject(API_SETTINGS) { hub }: Pick<ApiSettings, 'hub'>,
    private readonly clock: Clock,
  ) {
    this.#hub = hub;
  }

  onApplicationShutdown(): void {
    this.#stopped.abort();
  }

  /** @param revision branch, tag or commit; null: the model’s default. However many ask for the same, the hub is asked once. */
  find(model: string, revision: string | null): Promise<HubAnswer> {
    if (!isHubId(model) || (revision !== null && !isRevision(revision)))
      return Promise.resolve({ kind: 'missing' });
    const key = `${model}@${revision ?? ''}`;
    const known = this.#remembered.get(key, this.#nowMs());
    if (known) return Promise.resolve(known);
    const asked = this.#asking.get(key);
    if (asked) return asked;
    if (this.#asking.size >= MOST_AT_ONCE)
      return Promise.resolve(unknown('too many models are asked for at once', false));
    if (!this.#circuit.mayAsk(this.#nowMs()))
      return Promise.resolve(unknown('the model hub did not answer a moment ago', true));
    const asking = this.#ask(model, revision)
      .then((answer) => this.#remember(key, answer))
      .finally(() => this.#asking.delete(key));
    this.#asking.set(key, asking);
    return asking;
  }

  async #ask(model: string, revision: string | null): Promise<HubAnswer> {
    const signal = AbortSignal.any([this.#stopped.signal, AbortSignal.timeout(WITHIN_MS)]);
    const at = revision === null ? '' : `/revision/${encodeURIComponent(revision)}`;
    const from = encodeURIComponent(revision ?? 'main');
    const [described, config] = await Promise.allSettled([
      this.#get(`api/models/${model}${at}?blobs=true`, MODEL_LIMIT_BYTES, signal),
      this.#get(`${model}/resolve/${from}/config.json`, CONFIG_LIMIT_BYTES, signal),
    ]);
    if (described.status === 'rejected') return this.#notAnswered(described.reason);
    return this.#answer(described.value, config.status === 'fulfilled' ? config.value : null);
  }

  #get(path: string, limitBytes: number, signal: AbortSignal): Promise<HubReply> {
    const { url, token } = this.#hub;
    return askHub({ url: new URL(path, url.endsWith('/') ? url : `${url}/`), token, limitBytes, signal });
  }

  #answer(described: HubReply, config: HubReply | null): HubAnswer {
    const refusal = refusalIn(described.status, described.errorCode);
    if (refusal === 'failed') return this.#notAnswered(new Error(`it answers ${described.status}`));
    this.#circuit.answered();
    if (refusal !== null) return { kind: refusal };
    const model = modelIn(described.body);
    if (!model) return unknown('the hub describes the model in a way that is not understood', false);
    const isReadable = config === null || refusalIn(config.status, config.errorCode) !== 'refused';
    return { kind: 'found', model, config: configIn(config?.body), isReadable };
  }

  /** Told once, until it answers again. */
  #notAnswered(error: unknown): HubAnswer {
    const why = error instanceof Error ? error.message : String(error);
    if (error instanceof Unusable) {
      this.#circuit.answered();
      return unknown(why, false);
    }
    if (this.#circuit.failed(this.#nowMs()) && !this.#stopped.signal.aborted)
      this.#log.warn(
        { event: 'hub.unreachable', error: why },
        'the model hub does not answer: sizes are taken from names',
      );
    return unknown('the model hub does not answer', true);
  }

  #remember(key: string, answer: HubAnswer): HubAnswer {
    const isWhole = answer.kind === 'found' && answer.config !== null;
    const isUnreachable = answer.kind === 'unknown' && answer.isUnreachable;
    // The circuit remembers that nobody answers, for all models at once.
    if (!isUnreachable)
      this.#remembered.set(key, answer, this.#nowMs() + (isWhole ? FOUND_FOR_MS : OTHERWISE_FOR_MS));
    return answer;
  }

  #nowMs(): number {
    return this.clock.monotonicUs() / 1000;
  }
}

const unknown = (why: string, isUnreachable: boolean): HubAnswer => ({ kind: 'unknown', why, isUnreachable });
