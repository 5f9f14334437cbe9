/** One thing that is wrong with a request: where (a JSON pointer into it), and what. */
export interface Problem {
  readonly pointer: string;
  readonly message: string;
}

/** A JSON pointer to a member (RFC 6901). */
export const pointerTo = (parent: string, member: string): string =>
  `${parent}/${member.replaceAll('~', '~0').replaceAll('/', '~1')}`;
