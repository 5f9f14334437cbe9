import { describe, expect, it } from '@jest/globals';
import { type Call, pythonOf, shellWord, snippetOf } from './snippets.ts';

const CALL: Call = {
  url: 'http://127.0.0.1:7070/api/d/endpt-1',
  path: 'chat/completions',
  method: 'POST',
  body: { messages: [{ role: 'user', content: `it's "$HOME"` }], stream: true },
};

describe('a call as a program', () => {
  it('is curl whose words a shell cannot misread', () => {
    const text = snippetOf(CALL, 'curl');
    expect(text).toContain(`'http://127.0.0.1:7070/api/d/endpt-1/chat/completions'`);
    expect(text).toContain('Bearer $TIDEGATE_TOKEN');
    expect(text).toContain(`it'\\''s \\"$HOME\\"`);
    expect(text).toContain('curl -N');
  });

  it('is Python with Python’s own words', () => {
    expect(snippetOf(CALL, 'python')).toContain('"stream": True,');
    expect(pythonOf({ a: null, b: [], c: {}, d: [1] })).toBe(
      '{\n    "a": None,\n    "b": [],\n    "c": {},\n    "d": [\n        1,\n    ],\n}',
    );
  });

  it('is JavaScript that says when it failed', () => {
    expect(snippetOf(CALL, 'javascript')).toContain('if (!answer.ok) throw');
  });

  it('shows no token where none is needed, and no body where there is none', () => {
    const open: Call = { ...CALL, method: 'GET', body: null, isPublic: true };
    for (const language of ['curl', 'python', 'javascript'] as const) {
      const text = snippetOf(open, language);
      expect(text).not.toMatch(/token|content-type|json/i);
    }
  });
});

describe('a word of a shell', () => {
  it('is kept whole', () => expect(shellWord(`a'b`)).toBe(`'a'\\''b'`));
});
