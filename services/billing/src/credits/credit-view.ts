import { type BalanceView, type CreditView, usdOf } from '@tidegate/contracts';

/** A credit, and what is left of it as of the last close. */
export type GrantedCredit = Readonly<{
  creditId: string;
  projectId: string;
  kind: CreditView['kind'];
  amountNanoUsd: string;
  remainingNanoUsd: string;
  grantedAtUs: number;
  expiresAtUs: number | null;
  note: string;
  position: number;
}>;

export const creditViewOf = (credit: Omit<GrantedCredit, 'position'>): CreditView => ({
  id: credit.creditId,
  projectId: credit.projectId,
  kind: credit.kind,
  amountNanoUsd: credit.amountNanoUsd,
  amountUsd: usdOf(BigInt(credit.amountNanoUsd)),
  remainingNanoUsd: credit.remainingNanoUsd,
  remainingUsd: usdOf(BigInt(credit.remainingNanoUsd)),
  grantedAt: isoOf(credit.grantedAtUs),
  expiresAt: credit.expiresAtUs === null ? null : isoOf(credit.expiresAtUs),
  note: credit.note,
});

export type Balance = Readonly<{
  projectId: string;
  asOfUs: number;
  /** By account; debits are positive. */
  balances: ReadonlyMap<string, bigint>;
  /** Of credits that have not expired. */
  leftNanoUsd: bigint;
  dueNanoUsd: bigint;
  postedNanoUsd: bigint;
}>;

export const balanceViewOf = (balance: Balance): BalanceView => {
  const of = (account: string): bigint => balance.balances.get(account) ?? 0n;
  const credit = -of('credit');
  const unposted = balance.dueNanoUsd - balance.postedNanoUsd;
  const available = balance.leftNanoUsd - unposted;
  const money = <Name extends string>(name: Name, nanoUsd: bigint) =>
    ({ [`${name}NanoUsd`]: String(nanoUsd), [`${name}Usd`]: usdOf(nanoUsd) }) as Record<
      `${Name}NanoUsd` | `${Name}Usd`,
      string
    >;
  return {
    projectId: balance.projectId,
    asOf: isoOf(balance.asOfUs),
    ...money('credit', credit),
    ...money('unposted', unposted),
    ...money('available', available > 0n ? available : 0n),
    ...money('accrued', of('accrued')),
    ...money('invoiced', of('receivable')),
  };
};

const isoOf = (us: number): string => new Date(us / 1000).toISOString();
