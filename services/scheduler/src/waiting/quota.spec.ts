import { describe, expect, it } from '@jest/globals';
import { shape } from '../placement/rooms.spec-helper.ts';
import { type EndpointUse, Quotas, heldOf } from './quota.ts';

const use = (desired: number, held: number[], change: Partial<EndpointUse> = {}): EndpointUse => ({
  projectId: 'project',
  endpointId: 'words',
  desired,
  held,
  limit: 4,
  ...change,
});
const asking = (gpuCount: number, endpointId = 'words', projectId = 'project') => ({
  projectId,
  endpointId,
  hardware: shape(gpuCount),
});

describe('a project that holds its quota', () => {
  it('gets no more, and is told what it holds', () => {
    const quotas = new Quotas([use(4, [1000, 1000]), use(4, [2000], { endpointId: 'images' })]);
    expect(quotas.take([asking(1)])).toBe(
      'Waits for quota: its project holds 4 of its 4 GPUs, and 1 more are needed.',
    );
  });
  it('still gets what needs no GPU', () => {
    expect(new Quotas([use(4, [4000])]).take([asking(0)])).toBeNull();
  });
  it('does not keep others from theirs', () => {
    const quotas = new Quotas([use(4, [4000]), use(1, [], { projectId: 'other', endpointId: 'theirs' })]);
    expect(quotas.take([asking(1, 'theirs', 'other')])).toBeNull();
    expect(quotas.take([asking(1, 'nobody’s', 'without quota')])).toBeNull();
  });
  it('may exchange what it has: what is there twice for a moment counts once', () => {
    const quotas = new Quotas([use(2, [2000, 2000])]);
    expect(quotas.take([asking(2)])).toBeNull();
    // A template that needs more than the one it replaces is more.
    expect(quotas.take([asking(3)])).not.toBeNull();
  });
});

describe('a quota', () => {
  it('is used up one by one, and given back', () => {
    const quotas = new Quotas([use(9, [])]);
    expect(quotas.take([asking(2), asking(2)])).toBeNull();
    expect(quotas.take([asking(1)])).not.toBeNull();
    quotas.giveBack([asking(2)]);
    expect(quotas.take([asking(2)])).toBeNull();
  });
  it('takes all of several or none', () => {
    const quotas = new Quotas([use(9, [])]);
    expect(quotas.take([asking(2), asking(2), asking(2)])).not.toBeNull();
    expect(quotas.take([asking(4)])).toBeNull();
  });
  it('counts no more than is desired', () => {
    expect(heldOf([use(1, [1000, 2000]), use(0, [1000])])).toBe(2000);
  });
});
