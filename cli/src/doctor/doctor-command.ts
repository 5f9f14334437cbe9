import { statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import type { Command } from 'commander';
import { Api } from '../api.ts';
import { type Common, type Surroundings, commandFor, print } from '../command.ts';
import { EXIT, Failed } from '../exits.ts';
import { listed } from '../pages.ts';
import { type Settings, configOf, settingsOf } from '../settings.ts';
import { shown } from '../table.ts';
import {
  type Endpoint,
  type Finding,
  type Me,
  type Node,
  clockFinding,
  endpointFindings,
  findingsText,
  nodeFinding,
  nodesFinding,
  profilesFinding,
  tokenFinding,
} from './findings.ts';

export const doctorCommand = (around: Surroundings): Command =>
  commandFor('doctor', around)
    .description(
      'look at this machine, the platform, the token, the nodes and the endpoints, and say what to do',
    )
    .action(async (options: Common) => {
      const settings = settingsOf(options, around.defaults);
      const findings: Finding[] = [...(await here(around)), ...(await there(settings, around))];
      const columns = ['STATE=state', 'WHAT=what', 'SAID=said', 'REMEDY=remedy'];
      const text = (): string => shownLines(findingsText(findings));
      await print(around, options, { value: { items: findings }, items: findings, columns, text });
      const ill = findings.filter(({ state }) => state === 'failed').length;
      if (ill > 0)
        throw new Failed([`${ill} of ${findings.length} failed: see above.`], { exit: EXIT.failed });
    });

const shownLines = (text: string): string => text.split('\n').map(shown).join('\n');

const modeOf = (file: string): number | null => {
  try {
    return statSync(file).mode;
  } catch {
    return null;
  }
};

const LEAST_FREE = 5 * 1024 ** 3;

const here = async ({ defaults }: Surroundings): Promise<Finding[]> => {
  const file = defaults.configFile ?? '';
  const found = [nodeFinding(process.versions.node), profilesFinding(configOf(defaults), file, modeOf(file))];
  const { home } = defaults;
  const disk = home === undefined ? null : await statfs(home).catch(() => null);
  if (home === undefined || !disk) return found;
  const free = disk.bavail * disk.bsize;
  const said = `${Math.floor(free / 1024 ** 3)} GiB free in ${home}`;
  const isEnough = free >= LEAST_FREE;
  return [
    ...found,
    isEnough
      ? { what: 'disk', state: 'ok', said }
      : {
          what: 'disk',
          state: 'warning',
          said,
          remedy: 'Models and logs need room: free some, or move TIDEGATE_HOME.',
        },
  ];
};

/** What the platform says, as far as it can be asked. */
const there = async ({ url, token, project }: Settings, around: Surroundings): Promise<Finding[]> => {
  const api = new Api({ url, token: token ?? 'none', project, signal: around.signal });
  const findings: Finding[] = [];
  const reached = await judged(findings, 'platform', async () => {
    const response = await api.open('GET', '/readyz');
    await response.arrayBuffer();
    findings.push(readyFinding(url, response), clockFinding(response.headers.get('date'), Date.now()));
  });
  if (!reached) return findings;
  if (token === null) {
    findings.push({ what: 'token', state: 'failed', said: 'There is none.', remedy: 'tidegate login' });
    return findings;
  }
  const known = await judged(findings, 'token', async () => {
    findings.push(tokenFinding(await api.call<Me>('GET', '/v1/me'), Date.now()));
  });
  if (!known) return findings;
  await judged(findings, 'nodes', async () => {
    findings.push(nodesFinding(await listed<Node>(api, '/v1/nodes', {}, 1000)));
  });
  await judged(findings, 'endpoints', async () => {
    findings.push(...endpointFindings(await listed<Endpoint>(api, '/v1/endpoints', {}, 1000)));
  });
  await judged(findings, 'gateway', async () => {
    const response = await api.open('GET', '/v1/models');
    await response.arrayBuffer();
    findings.push(
      response.ok
        ? { what: 'gateway', state: 'ok', said: `answers at ${url}/v1` }
        : {
            what: 'gateway',
            state: 'warning',
            said: `/v1/models answers ${response.status}`,
            remedy: 'The token needs the scope invoke to call endpoints.',
          },
    );
  });
  return findings;
};

const readyFinding = (url: string, { ok, status }: Response): Finding =>
  ok
    ? { what: 'platform', state: 'ok', said: `ready at ${url}` }
    : {
        what: 'platform',
        state: 'failed',
        said: `${url} is not ready (${status}).`,
        remedy: 'Look at its logs: TIDEGATE_HOME/logs.',
      };

/** What cannot be asked is a finding of its own. */
const judged = async (findings: Finding[], what: string, look: () => Promise<void>): Promise<boolean> => {
  try {
    await look();
    return true;
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    const [said = '', ...remedies] = error.lines;
    const isForbidden = error.exit === EXIT.unauthorized && what !== 'token';
    findings.push({ what, state: isForbidden ? 'warning' : 'failed', said, remedy: remedies.join(' ') });
    return false;
  }
};
