import type { Api } from './api.ts';
import { endpointIdOf } from './endpoints.ts';
import { asked } from './pages.ts';
import { type Row, dollars, shown, table } from './table.ts';

type Figures = Readonly<{
  burnNanoUsdPerHour: string;
  soFarNanoUsd: string;
  forecastNanoUsd: string;
  lowNanoUsd: string;
  highNanoUsd: string;
}>;
export type Burn = Figures &
  Readonly<{
    asOf: string;
    period: string;
    until: string;
    timeZone: string;
    formula: string;
    endpoints: readonly (Figures & Readonly<{ endpointId: string; name: string | null }>)[];
    endpointsLeftOut: number;
  }>;

/** @param endpoint undefined: the whole project */
export const cost = async (api: Api, endpoint: string | undefined): Promise<Burn> => {
  const endpointId = endpoint === undefined ? undefined : await endpointIdOf(api, endpoint);
  return api.call('GET', asked('/v1/billing/burn', { endpointId }));
};

export const costText = (burn: Burn): string => {
  const { period, until, timeZone, formula, endpoints, endpointsLeftOut } = burn;
  const rows = endpoints.map(({ endpointId, name, ...figures }): Row => [
    shown(name ?? endpointId),
    ...figuresOf(figures),
  ]);
  return [
    `${dollars(burn.burnNanoUsdPerHour)} an hour now. ${dollars(burn.soFarNanoUsd)} so far in ${period}; `,
    `${dollars(burn.forecastNanoUsd)} by ${until} (${timeZone}), `,
    `between ${dollars(burn.lowNanoUsd)} and ${dollars(burn.highNanoUsd)}.\n${formula}\n`,
    rows.length === 0 ? '' : `\n${table(['ENDPOINT', 'AN HOUR', 'SO FAR', 'FORECAST', 'LOW', 'HIGH'], rows)}`,
    endpointsLeftOut === 0 ? '' : `${endpointsLeftOut} more are in the sums.\n`,
  ].join('');
};

const figuresOf = (figures: Figures): string[] =>
  [
    figures.burnNanoUsdPerHour,
    figures.soFarNanoUsd,
    figures.forecastNanoUsd,
    figures.lowNanoUsd,
    figures.highNanoUsd,
  ].map(dollars);
