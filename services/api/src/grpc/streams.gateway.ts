import { once } from 'node:events';
import type { ServerWritableStream } from '@grpc/grpc-js';
import type { MethodDefinition } from '@grpc/proto-loader';
import { refuse } from '@tidegate/contracts';
import { type Caller, mustMeet } from '../http/caller.ts';
import type { Callers } from '../http/callers.handler.ts';
import { answerMetadata, headersOf } from './call.gateway.ts';
import type { JsonMessages } from '../rpcs/json-messages.ts';
import { nameOf } from './protos.gateway.ts';
import type { Json } from '../rpcs/rpc.ts';
import { statusOf } from './status.gateway.ts';

type Call = ServerWritableStream<object, object>;

/** What a server stream sends, one JSON for each message. */
export type Streaming = Readonly<{
  items: AsyncIterable<Json>;
  /** Aborted when the client takes nothing any more. */
  stalled?: AbortSignal | undefined;
}>;
/** @param closed aborted when the client has gone, or its deadline is over */
export type OpenStream = (caller: Caller, request: Json, closed: AbortSignal) => Promise<Streaming>;

type Means = Readonly<{
  callers: Callers;
  messages: JsonMessages;
  isOpen: () => boolean;
  /** Aborted when the service stops: streams have no end of their own. */
  stopping: AbortSignal;
}>;

/** One streaming method for who may read. It writes no faster than its client takes. */
export const streaming = (
  { path, requestType, responseType }: MethodDefinition<object, object>,
  open: OpenStream,
  { callers, messages, isOpen, stopping }: Means,
) => {
  const run = async (call: Call, headers: ReturnType<typeof headersOf>): Promise<void> => {
    const closed = new AbortController();
    const close = (): void => {
      closed.abort();
    };
    call.once('cancelled', close).once('close', close).once('error', close);
    stopping.addEventListener('abort', close);
    try {
      if (!isOpen()) refuse('service.unavailable', { service: 'api' });
      const caller = await callers.from({
        authorization: headers.authorization,
        project: headers['x-tidegate-project'],
        requestId: headers['x-request-id'],
      });
      mustMeet(caller, 'read');
      const { items, stalled } = await open(
        caller,
        messages.toJson(nameOf(requestType), call.request),
        closed.signal,
      );
      stalled?.addEventListener('abort', close);
      call.sendMetadata(answerMetadata(caller.requestId));
      for await (const item of items) {
        if (closed.signal.aborted) break;
        const hasRoom = call.write(messages.toMessage(nameOf(responseType), item));
        if (!hasRoom) await once(call, 'drain', { signal: closed.signal });
      }
      if (stopping.aborted) refuse('service.unavailable', { service: 'api' });
    } finally {
      stopping.removeEventListener('abort', close);
      close();
    }
  };
  return (call: Call): void => {
    const headers = headersOf(call.metadata);
    run(call, headers).then(
      () => call.end(),
      (error: unknown) => {
        if (call.cancelled) return;
        // A client that takes nothing is not told why, it would not hear it either.
        const isCut = error instanceof Error && error.name === 'AbortError';
        if (isCut) call.destroy();
        else call.emit('error', statusOf(error, { requestId: headers['x-request-id'], doing: path }));
      },
    );
  };
};
