import { Inject, Injectable } from '@nestjs/common';
import { CONTROL_BODY_LIMIT_BYTES, Refusal } from '@tidegate/contracts';
import { type GatewaySettings, SETTINGS } from '../settings.ts';
import { ByteBudget } from '../waiting/byte-budget.ts';
import { type HeaderLines, line } from '../wire/header-lines.ts';
import { hasBody } from '../wire/request-head.ts';
import type { IncomingBody } from './exchange.gateway.ts';
import { Relay, type RelayEnd } from './relay.gateway.ts';
import { Upstreams } from './upstreams.gateway.ts';
import type { Visit } from './visit.gateway.ts';

/** A followed log may have nothing to say for long. */
const IDLE_MS = 3_600_000;
const FIRST_BYTE_MS = 330_000;

/** Everything that is no inference path goes to the api as it came, streams included. */
@Injectable()
export class ApiProxy {
  readonly #origin: string;
  readonly #bodies: ByteBudget;

  constructor(
    private readonly upstreams: Upstreams,
    @Inject(SETTINGS) private readonly settings: GatewaySettings,
  ) {
    this.#origin = new URL(settings.apiUrl).origin;
    this.#bodies = new ByteBudget(settings.bodyMemoryBytes);
  }

  handle(visit: Visit, target: string): void {
    const body = this.#bodyOf(visit);
    const relay = new Relay({
      reply: visit.exchange.reply,
      idleTimeoutMs: this.settings.idleTimeoutMs,
      ownHeaders: () => line('x-request-id', visit.requestId),
      over: (end) => {
        body?.abandon();
        this.#over(visit, relay, end);
      },
    });
    const gone = (): void => {
      relay.cancel();
    };
    visit.gone = gone;
    const refused = (refusal: Refusal): void => {
      visit.refuse(refusal);
      relay.cancel();
    };
    if (body) body.refused = refused;
    const { method } = visit;
    const outgoing = {
      method,
      path: target,
      headers: headersFor(visit, body !== undefined && body.atHand === undefined),
      body: body?.atHand ?? body?.stream() ?? null,
      upgrade: undefined,
      firstByteMs: FIRST_BYTE_MS,
      idleMs: IDLE_MS,
    };
    try {
      this.upstreams.send(this.#origin, outgoing, relay);
    } catch {
      throw new Refusal('request.malformed');
    }
  }

  #bodyOf(visit: Visit): IncomingBody | undefined {
    // Refused here: the api would answer and hang up while the body is still on its way, and its answer could be lost.
    const limitBytes = Math.min(this.settings.maxBodyBytes, CONTROL_BODY_LIMIT_BYTES);
    if (!hasBody(visit.head)) return undefined;
    if ((visit.head.contentLength ?? 0) > limitBytes) throw new Refusal('request.too_large', { limitBytes });
    return visit.exchange.body(limitBytes, this.#bodies);
  }

  #over(visit: Visit, relay: Relay, end: RelayEnd): void {
    const told = { status: relay.status, bytesOut: relay.bytesOut };
    if (end === 'done') visit.finish('answered', told);
    else if (end === 'cancelled') visit.finish('client_gone', told);
    else if (relay.answered) visit.finish('cut', told);
    else visit.refuse(new Refusal('service.unavailable', { service: 'api' }));
  }
}

/** The api knows the caller by its token or its session, and by its address. */
const headersFor = (visit: Visit, isStreamed: boolean): HeaderLines => {
  const { head } = visit;
  let lines = visit.headersOnward() + head.forApi;
  if (head.authorization !== undefined) lines += line('authorization', head.authorization);
  // Of any other body whoever writes it says the length.
  if (head.contentLength !== undefined && isStreamed)
    lines += line('content-length', String(head.contentLength));
  return lines;
};
