import { describe, expect, it } from '@jest/globals';
import { sandboxFor, setsSession, withoutSession } from './browser-safety.ts';
import { readHead } from './request-head.ts';
import { readResponseHead } from './response-head.ts';

describe('a browser that is signed in to the console', () => {
  it('shows its session to the api, and to no replica', () => {
    const head = readHead(['Cookie', 'a=1; tidegate_session=s3; b=2', 'X-Tidegate-Console', '1']);
    expect(head).toMatchObject({ holdsSession: true, forApi: 'x-tidegate-console: 1\r\n' });
    expect(withoutSession(head.forward)).toBe('Cookie: a=1; b=2\r\n');
    expect(withoutSession('Cookie: tidegate_session=s3\r\nAccept: */*\r\nX-Empty: \r\n')).toBe(
      'Accept: */*\r\nX-Empty: \r\n',
    );
    expect(readHead(['cookie', 'a=1']).holdsSession).toBe(false);
  });

  it('is not signed in as somebody else by a replica', () => {
    const answer = ['Set-Cookie', ' tidegate_session=theirs; Path=/', 'Set-Cookie', 'a=1'];
    expect(readResponseHead(answer, 'x-tidegate-replica: repl-1\r\n').lines).toBe(
      'x-tidegate-replica: repl-1\r\nSet-Cookie: a=1\r\n',
    );
    expect(readResponseHead(answer, '').lines).toContain('tidegate_session');
    expect(setsSession('other=tidegate_session=1')).toBe(false);
  });

  it('gives a replica’s page no part in the origin of the console', () => {
    expect(readHead(['Accept', 'text/html,*/*;q=0.8']).wantsPage).toBe(true);
    expect(readHead(['Accept', '*/*']).wantsPage).toBe(false);
    for (const shared of ['/api/d/endpt-1/page', '/v1/chat/completions', 'http://me/api/d/endpt-1/'])
      expect(sandboxFor(shared)).toMatch(/^content-security-policy: sandbox .*allow-scripts\r\n$/);
    expect(sandboxFor('/page')).toBe('');
  });
});
