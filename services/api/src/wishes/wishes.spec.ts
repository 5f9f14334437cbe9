import { describe, expect, it } from '@jest/globals';
import type { FieldProblem } from '@tidegate/contracts';
import { parseBody } from '../http/body.guard.ts';
import { CreateEndpoint, UpdateEndpoint } from './endpoint.dto.ts';

const problems = (fields: object, dto: new () => object = CreateEndpoint): readonly FieldProblem[] => {
  try {
    parseBody(dto, { name: 'chat', ...fields });
    return [];
  } catch (error) {
    return (error as { problems: readonly FieldProblem[] }).problems;
  }
};
const scaling = (fields: object) => problems({ scaling: fields });
const schedule = (fields: object) =>
  scaling({ schedules: [{ cron: '0 8 * * *', durationSeconds: 60, ...fields }] });
const at = (pointer: string, message: string) => [{ pointer, message: expect.stringContaining(message) }];

describe('what an endpoint is asked to scale by', () => {
  it('may be at the ends of all bounds', () => {
    const least = {
      idleTimeoutSeconds: 1,
      initialCooldownSeconds: 0,
      stabilizationWindowSeconds: 0,
      scaleUpPerMinute: 1,
      scaleDownPerMinute: 1,
      seasonSeconds: 300,
      schedules: [],
      rules: [{ metric: 'concurrency', target: 0.001 }],
    };
    const most = {
      idleTimeoutSeconds: 86_400,
      initialCooldownSeconds: 86_400,
      stabilizationWindowSeconds: 3600,
      scaleUpPerMinute: 1000,
      scaleDownPerMinute: 1000,
      seasonSeconds: 604_800,
      schedules: Array.from({ length: 16 }, () => ({ cron: '0 8 * * *', durationSeconds: 604_800 })),
      rules: [{ metric: 'x'.repeat(200), target: 1e9 }],
    };
    expect(scaling(least)).toEqual([]);
    expect(scaling(most)).toEqual([]);
  });

  it('may be null, which is the default', () => {
    const nulls = Object.fromEntries(
      ['idleTimeoutSeconds', 'waitPrice', 'panic', 'schedules', 'seasonSeconds', 'stabilizationWindowSeconds']
        .concat('scaleUpPerMinute', 'scaleDownPerMinute', 'rules')
        .map((field) => [field, null]),
    );
    expect(scaling(nulls)).toEqual([]);
    expect(problems({ sleepMode: null, scaling: nulls }, UpdateEndpoint)).toEqual([]);
    expect(schedule({ timeZone: null, minReplicas: null, maxReplicas: null })).toEqual([]);
  });

  it.each([
    ['idleTimeoutSeconds', 0, 'between 1 and 86400'],
    ['stabilizationWindowSeconds', 3601, 'between 0 and 3600'],
    ['scaleUpPerMinute', 0, 'between 1 and 1000'],
    ['scaleDownPerMinute', 1001, 'between 1 and 1000'],
    ['seasonSeconds', 299, 'between 300 and 604800'],
    ['seasonSeconds', 604_801, 'between 300 and 604800'],
    ['seasonSeconds', 300.5, 'whole number'],
    ['waitPrice', 'free', 'lean, balanced or fast'],
    ['panic', 'no', 'true or false'],
    ['schedules', {}, 'list'],
    [
      'schedules',
      Array.from({ length: 17 }, () => ({ cron: '* * * * *', durationSeconds: 60 })),
      'at most 16',
    ],
    ['rules', [], 'at least 1'],
  ])('is not %s of %j', (field, value, message) => {
    expect(scaling({ [field]: value })).toEqual(at(`/scaling/${field}`, message));
  });

  it.each([
    ['durationSeconds', 59, 'between 60 and 604800'],
    ['durationSeconds', null, 'whole number'],
    ['cron', 'x'.repeat(101), 'at most 100'],
    ['cron', 7, 'text'],
    ['timeZone', 'x'.repeat(65), 'at most 64'],
    ['minReplicas', -1, 'between 0 and 1000'],
    ['maxReplicas', 0, 'between 1 and 1000'],
  ])('has no schedule with %s of %j', (field, value, message) => {
    expect(schedule({ [field]: value })).toEqual(at(`/scaling/schedules/0/${field}`, message));
  });

  it('sleeps cold or warm', () => {
    expect(problems({ sleepMode: 'warm' })).toEqual([]);
    expect(problems({ sleepMode: 'deep' })).toEqual(at('/sleepMode', 'cold or warm'));
  });
});
