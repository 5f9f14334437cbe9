/** Whom a session stands for. */
export type SessionHolder = Readonly<{
  /** `operator`, or a token’s id. */
  actor: string;
  /** Tells the operator’s token from the one before; null for others. */
  operatorMark: string | null;
  projectId: string | null;
}>;

/** A browser that is signed in. */
export type Session = SessionHolder &
  Readonly<{
    /** The SHA-256 of its secret. */
    id: string;
    signedInAt: Date;
    /** When it ends if it is not used any more. */
    expiresAt: Date;
    /** When it ends however it is used. */
    endsAt: Date;
  }>;
