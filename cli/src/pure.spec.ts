import { describe, expect, it } from '@jest/globals';
import { type Piece, pieceOf, piecesOf } from './calls/stream.ts';
import { percentile, tallyOf } from './calls/tally.ts';
import { ageText, at, cell, columnOf, fieldsText } from './columns.ts';
import { nextOf } from './completion/words.ts';
import {
  clockFinding,
  endpointFindings,
  nodeFinding,
  nodesFinding,
  tokenFinding,
} from './doctor/findings.ts';
import { judged } from './resources/waiting.ts';
import { changesOf } from './resources/watching.ts';
import { programFor } from './run.ts';

describe('a column', () => {
  const item = {
    a: { b: [{ c: 1 }, { c: 2 }] },
    ready: 1,
    all: 3,
    nano: '1500000000',
    at: '2031-01-01T00:00:00.000Z',
  };
  it('finds what lies deep, and what lies in lists', () => {
    expect(at(item, 'a.b.c')).toEqual([1, 2]);
    expect(at(item, 'a.b.1.c')).toBe(2);
    expect(at(item, 'x.y')).toBeNull();
  });

  it('is written as its format says', () => {
    const now = Date.parse('2031-01-01T03:00:00.000Z');
    const written = (text: string): string => cell(item, columnOf(text), now);
    expect(
      ['R=ready/all', 'C=nano|usd', 'A=at|age', 'T=at|time', 'L=a.b|count', 'N=none'].map(written),
    ).toEqual(['1/3', '$1.5000', '3h', '2031-01-01 00:00:00', '2', '-']);
    expect([5, 300, 90_000, 400_000].map(ageText)).toEqual(['5s', '5m', '25h', '4d']);
    expect(fieldsText({ a: { b: 1, c: null }, list: ['x', 'y'] })).toBe('a.b   1\nlist  x,y\n');
  });

  it('lets nothing steer the terminal', () => {
    expect(cell({ name: 'a\u001b[2J' }, columnOf('N=name'), 0)).toBe('a\ufffd[2J');
  });
});

describe('a wait', () => {
  const seen = (state: string, more = {}) => ({
    ...{ id: 'e', name: 'chat', state, conditions: [], rollout: null },
    ...{ reason: { message: '', nextStep: '' }, replicas: { desired: 1, ready: 1 }, ...more },
  });
  it('is over when nothing more comes of itself', () => {
    expect(judged(seen('running'), 'settled')).toBe('there');
    expect(judged(seen('running', { rollout: { percent: 10, readyNew: 0 } }), 'settled')).toBe('waiting');
    expect(judged(seen('sleeping'), 'settled')).toBe('there');
    expect(
      judged(seen('running', { conditions: [{ condition: 'degraded', message: '' }] }), 'degraded'),
    ).toBe('there');
    expect(judged(seen('waking'), 'settled')).toBe('waiting');
    expect(judged(seen('runtime_error'), 'running')).toBe('failed');
    expect(judged(seen('runtime_error'), 'runtime_error')).toBe('there');
    expect(judged(seen('deleted'), 'gone')).toBe('there');
  });
});

describe('a watch', () => {
  it('tells what came, changed and went, and nothing else', () => {
    const known = new Map<string, string>();
    expect(changesOf([{ id: 'a', n: 1 }, { id: 'b' }], known)).toHaveLength(2);
    expect(changesOf([{ id: 'a', n: 1 }, { id: 'b' }], known)).toEqual([]);
    expect(changesOf([{ id: 'a', n: 2 }], known)).toEqual(['{"id":"a","n":2}', '{"id":"b","gone":true}']);
  });
});

