/** Where to after signing in: a path of this console, never another site. */
export const wayBack = (next: string | undefined): string =>
  next !== undefined && /^\/(?![/\\])/.test(next) && !next.startsWith('/sign-in') ? next : '/';
