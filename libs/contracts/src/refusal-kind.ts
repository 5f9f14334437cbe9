/** One refusal: what a person reads, and what each protocol answers. `{param}` in `detail` is filled from the refusal's parameters. */
export type RefusalKind = Readonly<{
  status:
    | (400 | 401 | 402 | 403 | 404 | 405 | 408 | 409 | 410 | 412 | 413 | 415 | 422 | 429 | 431)
    | (500 | 502 | 503 | 504);
  grpc:
    | 'INVALID_ARGUMENT'
    | 'UNAUTHENTICATED'
    | 'PERMISSION_DENIED'
    | 'NOT_FOUND'
    | 'ALREADY_EXISTS'
    | 'FAILED_PRECONDITION'
    | 'ABORTED'
    | 'RESOURCE_EXHAUSTED'
    | 'UNAVAILABLE'
    | 'DEADLINE_EXCEEDED'
    | 'INTERNAL';
  title: string;
  detail: string;
  /** What to do about it. */
  remedy: string;
}>;

export const refusal = (
  status: RefusalKind['status'],
  grpc: RefusalKind['grpc'],
  title: string,
  text: Readonly<{ detail: string; remedy: string }>,
): RefusalKind => ({ status, grpc, title, ...text });
