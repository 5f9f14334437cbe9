import { describe, expect, it } from '@jest/globals';
import { NodeTraits } from '@tidegate/contracts';
import fc from 'fast-check';
import { labelsIn, taintsIn, zoneIn } from './own-traits.ts';

const LONG = 'a'.repeat(63);

describe('what an operator says of a node', () => {
  it('is labels, taints and a zone', () => {
    expect(labelsIn(` rack=7 , example.com/pool = batch,${LONG}=${LONG}`)).toEqual({
      rack: '7',
      'example.com/pool': 'batch',
      [LONG]: LONG,
    });
    expect(taintsIn('spot, dedicated,spot')).toEqual(['dedicated', 'spot']);
    expect(zoneIn(' eu-west-1a ')).toBe('eu-west-1a');
  });

  it('is nothing where the text is empty', () => {
    expect([labelsIn(' '), taintsIn(''), zoneIn(' ')]).toEqual([{}, [], null]);
  });

  it.each([
    ['rack', /part 1; write rack=7,pool=batch/],
    ['rack=7,', /part 2; write/],
    ['rack=7,pool=', /part 2; write/],
    ['=7', /part 1; write/],
    ['-rack=7', /part 1; write/],
    ['rack=a b', /part 1; write/],
    [`${LONG}a=1`, /at most 63/],
    ['tidegate.os=mine', /may not set tidegate\.os; choose a name that does not begin with tidegate\./],
    ['rack=7,rack=8', /sets rack twice; leave one of them out/],
    [Array.from({ length: 65 }, (_, at) => `l${String(at)}=1`).join(','), /more than 64; name fewer/],
  ])('is no labels in %j', (text, remedy) => {
    expect(() => labelsIn(text)).toThrow(remedy);
  });

  it.each(['spot,', 'a b', 'spot=1', `${LONG}a`, '.spot'])('is no taints in %j', (text) => {
    expect(() => taintsIn(text)).toThrow(/; write spot,dedicated/);
  });

  it('is no zone in two words', () => {
    expect(() => zoneIn('a b')).toThrow(/write eu-west-1a/);
  });

  it('is understood as the contract has it, or refused with a remedy', () => {
    const texts = fc.oneof(fc.string(), fc.stringMatching(/^[a-z.=, -]{0,40}$/));
    fc.assert(
      fc.property(texts, (text) => {
        try {
          const traits = {
            labels: labelsIn(text),
            taints: taintsIn(text),
            zone: zoneIn(text),
            driver: 'process',
          };
          expect(NodeTraits.safeParse(traits).success).toBe(true);
        } catch (error) {
          expect((error as Error).message).toMatch(/; (?:write|choose|leave|name) /);
        }
      }),
    );
  });
});
