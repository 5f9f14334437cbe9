import type { FieldProblem } from '@tidegate/contracts';

/** One mailbox, without a name beside it: nothing in it can end a header or begin another recipient. */
const ADDRESS = /^[^\s"(),:;<>@[\\\]\p{Cc}]{1,64}@[\p{L}\p{N}](?:[\p{L}\p{N}.-]{0,250}[\p{L}\p{N}])?$/u;

/** @param pointer where the addresses stand in what was asked */
export const addressProblems = (addresses: readonly string[], pointer: string): FieldProblem[] =>
  addresses.flatMap((address, n) => {
    const at = `${pointer}/${String(n)}`;
    if (!ADDRESS.test(address) || address.includes('..'))
      return [{ pointer: at, message: 'must be an address like oncall@example.com' }];
    return addresses.indexOf(address) < n ? [{ pointer: at, message: 'is named twice' }] : [];
  });
