import { describe, expect, it } from '@jest/globals';
import type { Endpoint } from '../endpoint/queries.ts';
import { changeOf, fieldOf, simulateBodyOf, whatOf } from './wish.ts';

const NOW: Endpoint['scaling'] = {
  mode: 'automatic',
  minReplicas: 0,
  maxReplicas: 2,
  rules: [{ metric: 'concurrency', target: 4 }],
  waitPrice: 'balanced',
  idleTimeoutSeconds: 60,
  initialCooldownSeconds: 0,
  stabilizationWindowSeconds: null,
  scaleUpPerMinute: null,
  scaleDownPerMinute: null,
  panic: true,
  schedules: [],
  seasonSeconds: null,
};

describe('what if', () => {
  it('begins with what is set', () => {
    expect(whatOf(NOW)).toEqual({
      minReplicas: 0,
      maxReplicas: 2,
      target: 4,
      waitPrice: 'balanced',
      idleTimeoutSeconds: 60,
      hours: 24,
    });
  });

  it('asks for both policies over the same time, and keeps what cannot be played with', () => {
    const body = simulateBodyOf(NOW, { ...whatOf(NOW), target: 8, minReplicas: 1, hours: 1 }, 3_600_000);
    expect(body).toMatchObject({ from: '1970-01-01T00:00:00.000Z', to: '1970-01-01T01:00:00.000Z' });
    expect(body.policies[0]).toEqual({ name: 'current' });
    expect(body.policies[1]?.scaling).toEqual({
      ...NOW,
      minReplicas: 1,
      rules: [{ metric: 'concurrency', target: 8 }],
    });
  });

  it('knows the field that is complained about', () => {
    expect(fieldOf('/policies/1/scaling/maxReplicas')).toBe('maxReplicas');
    expect(fieldOf('/policies/1/scaling/rules/0/target')).toBe('target');
    expect(fieldOf('/from')).toBeNull();
  });

  it('tells the difference in percent', () => {
    expect(changeOf(10, 15)).toBe('+50 %');
    expect(changeOf(10, 5)).toBe('−50 %');
    expect(changeOf(0, 5)).toBeNull();
    expect(changeOf(5, 5)).toBeNull();
  });
});
