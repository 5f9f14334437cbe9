import { format } from 'prettier';
import { BILLING } from './billing.ts';
import { type Board, dashboardOf } from './board.ts';
import { ENDPOINT } from './endpoint.ts';
import { FLEET } from './fleet.ts';
import { LOGS } from './logs.ts';
import { PLATFORM } from './platform.ts';
import { SCALING } from './scaling.ts';

export const BOARDS: readonly Board[] = [FLEET, ENDPOINT, SCALING, BILLING, LOGS, PLATFORM];

/** What infra/grafana/dashboards holds: file names and texts. */
export const dashboards = (): Promise<[string, string][]> =>
  Promise.all(
    BOARDS.map(async (board): Promise<[string, string]> => {
      const text = await format(JSON.stringify(dashboardOf(board)), { parser: 'json', printWidth: 110 });
      return [`${board.uid}.json`, text];
    }),
  );
