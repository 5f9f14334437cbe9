/** What proves that whoever configured a domain owns it. */
export type Challenge = Readonly<{ host: string; value: string }>;

/**
 * Derived, so that it is stored nowhere and says nothing about the key. Another endpoint’s is another: one record proves
 * one domain for one endpoint.
 * @param hmacSha256 HMAC-SHA256 under the platform’s key
 */
export const challengeOf = (
  hmacSha256: (message: string) => Uint8Array,
  { endpointId, domain }: Readonly<{ endpointId: string; domain: string }>,
): Challenge => {
  const code = btoa(String.fromCharCode(...hmacSha256(`domain/1/${endpointId}/${domain}`)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
  return { host: `_tidegate.${domain}`, value: `tidegate-verification=${code}` };
};

/** What the name servers said: the texts at the host, none if there is no such host; or why they said nothing. */
export type TxtAnswer = Readonly<{ texts: readonly string[] } | { silence: string }>;

type Proof = Readonly<{ found: boolean | null; problem: string | null }>;

/** Whether the record is there; null when nobody knows. */
export const proofIn = ({ host, value }: Challenge, answer: TxtAnswer): Proof => {
  if ('silence' in answer)
    return { found: null, problem: `the name servers gave no answer for ${host} (${answer.silence})` };
  if (answer.texts.some((text) => text.trim() === value)) return { found: true, problem: null };
  const problem =
    answer.texts.length === 0
      ? `there is no TXT record at ${host}`
      : `none of the TXT records at ${host} has the value of the challenge`;
  return { found: false, problem };
};

/** How a domain stands. Times are epoch microseconds. */
export type Standing = Readonly<{
  state: 'pending' | 'verified';
  /** Checks in a row that found no proof. */
  failures: number;
  /** Since when the record of a verified domain is surely gone. */
  missingSinceUs: number | null;
}>;
export type Outlook = Readonly<{
  act: 'verify' | 'release' | 'nothing';
  failures: number;
  missingSinceUs: number | null;
  nextCheckAtUs: number;
}>;

const MINUTE_US = 60e6;
const HOUR_US = 60 * MINUTE_US;
export const DAY_US = 24 * HOUR_US;
/** A record that is gone by mistake can be put back within this time, and nobody notices. */
const GRACE_US = 3 * DAY_US;

/** 1, 2, 4 … minutes, at most an hour. */
export const backOffUs = (failures: number): number =>
  Math.min(MINUTE_US * 2 ** Math.min(failures - 1, 10), HOUR_US);

/**
 * What follows from a check. A verified domain is looked at daily and released when its record was surely gone for three
 * days: that the name servers say nothing proves nothing.
 */
export const after = (
  { state, failures, missingSinceUs }: Standing,
  { found }: Proof,
  nowUs: number,
): Outlook => {
  if (found) {
    const act = state === 'pending' ? 'verify' : 'nothing';
    return { act, failures: 0, missingSinceUs: null, nextCheckAtUs: nowUs + DAY_US };
  }
  const again = nowUs + backOffUs(failures + 1);
  const failed = { failures: failures + 1, nextCheckAtUs: again };
  if (state === 'pending') return { act: 'nothing', ...failed, missingSinceUs: null };
  if (found === null) return { act: 'nothing', ...failed, missingSinceUs };
  const since = missingSinceUs ?? nowUs;
  return nowUs - since >= GRACE_US
    ? { act: 'release', ...failed, missingSinceUs: null }
    : { act: 'nothing', ...failed, missingSinceUs: since };
};
