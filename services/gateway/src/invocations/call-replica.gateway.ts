import { Injectable } from '@nestjs/common';
import { trace } from '@opentelemetry/api';
import type { EventNamed } from '@tidegate/contracts';
import { Delivery } from '../calls/delivery.gateway.ts';
import type { Ending } from '../calls/ending.ts';
import { Means } from '../calls/means.gateway.ts';
import { Tables } from '../calls/tables.gateway.ts';
import type { Endpoint } from '../routing/endpoint.ts';
import { isReadable, readInferenceBody } from '../wire/inference-body.ts';
import { namesModel } from '../wire/route.ts';
import { isValid, writeTraceparent } from '../wire/trace-context.ts';
import { CollectedReply } from './collected-reply.gateway.ts';
import type { TryResult } from './invocation.ts';

type Invoked = EventNamed<'InvocationQueued'>['data'];

/** One try at a replica for an invocation: it waits and is picked like any other request. */
@Injectable()
export class CallReplica {
  constructor(
    private readonly tables: Tables,
    private readonly means: Means,
  ) {}

  /** @returns undefined when the endpoint is no more */
  async call(invoked: Invoked): Promise<TryResult | undefined> {
    if (!this.tables.loaded) return { kind: 'unanswered', problem: 'the routing table is not loaded yet' };
    const endpoint = this.tables.routing.endpoint(invoked.endpointId);
    return endpoint && this.#deliver(endpoint, invoked);
  }

  #deliver(endpoint: Endpoint, invoked: Invoked): Promise<TryResult> {
    const { resultBytes, invocationTryMs } = this.means.settings;
    const reply = new CollectedReply(resultBytes);
    const body = Buffer.from(invoked.bodyBase64, 'base64');
    return new Promise((resolve) => {
      const delivery = new Delivery(
        {
          endpoint,
          method: invoked.method,
          target: invoked.path,
          headers: headersOf(invoked),
          body,
          naming: (model) => named(body, invoked, model),
          holdMs: invocationTryMs,
          reply,
          ownHeaders: () => [],
          over: (ending) => {
            clearTimeout(limit);
            resolve(resultOf(ending, reply));
          },
        },
        this.means,
      );
      const limit = setTimeout(() => {
        delivery.cancel();
      }, invocationTryMs);
      delivery.begin();
    });
  }
}

const named = (body: Buffer, { path, contentType }: Invoked, model: string): Buffer => {
  if (!namesModel(path) || !isReadable(contentType, undefined)) return body;
  try {
    return readInferenceBody(body, contentType).naming(model);
  } catch {
    // It was accepted as something else than text: compressed, for one. The replica may understand it.
    return body;
  }
};

const headersOf = ({ invocationId, contentType }: Invoked): string[] => {
  const headers = ['x-request-id', invocationId];
  if (contentType !== '') headers.push('content-type', contentType);
  const context = trace.getActiveSpan()?.spanContext();
  if (context && isValid(context)) headers.push('traceparent', writeTraceparent(context));
  return headers;
};

const resultOf = (ending: Ending, { status, contentType, body, tooLarge }: CollectedReply): TryResult => {
  switch (ending.kind) {
    case 'answered':
      return { kind: 'answered', status, contentType, body, tooLarge };
    case 'refused':
      return { kind: 'unanswered', problem: ending.refusal.message };
    case 'cut':
      return { kind: 'unanswered', problem: 'the answer broke off' };
    case 'cancelled':
      return { kind: 'unanswered', problem: 'it took too long' };
  }
};
