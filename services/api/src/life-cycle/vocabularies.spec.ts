import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { ENDPOINT_STATES } from '@tidegate/contracts';
import { VOCABULARIES, badgeFor, isCallable, statesFor, wordFor } from './vocabularies.ts';

describe('the words of other systems', () => {
  it('stand in the table of docs/states/endpoint.md as they are', () => {
    const page = readFileSync(new URL('../../../../docs/states/endpoint.md', import.meta.url), 'utf8');
    const rows = [
      ...page.matchAll(/^\| `(\w+)` +\| (yes|no) +\| `(\w+)` +\| `(\w+)` +\| `(\w+)` \((.+)\) *\|$/gm),
    ];
    expect(rows.map(([, state]) => state)).toEqual([...ENDPOINT_STATES]);
    for (const [, state, callable, netmind, csghub, hypervize, badge] of rows) {
      const known = ENDPOINT_STATES.find((one) => one === state);
      if (!known) throw new Error(`${state ?? ''} is no state`);
      expect([callable, netmind, csghub, hypervize, badge]).toEqual([
        isCallable(known) ? 'yes' : 'no',
        wordFor('netmind', known),
        wordFor('csghub', known),
        wordFor('hypervize', known),
        badgeFor(known),
      ]);
    }
  });

  it('lead back to the states that they are said of', () => {
    for (const vocabulary of ['netmind', 'csghub', 'hypervize'] as const)
      for (const state of ENDPOINT_STATES)
        expect(statesFor(vocabulary, VOCABULARIES[vocabulary][state])).toContain(state);
    expect(statesFor('hypervize', 'UP')).toEqual(['running']);
    expect(statesFor('csghub', 'nonsense')).toEqual([]);
  });
});
