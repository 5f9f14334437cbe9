import { describe, expect, it } from '@jest/globals';
import { parseExitCode } from './process-wrapper.ts';

describe("a wrapper's report", () => {
  it.each([
    ['0\n', 0],
    ['143\n', 143],
  ])('%j is the exit code %d', (text, code) => expect(parseExitCode(text)).toBe(code));

  it.each([undefined, '', '14', 'x\n', '1\n2\n'])('%j says nothing', (text) =>
    expect(parseExitCode(text)).toBeNull(),
  );
});
