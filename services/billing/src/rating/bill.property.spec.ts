import { describe, it } from '@jest/globals';
import { Facts } from './bill.ts';
import { LAWS } from './laws.spec-helper.ts';

describe('a bill, whatever happened', () => {
  it.each(Object.entries(LAWS))('%s', (_, law) => {
    law({ Facts }, { numRuns: 100 });
  });
});
