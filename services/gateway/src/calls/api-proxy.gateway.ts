import { Inject, Injectable } from '@nestjs/common';
import { CONTROL_BODY_LIMIT_BYTES, Refusal } from '@tidegate/contracts';
import { type GatewaySettings, SETTINGS } from '../settings.ts';
import { ByteBudget } from '../waiting/byte-budget.ts';
import { hasBody } from '../wire/request-head.ts';
import { Relay, type RelayEnd } from './relay.gateway.ts';
import { HttpReply } from './reply.gateway.ts';
import { RequestBody } from './request-body.gateway.ts';
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
      reply: new HttpReply(visit.res),
      idleTimeoutMs: this.settings.idleTimeoutMs,
      ownHeaders: () => ['x-request-id', visit.requestId],
      over: (end) => {
        body?.abandon();
        this.#over(visit, relay, end);
      },
    });
    visit.gone = () => {
      relay.cancel();
    };
    if (body)
      body.refused = (refusal) => {
        visit.refuse(refusal);
        relay.cancel();
      };
    const { method } = visit;
    const options = {
      method: method as 'POST',
      path: target,
      headers: headersFor(visit),
      body: body?.stream() ?? null,
      bodyTimeout: IDLE_MS,
      headersTimeout: FIRST_BYTE_MS,
    };
    try {
      this.upstreams.to(this.#origin).dispatch(options, relay);
    } catch {
      throw new Refusal('request.malformed');
    }
  }

  #bodyOf(visit: Visit): RequestBody | undefined {
    // Refused here: the api would answer and hang up while the body is still on its way, and its answer could be lost.
    const limitBytes = Math.min(this.settings.maxBodyBytes, CONTROL_BODY_LIMIT_BYTES);
    if (!hasBody(visit.head)) return undefined;
    if ((visit.head.contentLength ?? 0) > limitBytes) throw new Refusal('request.too_large', { limitBytes });
    return new RequestBody(visit.req, limitBytes, this.#bodies);
  }

  #over(visit: Visit, relay: Relay, end: RelayEnd): void {
    const told = { status: relay.status, bytesOut: relay.bytesOut };
    if (end === 'done') visit.finish('answered', told);
    else if (end === 'cancelled') visit.finish('client_gone', told);
    else if (relay.answered) visit.finish('cut', told);
    else visit.refuse(new Refusal('service.unavailable', { service: 'api' }));
  }
}

/** The api knows the caller by its token and by its address. */
const headersFor = (visit: Visit): string[] => {
  const { head } = visit;
  const headers = visit.headersOnward();
  if (head.authorization !== undefined) headers.push('authorization', head.authorization);
  if (head.contentLength !== undefined) headers.push('content-length', String(head.contentLength));
  return headers;
};