describe('an answer that streams', () => {
  it('comes in pieces, wherever they are cut', async () => {
    const text =
      ': waking\n\ndata: {"choices":[{"delta":{}}]}\n\ndata: {"choices":[{"delta":{"content":"Hi"}}]}\n\n' +
      'data: {"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2}}\r\n\r\ndata: [DONE]\n\n';
    const cut = async function* (): AsyncGenerator<string, void> {
      for (let n = 0; n < text.length; n += 7) yield await Promise.resolve(text.slice(n, n + 7));
    };
    const pieces: Piece[] = [];
    for await (const piece of piecesOf(cut())) pieces.push(piece);
    expect(pieces.map((piece) => piece.text).join('')).toBe('Hi');
    expect(pieces.at(-1)?.usage).toEqual({ prompt_tokens: 1, completion_tokens: 2 });
  });

  it('may fail after it began', () => {
    expect(() => pieceOf('{"error":{"message":"It died.","code":"replica_lost"}}')).toThrow(
      'It died. (replica_lost)',
    );
  });
});

describe('a tally', () => {
  it('counts what was answered, and why the rest was not', () => {
    const call = (ms: number, failed: string | null = null) => ({
      at: 0,
      ms,
      firstMs: failed ? null : ms / 2,
      tokens: 4,
      failed,
    });
    const tally = tallyOf([...Array.from({ length: 99 }, (_, n) => call(n + 1)), call(5, 'away')], 10);
    expect(tally).toMatchObject({
      calls: 100,
      failed: 1,
      p50Ms: 50,
      p99Ms: 99,
      firstP50Ms: 25,
      failures: { away: 1 },
    });
    expect([tally.perSecond, tally.tokensPerSecond]).toEqual([9.9, 39.6]);
    expect(percentile([], 0.5)).toBeNull();
  });
});

describe('a doctor', () => {
  const me = {
    kind: 'token',
    actor: 'tok-1',
    projectId: 'proj-1',
    scopes: ['read'],
    expiresAt: null as string | null,
  };
  it('finds what is wrong, and says what to do', () => {
    expect(nodeFinding('20.1.0').state).toBe('failed');
    expect(clockFinding('Wed, 01 Jan 2031 00:00:00 GMT', Date.parse('2031-01-01T00:02:00Z')).state).toBe(
      'warning',
    );
    expect(clockFinding('Wed, 01 Jan 2031 00:00:00 GMT', Date.parse('2031-01-01T00:00:02Z')).state).toBe(
      'ok',
    );
    expect(tokenFinding(me, 0).state).toBe('ok');
    expect(tokenFinding({ ...me, expiresAt: '1970-01-01T02:00:00Z' }, 0).state).toBe('warning');
    expect(tokenFinding({ ...me, projectId: null }, 0).remedy).toContain('--project');
    expect(nodesFinding([]).state).toBe('failed');
    const node = { id: 'n', hostname: 'gpu-1', state: 'ready', simulated: false };
    expect(nodesFinding([node, { ...node, state: 'lost' }]).said).toContain('lost: gpu-1');
    const reason = { message: 'No room.', nextStep: 'Make room.' };
    const chat = { name: 'chat', state: 'deploy_failed', reason, conditions: [] };
    expect(endpointFindings([chat])).toMatchObject([{ what: 'chat', state: 'failed', remedy: 'Make room.' }]);
    expect(endpointFindings([])).toMatchObject([{ state: 'ok' }]);
  });
});

describe('a completion', () => {
  const around = {
    defaults: { url: null, token: null, keptToken: null },
    out: () => undefined,
    err: () => undefined,
  };
  const next = async (...words: string[]) => nextOf(await programFor(undefined, around), words);
  it('knows commands, verbs, options, choices and what is called by name', async () => {
    expect((await next('endp')).words).toEqual(['endpoint']);
    expect((await next('endpoint', 'st')).words).toEqual(['start', 'stop']);
    expect((await next('endpoint', 'list', '--sta')).words).toEqual(['--state']);
    expect((await next('endpoint', 'list', '--state', 'run')).words).toEqual(['running', 'runtime_error']);
    expect(await next('endpoint', 'get', '')).toMatchObject({ noun: 'endpoint' });
    expect(await next('replicas', '')).toMatchObject({ noun: 'endpoint' });
    expect(await next('apply', '-f', '')).toMatchObject({ takesFile: true });
    expect(await next('endpoint', '-o', 'json', '')).toMatchObject({
      words: expect.arrayContaining(['create']),
    });
  });
});
