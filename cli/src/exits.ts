/** What the program ends with. */
export const EXIT = {
  done: 0,
  /** Refused or failed. */
  failed: 1,
  /** Not understood. */
  misused: 2,
  notFound: 3,
  /** Nobody, or not allowed to. */
  unauthorized: 4,
  /** It is not as it was thought to be. */
  conflict: 5,
  /** What was waited for did not come in time. */
  late: 6,
  /** What was waited for has failed. */
  remoteFailed: 7,
  interrupted: 130,
} as const;
export type Exit = (typeof EXIT)[keyof typeof EXIT];

/** Why a command came to nothing, in the words of whoever refused it. */
export class Failed extends Error {
  readonly lines: readonly string[];
  readonly exit: Exit;
  /** The platform understood and will not: to ask again is of no use. */
  readonly isRefusal: boolean;

  constructor(
    lines: readonly string[],
    { exit = EXIT.failed, isRefusal = false }: Readonly<{ exit?: Exit; isRefusal?: boolean }> = {},
  ) {
    super(lines.join('\n'));
    this.lines = lines;
    this.exit = exit;
    this.isRefusal = isRefusal;
  }
}

export const notFound = (...lines: string[]): Failed =>
  new Failed(lines, { exit: EXIT.notFound, isRefusal: true });

/** Somebody pressed Ctrl-C. */
export class Interrupted extends Error {}

const BY_STATUS: Readonly<Record<number, Exit>> = {
  401: EXIT.unauthorized,
  403: EXIT.unauthorized,
  404: EXIT.notFound,
  409: EXIT.conflict,
  410: EXIT.notFound,
  412: EXIT.conflict,
};

export const exitOfStatus = (status: number): Exit => BY_STATUS[status] ?? EXIT.failed;
