export type { components, operations, paths } from './generated/api.ts';
export { type Client, type ClientOptions, clientOf } from './client.ts';
export { type Watch, type WatchChange, type WatchOptions, type WatchSnapshot, watch } from './watch.ts';
export { ApiError, type FieldError, unwrap } from './errors.ts';
export { eachOf } from './pages.ts';
