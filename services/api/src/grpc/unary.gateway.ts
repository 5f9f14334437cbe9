import type { ServerUnaryCall, sendUnaryData } from '@grpc/grpc-js';
import type { MethodDefinition } from '@grpc/proto-loader';
import { refuse } from '@tidegate/contracts';
import { type CallHeaders, answerMetadata, headersOf } from './call.gateway.ts';
import type { JsonMessages } from '../rpcs/json-messages.ts';
import { nameOf } from './protos.gateway.ts';
import type { Rest } from './rest.gateway.ts';
import type { Rpc } from '../rpcs/rpc.ts';
import { serviceError } from './status.gateway.ts';

type Call = ServerUnaryCall<object, object>;

/** One method: message to JSON, the REST operation, JSON to message. When the client or its deadline is gone, nobody is answered. */
export const unary = (
  { path, requestType, responseType }: MethodDefinition<object, object>,
  { ask, answer }: Rpc,
  { rest, messages }: Readonly<{ rest: Rest; messages: JsonMessages }>,
) => {
  const run = async (call: Call, headers: CallHeaders): Promise<object> => {
    const gone = new AbortController();
    call.once('cancelled', () => {
      gone.abort();
    });
    if (!rest.isOpen) refuse('service.unavailable', { service: 'api' });
    const request = messages.toJson(nameOf(requestType), call.request);
    const answered = await rest.call(ask(request), headers, gone.signal);
    return messages.toMessage(nameOf(responseType), answer(answered));
  };
  return (call: Call, done: sendUnaryData<object>): void => {
    if (call.cancelled) return;
    const headers = headersOf(call.metadata);
    const requestId = headers['x-request-id'];
    run(call, headers).then(
      (message) => {
        if (call.cancelled) return;
        call.sendMetadata(answerMetadata(requestId));
        done(null, message);
      },
      (error: unknown) => {
        if (!call.cancelled) done(serviceError(error, { requestId, doing: path }));
      },
    );
  };
};
