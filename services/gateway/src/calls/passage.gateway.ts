import type { Refusal } from '@tidegate/contracts';
import type { Endpoint } from '../routing/endpoint.ts';
import { eventOf, keptAliveBy } from '../waiting/keep-alive-chunk.ts';
import { retryAfterMs } from '../waiting/retry-after.ts';
import { errorBody } from '../wire/answer.ts';
import { sandboxFor, withoutSession } from '../wire/browser-safety.ts';
import { type HeaderLines, line, withoutNames } from '../wire/header-lines.ts';
import { holdAskedMs, isOurToken } from '../wire/request-head.ts';
import { Delivery, type Order } from './delivery.gateway.ts';
import type { Ending } from './ending.ts';
import type { IncomingBody, Reply } from './exchange.gateway.ts';
import { HeldReply } from './held-reply.gateway.ts';
import type { Means } from './means.gateway.ts';
import { toldOf } from './told.gateway.ts';
import type { Told, Visit } from './visit.gateway.ts';

/** What the caller asks for beside an answer: a stream of tokens, another protocol on its connection, a model of the replica's. */
export type Wants = Readonly<{
  stream?: boolean;
  upgrade?: Readonly<{ protocol: string; reply: Reply }> | undefined;
  naming?: Order['naming'];
  affinityKey?: number | undefined;
}>;

/** A stream that may have begun plainly must go on so. */
const ENCODINGS: ReadonlySet<string> = new Set(['accept-encoding']);

const NOT_WAITED = 'queue;dur=0.0, wake;dur=0.0';

/** As `toFixed(1)` would have it, in a fraction of the time. */
const tenths = (ms: number): string => {
  const whole = Math.round(ms * 10);
  return `${String(Math.floor(whole / 10))}.${String(whole % 10)}`;
};

/** A visit on its way to a replica: the visit's head becomes an order, and the order's end becomes the visit's answer. */
export class Passage {
  #body: IncomingBody | undefined;
  #delivery: Delivery | undefined;
  #reply: Reply | undefined;
  #isStream = false;

  constructor(
    private readonly visit: Visit,
    private readonly means: Means,
  ) {
    const gone = (): void => {
      this.#gone();
    };
    visit.gone = gone;
  }

  /** The body is the passage's to give back, however it ends. */
  owns(body: IncomingBody): void {
    this.#body = body;
    this.visit.body = body;
    const refused = (refusal: Refusal): void => {
      if (this.#delivery) this.#delivery.refuse(refusal);
      else this.#refuse(refusal);
    };
    body.refused = refused;
  }

  begin(endpoint: Endpoint, target: string, body: Order['body'], wants: Wants = {}): void {
    this.#isStream = wants.stream === true || wants.upgrade !== undefined;
    const held = wants.stream === true ? this.#heldReply(endpoint, target) : undefined;
    const reply = (this.#reply = wants.upgrade?.reply ?? held ?? this.visit.exchange.reply);
    const order: Order = {
      endpoint,
      method: this.visit.method,
      target,
      headers: this.#headersFor(endpoint, body, held !== undefined),
      body,
      naming: wants.naming,
      readsUsage: wants.naming !== undefined,
      affinityKey: wants.affinityKey,
      allowance: this.visit.allowance,
      upgrade: wants.upgrade?.protocol,
      holdMs: this.#holdMs(endpoint, held !== undefined),
      reply,
      trace: this.visit.trace,
      ownHeaders: (delivery) => {
        this.visit.trace.firstByte();
        // A replica answers: what is held of the body is not needed for another try.
        if (Buffer.isBuffer(body)) this.#body?.release();
        return this.#ownHeaders(delivery);
      },
      waits:
        held &&
        ((isWaiting) => {
          if (isWaiting) held.wait();
          else held.stopWaiting();
        }),
      over: (ending) => {
        this.#over(ending);
      },
    };
    this.#delivery = new Delivery(order, this.means);
    this.#delivery.begin();
  }

  /** While replicas are being replaced a request is no less wanted for having come between two of them. */
  #holdMs({ isReplacing }: Endpoint, isStream: boolean): number {
    const { holdMs, longestHoldMs } = this.means.settings;
    return holdAskedMs(this.visit.head, longestHoldMs) ?? (isStream || isReplacing ? longestHoldMs : holdMs);
  }

  #heldReply(endpoint: Endpoint, target: string): HeldReply | undefined {
    const kind = keptAliveBy(target);
    if (!kind) return undefined;
    const { requestId, atMs, exchange } = this.visit;
    const { silenceMs, keepAliveMs } = this.means.settings;
    const { model } = endpoint.configured;
    const facts = { requestId, model, createdAtSeconds: Math.floor(atMs / 1000) };
    const ownHeaders = (): HeaderLines => this.visit.limitHeaders();
    return new HeldReply(exchange.reply, { kind, facts, silenceMs, keepAliveMs, ownHeaders });
  }

