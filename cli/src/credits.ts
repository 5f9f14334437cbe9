import type { Api } from './api.ts';
import { listed } from './pages.ts';
import { ownProject } from './resources/kinds.ts';
import { type Row, dollars, shown, table } from './table.ts';

type Balance = Readonly<{
  asOf: string;
  availableNanoUsd: string;
  accruedNanoUsd: string;
  unpostedNanoUsd: string;
  invoicedNanoUsd: string;
}>;
type Credit = Readonly<{
  id: string;
  kind: string;
  amountNanoUsd: string;
  remainingNanoUsd: string;
  grantedAt: string;
  expiresAt: string | null;
  note: string;
}>;
export type Credits = Readonly<{ balance: Balance; credits: readonly Credit[] }>;

const MOST = 1000;

/** Of the project whose token asks. */
export const credits = async (api: Api): Promise<Credits> => {
  const path = `/v1/projects/${await ownProject(api)}`;
  const [balance, all] = [
    await api.call<Balance>('GET', `${path}/balance`),
    await listed<Credit>(api, `${path}/credits`, {}, MOST),
  ];
  return { balance, credits: all };
};

export const creditsText = ({ balance, credits: all }: Credits): string => {
  const { availableNanoUsd, accruedNanoUsd, unpostedNanoUsd, invoicedNanoUsd, asOf } = balance;
  const rows = all.map((each): Row => [
    each.id,
    each.kind,
    dollars(each.amountNanoUsd),
    dollars(each.remainingNanoUsd),
    each.grantedAt,
    each.expiresAt ?? 'never',
    shown(each.note),
  ]);
  return [
    `${dollars(availableNanoUsd)} may still be used before anything is owed (${asOf}).\n`,
    `Owed and on no invoice: ${dollars(accruedNanoUsd)}; used since the last full hour: ${dollars(unpostedNanoUsd)}; `,
    `invoiced: ${dollars(invoicedNanoUsd)}\n`,
    rows.length === 0
      ? ''
      : `\n${table(['CREDIT', 'KIND', 'GRANTED', 'LEFT', 'SINCE', 'EXPIRES', 'NOTE'], rows)}`,
  ].join('');
};
