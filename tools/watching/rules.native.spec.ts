import { beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parse } from 'yaml';

const run = promisify(execFile);
const folder = fileURLToPath(new URL('../../infra/prometheus/', import.meta.url));
const promtool = process.env['PROMTOOL'] ?? 'promtool';

type Rule = Readonly<{
  alert?: string;
  record?: string;
  expr: string;
  labels?: Readonly<Record<string, string>>;
  annotations?: Readonly<Record<string, string>>;
}>;

const rulesIn = async (name: string): Promise<Rule[]> => {
  const { groups } = parse(await readFile(`${folder}rules/${name}`, 'utf8')) as {
    groups: { rules: Rule[] }[];
  };
  return groups.flatMap(({ rules }) => rules);
};

describe('the rules of Prometheus', () => {
  let alerts: Rule[];
  let runbooks: string;
  beforeAll(async () => {
    alerts = await rulesIn('alerts.yml');
    runbooks = await readFile(new URL('../../docs/runbooks.md', import.meta.url), 'utf8');
  });

  it('are rules, and the configuration finds them', async () => {
    const { stdout } = await run(promtool, ['check', 'config', `${folder}prometheus.yml`]);
    expect(stdout).toContain('2 rule files found');
  });

  it('are told of by an Alertmanager that takes its configuration', async () => {
    const { stdout } = await run(process.env['AMTOOL'] ?? 'amtool', [
      'check-config',
      `${folder}alertmanager.yml`,
    ]);
    expect(stdout).toContain('SUCCESS');
  });

  it('do what their tests say', async () => {
    const tests = (await readdir(`${folder}tests`)).map((name) => `${folder}tests/${name}`);
    expect(tests.length).toBeGreaterThan(1);
    const { stdout } = await run(promtool, ['test', 'rules', ...tests]);
    expect(stdout).not.toContain('FAILED');
  });

  it('tell how bad it is, what it is, and where it says what to do', () => {
    for (const { alert = '', labels, annotations } of alerts) {
      expect(labels?.['severity']).toMatch(/^(critical|warning|info)$/);
      expect(annotations?.['summary']).toMatch(/\.$/);
      expect(annotations?.['runbook_url']).toBe(`docs/runbooks.md#${alert.toLowerCase()}`);
    }
  });

  it('have one runbook each, and no runbook is of none', () => {
    const sections = [...runbooks.matchAll(/^### (\w+)$/gm)].map(([, name]) => name);
    expect(sections.toSorted()).toEqual(alerts.map(({ alert }) => alert).toSorted());
  });

  it('are named `level:metric:op` where they record', async () => {
    for (const { record } of await rulesIn('recording.yml')) expect(record).toMatch(/^\w+:\w+:\w+$/);
  });
});