  #headersFor(endpoint: Endpoint, body: Order['body'], isHeld: boolean): HeaderLines {
    const lines = this.#headers(endpoint, body);
    return isHeld ? withoutNames(lines, ENCODINGS) : lines;
  }

  #headers(endpoint: Endpoint, body: Order['body']): HeaderLines {
    const { head } = this.visit;
    const onward = this.visit.headersOnward();
    let lines = head.holdsSession ? withoutSession(onward) : onward;
    const { isPublic } = endpoint.configured;
    if (head.authorization !== undefined && isPublic && !isOurToken(head.authorization))
      lines += line('authorization', head.authorization);
    if (body !== null && !Buffer.isBuffer(body) && head.contentLength !== undefined)
      lines += line('content-length', String(head.contentLength));
    return lines;
  }

  #ownHeaders({ relay, replica, queueMs, wakeMs }: Delivery): HeaderLines {
    const ttfbMs = relay ? performance.now() - relay.sentAtMs : 0;
    const waited =
      queueMs + wakeMs > 0 ? `queue;dur=${tenths(queueMs)}, wake;dur=${tenths(wakeMs)}` : NOT_WAITED;
    const timing = `${waited}, ttfb;dur=${tenths(ttfbMs)}`;
    return (
      `x-request-id: ${this.visit.requestId}\r\nx-tidegate-replica: ${replica?.id ?? ''}\r\n` +
      `server-timing: ${timing}\r\n` +
      (this.visit.head.wantsPage ? sandboxFor(this.visit.url) : '') +
      this.visit.limitHeaders()
    );
  }

  #over(ending: Ending): void {
    switch (ending.kind) {
      case 'answered':
        this.#end('answered');
        break;
      case 'cut':
        this.visit.exchange.reply.cut();
        this.#end('cut');
        break;
      case 'cancelled':
        this.#end('client_gone');
        break;
      case 'refused':
        this.#refuse(ending.refusal);
        break;
    }
  }

  #refuse(refusal: Refusal): void {
    this.#body?.abandon();
    const reply = this.#reply;
    if (reply instanceof HeldReply && reply.begun) {
      reply.fail(eventOf(errorBody(refusal)));
      this.visit.finish('refused', { ...this.#told(), status: 200, code: refusal.code });
      return;
    }
    if (reply instanceof HeldReply) reply.stopWaiting();
    this.visit.refuse(refusal, this.#retryAfterMs(), this.#told());
  }

  #retryAfterMs(): number {
    const delivery = this.#delivery;
    const startMs = this.visit.endpoint?.startMs ?? null;
    const sinceMs = delivery?.firstWaitedAtMs ?? 0;
    return retryAfterMs(startMs, sinceMs > 0 ? performance.now() - sinceMs : 0);
  }

  #end(outcome: 'answered' | 'cut' | 'client_gone'): void {
    this.#body?.abandon();
    if (outcome !== 'answered' && this.#reply instanceof HeldReply) this.#reply.cut();
    this.visit.finish(outcome, this.#told());
  }

  #told(): Told {
    const bytesIn = this.#body?.bytes ?? 0;
    const delivery = this.#delivery;
    if (!delivery) return { bytesIn };
    const told = toldOf(delivery, this.visit.arrivedAtMs);
    told.bytesIn = bytesIn;
    told.stream = this.#isStream;
    return told;
  }

  #gone(): void {
    if (this.#delivery) this.#delivery.cancel();
    else this.#end('client_gone');
  }
}
