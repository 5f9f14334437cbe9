import { refuse } from '@tidegate/contracts';

/** The version of an endpoint’s configuration, as HTTP names it. */
export const etagOf = ({ revision }: Readonly<{ revision: number }>): string => `"r${revision}"`;

const ENTITY_TAGS = /^(?:W\/)?"[\x21\x23-\x7e]*"(?: *, *(?:W\/)?"[\x21\x23-\x7e]*")*$/;
const LONGEST = 500;

/**
 * What was read must be what there is.
 * @param ifMatch the header; undefined: whatever there is
 * @throws Refusal endpoint.changed, request.invalid
 */
export const mustMatch = (ifMatch: string | undefined, found: Readonly<{ revision: number }>): void => {
  if (ifMatch === undefined || ifMatch.trim() === '*') return;
  const text = ifMatch.trim();
  if (text.length > LONGEST || !ENTITY_TAGS.test(text))
    refuse('request.invalid', { count: 1 }, [
      { pointer: 'If-Match', message: 'must be the ETag of the endpoint, like "r3", with its quotes' },
    ]);
  const etag = etagOf(found);
  if (!text.split(/ *, */).includes(etag)) refuse('endpoint.changed', { etag });
};
