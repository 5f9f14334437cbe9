import { describe, expect, it } from '@jest/globals';
import type { Refusal } from '@tidegate/contracts';
import { IsIn, IsOptional } from 'class-validator';
import fc from 'fast-check';
import { allowedMethods } from '../edge/allowed-methods.ts';
import { query } from './body.guard.ts';
import { type Caller, mustMeet, mustSee, projectOf } from './caller.ts';
import { cursorAfter, pageOf, placeIn } from './cursor.ts';
import { deprecationsIn } from '../edge/deprecation.ts';
import { besides } from './known-problems.ts';
import { textProblems } from './text-problems.ts';

const refusalOf = (work: () => unknown): string | undefined => {
  try {
    work();
    return undefined;
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('a cursor', () => {
  it('leads back to the place it was made from', () => {
    fc.assert(fc.property(fc.maxSafeNat(), (place) => expect(placeIn(cursorAfter(place))).toBe(place)));
  });

  it('is refused when no list gave it out', () => {
    for (const text of ['', 'c', '7', 'cZ', 'c-1', 'czzzzzzzzzzzzz', 'c 1'])
      expect(refusalOf(() => placeIn(text))).toBe('request.invalid');
    expect(placeIn(undefined)).toBeNull();
  });

  it('comes with a page only when more follows', () => {
    const page = (rows: number[]) => pageOf(rows, 2, { place: (row) => row, item: String });
    expect(page([9, 8])).toEqual({ items: ['9', '8'], nextCursor: null });
    expect(page([9, 8, 7])).toEqual({ items: ['9', '8'], nextCursor: cursorAfter(8) });
    expect(page([])).toEqual({ items: [], nextCursor: null });
  });
});

describe('a text in a body', () => {
  it('is found wherever it lies when no store could hold it', () => {
    const body = { a: ['fine', { 'b/c~': 'x\0' }], ['k\0']: 1, d: '\ud800' };
    expect(textProblems(body).map(({ pointer }) => pointer)).toEqual(['/a/1/b~1c~0', '', '/d']);
  });

  it('is found where it would take the place of a prototype', () => {
    const body: unknown = JSON.parse('{"a":{"constructor":1},"b":[{"__proto__":{"c":1}}],"prototype":1}');
    expect(textProblems(body).map(({ pointer }) => pointer)).toEqual(['/a/constructor', '/b/0/__proto__']);
  });

  it('may be anything else', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5, stringUnit: 'grapheme' }), (value) => {
        fc.pre(!/\\u0000|"(?:__proto__|constructor)":/.test(JSON.stringify(value)));
        expect(textProblems(value)).toEqual([]);
      }),
    );
  });

  it('may not lie too deep', () => {
    const deep = (levels: number): unknown => (levels === 0 ? 1 : [deep(levels - 1)]);
    expect(textProblems(deep(16))).toEqual([]);
    expect(textProblems(deep(17))).toHaveLength(1);
    expect(textProblems(deep(5000))).toHaveLength(1);
  });
});

describe('a problem of a query', () => {
  class Search {
    @IsOptional()
    @IsIn(['a'], { message: 'must be a' })
    name?: string;
  }
  const pointersIn = (search: object): unknown => {
    try {
      query(Search).transform(search, { type: 'query' });
      return [];
    } catch (error) {
      return (error as Refusal).problems.map(({ pointer }) => pointer);
    }
  };

  it('names its parameter, whatever is wrong with it', () => {
    expect(pointersIn({ name: 'a' })).toEqual([]);
    expect(pointersIn({ name: 'b' })).toEqual(['?name']);
    expect(pointersIn({ name: 'a\0' })).toEqual(['?name']);
    expect(pointersIn({ name: ['a', '\ud800'] })).toEqual(['?name']);
    expect(pointersIn({ 'a/b': '\0' })).toEqual(['?a/b']);
  });
});

describe('a problem that is found later', () => {
  const at = (...pointers: string[]) => pointers.map((pointer) => ({ pointer, message: 'is wrong' }));

  it('counts only where nothing is wrong yet', () => {
    const found = at('/spec/model', '/specs', '/metadata/name', '');
    expect(besides(at('/spec', '/metadata/name'), found)).toEqual(at('/specs', ''));
    expect(besides([], found)).toEqual(found);
    expect(besides(at(''), found)).toEqual([]);
  });
});

describe('a path that is described', () => {
  const paths = { '/v1/things': { get: {}, post: {} }, '/v1/things/{id}': { get: {}, parameters: [] } };

  it('says which methods it takes', () => {
    expect(allowedMethods(paths, '/v1/things')).toEqual(['GET', 'HEAD', 'POST', 'OPTIONS']);
    expect(allowedMethods(paths, '/v1/things/7')).toEqual(['GET', 'HEAD', 'OPTIONS']);
  });

  it('is not one that is longer, shorter or empty in parts', () => {
    for (const path of ['/v1', '/v1/things/', '/v1/things/7/8', '/'])
      expect(allowedMethods(paths, path)).toEqual([]);
  });
});

describe('a caller', () => {
  const caller = (kind: Caller['kind'], scopes: Caller['scopes'], projectId: string | null = 'proj-a') =>
    ({ kind, scopes, projectId }) as Caller;

  it('may do what its scopes say', () => {
    expect(refusalOf(() => mustMeet(caller('token', ['read']), 'read'))).toBeUndefined();
    expect(refusalOf(() => mustMeet(caller('token', ['read']), 'write'))).toBe('token.scope_missing');
    expect(refusalOf(() => mustMeet(caller('token', []), 'valid'))).toBeUndefined();
    expect(refusalOf(() => mustMeet(caller('token', ['read', 'write', 'invoke']), 'operator'))).toBe(
      'token.scope_missing',
    );
  });

  it('may do everything as the operator, in a project of its choice', () => {
    expect(refusalOf(() => mustMeet(caller('operator', []), 'operator'))).toBeUndefined();
    expect(refusalOf(() => projectOf(caller('operator', [], null)))).toBe('project.not_chosen');
    expect(refusalOf(() => mustSee(caller('operator', [], null), 'proj-b'))).toBeUndefined();
  });

  it('sees its own project and no other', () => {
    expect(refusalOf(() => mustSee(caller('token', []), 'proj-a'))).toBeUndefined();
    expect(refusalOf(() => mustSee(caller('token', []), 'proj-b'))).toBe('project.not_found');
  });
});

describe('an operation that is described as deprecated', () => {
  it('says so in the headers of its answers', () => {
    const paths = {
      '/v1/things/{id}': {
        get: { deprecated: true, 'x-deprecated-since': '2030-01-01', 'x-sunset': '2031-01-01T00:00:00Z' },
        delete: {},
      },
      '/v1/old': { post: { deprecated: true } },
    };
    expect([...deprecationsIn(paths)]).toEqual([
      [
        'GET /v1/things/:id',
        {
          deprecation: '@1893456000',
          sunset: 'Wed, 01 Jan 2031 00:00:00 GMT',
          link: '</docs>; rel="deprecation"; type="text/html"',
        },
      ],
      ['POST /v1/old', { deprecation: '@0', link: '</docs>; rel="deprecation"; type="text/html"' }],
    ]);
  });
});
