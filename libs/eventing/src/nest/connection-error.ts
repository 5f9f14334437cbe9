/** SQLSTATE classes and system errors that say: not now. */
const CODES =
  /^(08|53|57P|57014|25P0[34]|40001|40P01|55P03|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)/;
/** What pg and TypeORM say without a code. */
const MESSAGES =
  /Connection terminated|Connection ended|connection error|timeout exceeded when trying to connect|Query read timeout|not queryable|Driver not Connected|Query runner already released|not connected to Postgres|after calling end on the pool/i;

/** Postgres is away, starting, stopping or overloaded: nothing is wrong with what was asked, so it may be tried again. */
export const isConnectionError = (error: unknown): boolean => {
  if (typeof error !== 'object' || error === null) return false;
  const { code, message } = error as { code?: unknown; message?: unknown };
  return (
    (typeof code === 'string' && CODES.test(code)) || (typeof message === 'string' && MESSAGES.test(message))
  );
};
