import { describe, expect, it } from '@jest/globals';
import { changeOf, fieldsOf, ruleOf } from './fields.ts';

const fields = fieldsOf({ metrics: ['queue_depth'], endpoints: [], channels: [] });

describe('an alert', () => {
  it('reads as one sentence', () => {
    const rule = { metric: 'queue_depth', aggregate: 'avg', windowSeconds: 300, threshold: 8 };
    expect(ruleOf({ ...rule, operator: 'above', forSeconds: 60 })).toBe(
      'avg of queue_depth over 300 s > 8 for 60 s',
    );
    expect(ruleOf({ ...rule, operator: 'at_most', forSeconds: 0 })).toBe('avg of queue_depth over 300 s ≤ 8');
  });

  it('loses what its form left empty', () => {
    const before = { name: 'a', threshold: 3, clearThreshold: 2, endpointId: 'endpt-1', scope: 'endpoint' };
    expect(changeOf(fields, { ...before, threshold: 4, clearThreshold: '', endpointId: '' }, before)).toEqual(
      {
        threshold: 4,
        clearThreshold: null,
        endpointId: null,
      },
    );
  });
});
