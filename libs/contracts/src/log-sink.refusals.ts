import { refusal } from './refusal-kind.ts';

/** What is refused of log sinks. */
export const logSinkRefusals = {
  'log_sink.not_found': refusal(404, 'NOT_FOUND', 'There is no such log sink', {
    detail: 'No log sink {sinkId} in this project.',
    remedy: 'GET /v1/log-sinks lists the log sinks of the project.',
  }),
  'log_sink.too_many': refusal(403, 'RESOURCE_EXHAUSTED', 'The project has enough log sinks', {
    detail: 'A project may have {most} log sinks, and this one has them.',
    remedy: 'Delete one, or let an existing one take more endpoints.',
  }),
  'log_sink.address_not_allowed': refusal(422, 'FAILED_PRECONDITION', 'Lines cannot be shipped to this URL', {
    detail: 'The URL cannot be used: {problem}.',
    remedy: 'Name a URL that anybody on the internet reaches by http or https.',
  }),
} as const;
