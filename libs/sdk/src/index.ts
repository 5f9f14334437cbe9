export type { components, operations, paths } from './generated/api.ts';
export { type Client, type ClientOptions, clientOf } from './client.ts';
export type { Retries } from './retries.ts';
export { type LiveState } from './following.ts';
export {
  type Watch,
  type WatchChange,
  type WatchItem,
  type WatchOptions,
  type WatchSnapshot,
  type WatchWish,
  changesOf,
  watch,
} from './watch.ts';
export { type LogLine, type LogWish, followLogs } from './logs.ts';
export {
  type Endpoint,
  type EndpointState,
  WaitFailedError,
  type WaitWish,
  WaitTimeoutError,
  waitFor,
} from './waits.ts';
export {
  ApiError,
  ConflictError,
  ConnectionError,
  type FieldError,
  ForbiddenError,
  InvalidRequestError,
  NotFoundError,
  ServerError,
  TooManyRequestsError,
  UnauthenticatedError,
  errorOf,
  unwrap,
} from './errors.ts';
export { type ListPath, eachOf, listOf } from './pages.ts';
export { type ServerEvent, eventsOf } from './server-events.ts';
