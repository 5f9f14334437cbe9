import { describe, expect, it } from '@jest/globals';
import { castOf, castText } from './cast.ts';
import { linesOf } from './screen.ts';
import { svgOf } from './svg.ts';

const cast = {
  ...{ width: 20, height: 2, title: 'a <demo>' },
  events: [
    [0, '\u001b[1mTitle\u001b[0m\n'],
    [1, 'one '],
    [9, 'two & three\n'],
    [9.5, 'a line that is too long for it\n'],
  ] as const,
};

describe('a recording', () => {
  it('is read as it was written', () => expect(castOf(castText(cast))).toEqual(cast));

  it('is lines with styles and times, and long pauses are short', () =>
    expect(linesOf(cast)).toEqual([
      { at: 0, spans: [{ text: 'Title', style: 'b' }] },
      { at: 2.5, spans: ['one ', 'two ', '& ', 'three'].map((text) => ({ text, style: '' })) },
      { at: 3, spans: ['a ', 'line ', 'that ', 'is ', 'too '].map((text) => ({ text, style: '' })) },
      { at: 3, spans: ['          ', 'long ', 'for '].map((text) => ({ text, style: '' })) },
      { at: 3, spans: ['          ', 'it'].map((text) => ({ text, style: '' })) },
    ]));

  it('is drawn the same each time, without anything that runs', () => {
    const svg = svgOf(cast);
    expect(svgOf(castOf(castText(cast)))).toBe(svg);
    expect(svg).toContain('a &#60;demo&#62;');
    expect(svg).toContain('two &#38; three');
    expect(svg).not.toMatch(/<script|https?:(?!\/\/www\.w3\.org\/2000\/svg)/);
    expect(svg).toContain('prefers-reduced-motion');
  });
});
