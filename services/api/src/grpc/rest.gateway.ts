import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { type FieldProblem, type Problem, REFUSALS, type RefusalCode } from '@tidegate/contracts';
import type { FastifyInstance } from 'fastify';
import { inProcess } from '../edge/in-process.gateway.ts';
import type { Answered, Asked, Json } from '../rpcs/rpc.ts';

export type CallHeaders = Readonly<Record<string, string>>;

/** What a refusal says, in the words of the problem details. */
export type Said = Readonly<{
  code: RefusalCode;
  message: string;
  remedy: string;
  problems: readonly FieldProblem[];
  requestId: string;
}>;

/** REST has refused a call. */
export class RestRefusal extends Error {
  constructor(readonly said: Said) {
    super(said.message);
  }
}

/** The REST API of this very process, without a socket: the whole way of a request, from its token to its refusal. */
@Injectable()
export class Rest {
  constructor(private readonly host: HttpAdapterHost) {}

  /** Requests are taken only when they would be over HTTP, too. */
  get isOpen(): boolean {
    return (this.host.httpAdapter.getHttpServer() as { listening: boolean }).listening;
  }

  /**
   * @param gone aborted when nobody waits for the answer any more: what only waits then ends, too
   * @throws RestRefusal
   */
  async call(asked: Asked, callHeaders: CallHeaders, gone: AbortSignal): Promise<Answered> {
    const response = await inProcess.run(gone, () => this.#inject(asked, callHeaders));
    const isJson = String(response.headers['content-type']).includes('json');
    const json: Json = isJson && response.payload !== '' ? response.json<Json>() : {};
    if (response.statusCode >= 400) throw refusedBy(json);
    return { body: json, text: response.payload, headers: response.headers };
  }

  #inject({ method, path, query, headers, body }: Asked, callHeaders: CallHeaders) {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    return fastify.inject({
      method,
      url: path,
      ...(query && { query: textsOf(query) }),
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
        ...callHeaders,
      },
      ...(body !== undefined && { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  }
}

const textsOf = (query: Json): Record<string, string> =>
  Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)]));

const refusedBy = (answer: Json): Error => {
  const { code, detail, remedy, requestId, errors = [] } = answer as Problem;
  return Object.hasOwn(REFUSALS, code)
    ? new RestRefusal({ code, message: detail, remedy, problems: errors, requestId })
    : new Error(`REST answered ${JSON.stringify(answer).slice(0, 200)}`);
};
