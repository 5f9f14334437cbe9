import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Outlook, type Standing, after, backOffUs, challengeOf, proofIn } from './domain-check.ts';

const hmac = (message: string) => createHmac('sha256', 'the key of the platform').update(message).digest();
const endpointId = 'endpt-0123456789ab';
const domain = 'models.example.com';
const challenge = challengeOf(hmac, { endpointId, domain });
const [MINUTE, HOUR, DAY] = [60e6, 3600e6, 86_400e6];

describe('a challenge', () => {
  it('is the same however often it is asked for, and another one for another endpoint or domain', () => {
    expect(challenge.host).toBe('_tidegate.models.example.com');
    expect(challenge.value).toMatch(/^tidegate-verification=[\w-]{43}$/);
    expect(challengeOf(hmac, { endpointId, domain })).toEqual(challenge);
    const others = [
      challengeOf(hmac, { endpointId: 'endpt-ffffffffffff', domain }),
      challengeOf(hmac, { endpointId, domain: 'example.com' }),
    ];
    expect(new Set([challenge, ...others].map(({ value }) => value)).size).toBe(3);
  });

  it('is met by its value among other texts, and by nothing else', () => {
    expect(proofIn(challenge, { texts: ['v=spf1 -all', challenge.value] })).toEqual({
      found: true,
      problem: null,
    });
    for (const texts of [[], ['v=spf1'], [`${challenge.value}x`], [challenge.value.toUpperCase()]])
      expect(proofIn(challenge, { texts })).toEqual({
        found: false,
        problem: expect.stringContaining(challenge.host),
      });
  });

  it('is neither met nor failed when the name servers are silent', () => {
    expect(proofIn(challenge, { silence: 'ETIMEOUT' })).toEqual({
      found: null,
      problem: expect.stringContaining('ETIMEOUT'),
    });
  });
});

const met = { found: true, problem: null };
const failed = { found: false, problem: 'x' };
const silent = { found: null, problem: 'x' };
const pending: Standing = { state: 'pending', failures: 0, missingSinceUs: null };
const verified: Standing = { ...pending, state: 'verified' };

describe('a pending domain', () => {
  it('is verified when its record is found, and then looked at daily', () => {
    expect(after({ ...pending, failures: 7 }, met, 5)).toEqual({
      act: 'verify',
      failures: 0,
      missingSinceUs: null,
      nextCheckAtUs: 5 + DAY,
    });
  });

  it('is looked at again after 1, 2, 4 … minutes, at most an hour', () => {
    expect([1, 2, 3, 6, 7, 8, 5000].map(backOffUs)).toEqual(
      [1, 2, 4, 32, 60, 60, 60].map((minutes) => minutes * MINUTE),
    );
    expect(after({ ...pending, failures: 2 }, failed, 0)).toMatchObject({
      act: 'nothing',
      nextCheckAtUs: 4 * MINUTE,
    });
  });
});

describe('a verified domain', () => {
  it('stays while its record is gone for less than three days', () => {
    const first = after(verified, failed, 10);
    expect(first).toMatchObject({ act: 'nothing', missingSinceUs: 10 });
    expect(after({ ...verified, ...first }, failed, 9 + 3 * DAY)).toMatchObject({
      act: 'nothing',
      missingSinceUs: 10,
    });
    expect(after({ ...verified, ...first }, met, 9 + 3 * DAY)).toMatchObject({
      act: 'nothing',
      missingSinceUs: null,
    });
  });

  it('is released after three days without it', () => {
    expect(after({ ...verified, missingSinceUs: 10 }, failed, 10 + 3 * DAY)).toMatchObject({
      act: 'release',
    });
  });

  it('is never released because nobody answers', () => {
    expect(after({ ...verified, missingSinceUs: 10 }, silent, 99 * DAY)).toMatchObject({
      act: 'nothing',
      missingSinceUs: 10,
    });
    expect(after(verified, silent, 99 * DAY)).toMatchObject({ missingSinceUs: null });
  });

  it('is released only when no check found the record within three days, whatever else happened', () => {
    const checks = fc.array(fc.constantFrom(met, failed, silent), { maxLength: 300 });
    fc.assert(
      fc.property(checks, (proofs) => {
        let [standing, nowUs, lastMetUs]: [Standing, number, number] = [verified, 0, 0];
        for (const proof of proofs) {
          const next: Outlook = after(standing, proof, nowUs);
          if (proof === met) lastMetUs = nowUs;
          if (next.act === 'release') {
            expect(nowUs - lastMetUs).toBeGreaterThanOrEqual(3 * DAY);
            return;
          }
          expect(next.nextCheckAtUs - nowUs).toBeGreaterThanOrEqual(MINUTE);
          expect(next.nextCheckAtUs - nowUs).toBeLessThanOrEqual(proof === met ? DAY : HOUR);
          [standing, nowUs] = [{ ...standing, ...next }, next.nextCheckAtUs];
        }
      }),
    );
  });
});
