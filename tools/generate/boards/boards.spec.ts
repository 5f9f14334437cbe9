import { describe, expect, it } from '@jest/globals';
import { filled, selectorsIn } from '@tidegate/testing';
import { readFile, readdir } from 'node:fs/promises';
import { BOARDS, dashboards } from './boards.ts';

const folder = new URL('../../../infra/grafana/dashboards/', import.meta.url);
const VARIABLES = { __rate_interval: '1m', endpoint: 'endpt-000000000001' };
const panels = BOARDS.flatMap(({ title, rows }) =>
  rows.flatMap((row) => row.panels.map((panel) => ({ ...panel, name: `${title}: ${panel.title}` }))),
);

describe('the dashboards', () => {
  it('are the ones that are committed', async () => {
    const wanted = await dashboards();
    expect(new Set(await readdir(folder))).toEqual(new Set(wanted.map(([name]) => name)));
    for (const [name, text] of wanted) expect(await readFile(new URL(name, folder), 'utf8')).toBe(text);
  });

  it('have ids that stay: links and bookmarks lead to them', async () => {
    const all = (await dashboards()).map(([, text]) => JSON.parse(text) as Record<string, unknown>);
    expect(all.map(({ uid }) => uid)).toEqual(BOARDS.map(({ uid }) => uid));
    for (const { panels: shown } of all) {
      const ids = (shown as { id: number }[]).map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(Math.min(...ids)).toBe(1);
    }
  });

  it('lie side by side: no panel over another, none beyond the edge', async () => {
    for (const [, text] of await dashboards()) {
      const { panels: shown } = JSON.parse(text) as {
        panels: { gridPos: { x: number; y: number; w: number; h: number } }[];
      };
      const places = shown.flatMap(({ gridPos: { x, y, w, h } }) =>
        Array.from({ length: w * h }, (_, n) => `${String(x + (n % w))} ${String(y + Math.floor(n / w))}`),
      );
      expect(new Set(places).size).toBe(places.length);
      expect(Math.max(...shown.map(({ gridPos: { x, w } }) => x + w))).toBe(24);
    }
  });

  it('read the data source and the endpoint that are chosen on them, and nothing that is written into them', async () => {
    for (const [, text] of await dashboards()) {
      const uids = [...text.matchAll(/"uid": "([^"]*)"/g)].map(([, uid]) => uid);
      expect(uids.filter((uid) => uid !== '${datasource}' && !uid?.startsWith('tidegate-'))).toEqual([]);
    }
  });
});

describe('the endpoint of a board', () => {
  it('is chosen by name and meant by id', () => {
    const [regex = ''] = BOARDS.flatMap(({ variables = [] }) => variables).map((chosen) => chosen.regex);
    const row =
      'tidegate_endpoint_info{endpoint="endpt-0a",job="tidegate",name="my-model",project="proj-01"} 1 1700';
    expect(new RegExp(regex.slice(1, -1)).exec(row)?.groups).toEqual({ value: 'endpt-0a', text: 'my-model' });
  });
});

describe.each(panels)('$name', ({ queries, description }) => {
  it('says what it means, in PromQL and in words', () => {
    expect(description).toMatch(/^[A-Z].*\.$/);
    for (const [expr] of queries) expect(selectorsIn(filled(expr, VARIABLES)).length).toBeGreaterThan(0);
  });

  it('names its series by labels that it keeps', () => {
    for (const [expr, legend] of queries)
      for (const [, label] of legend.matchAll(/{{(\w+)}}/g))
        expect(`${expr} instance cluster state replica`).toContain(label);
  });
});
