import { describe, expect, it } from '@jest/globals';
import { POLICIES } from './lives.spec-helper.ts';
import { Placer } from './placer.ts';
import { offer, request } from './pools.spec-helper.ts';

/** GPUs 0 to 3 are one island, 4 to 7 the other. */
const occupy = (placer: Placer, nodeId: string, gpuIndices: readonly number[]): void => {
  for (const index of gpuIndices)
    placer.hold({
      id: `${nodeId}${index}`,
      place: { nodeId, gpuIndices: [index] },
      request: request(),
      priority: 0,
    });
};

describe.each(POLICIES)('several GPUs under %s', (_, policyOf) => {
  const four = request({ gpuCount: 4 });

  it('go to the node that has them in one island', () => {
    const placer = new Placer([offer('split'), offer('together')], policyOf);
    placer.remember([four, request()]);
    occupy(placer, 'split', [0, 1, 4, 5]);
    occupy(placer, 'together', [4, 5, 6, 7]);
    expect(placer.choose(four)).toEqual({ nodeId: 'together', gpuIndices: [0, 1, 2, 3] });
    expect(placer.choose(request({ gpuCount: 2 }))?.nodeId).toBe('split');
  });

  it('are split where there is no other room', () => {
    const placer = new Placer([offer('split')], policyOf);
    occupy(placer, 'split', [0, 1, 4, 5]);
    expect(placer.choose(four)).toEqual({ nodeId: 'split', gpuIndices: [2, 3, 6, 7] });
  });

  it('are of the model that has them in one island', () => {
    const gpus = Array.from({ length: 8 }, (__, index) => ({
      index,
      model: index < 4 ? 'a' : 'b',
      island: index === 1 || index === 2 ? 'odd' : 'even',
    }));
    const placer = new Placer([offer('n', { gpus })], policyOf);
    expect(placer.choose(four)?.gpuIndices).toEqual([4, 5, 6, 7]);
  });

  it('cost the same wherever nothing is known of islands', () => {
    const unknown = offer('n').gpus.map((gpu) => ({ ...gpu, island: null }));
    const placer = new Placer([offer('a', { gpus: unknown }), offer('b', { gpus: unknown })], policyOf);
    occupy(placer, 'a', [0, 1, 4, 5]);
    occupy(placer, 'b', [4, 5, 6, 7]);
    expect(new Set(placer.explain(four, 2).map(({ cost }) => cost)).size).toBe(1);
    expect(placer.choose(four)?.nodeId).toBe('a');
  });
});
