import type { Cast } from './cast.ts';
import { type Line, type Span, linesOf } from './screen.ts';

const [CELL, ROW, MARGIN, BAR] = [8.4, 20, 16, 36];
/** The end stays for so long before it begins again. */
const LAST_SECONDS = 6;

/**
 * The recording as one picture that plays by itself, without a script: each line has an animation of its own, and the paper moves up
 * when the window is full. Who wants no motion sees the end.
 */
export const svgOf = (cast: Cast): string => {
  const lines = linesOf(cast);
  const seconds = (lines.at(-1)?.at ?? 0) + LAST_SECONDS;
  const [width, height] = [Math.ceil(cast.width * CELL) + 2 * MARGIN, cast.height * ROW + BAR + MARGIN];
  const percent = (at: number): string => `${((at / seconds) * 100).toFixed(2)}%`;
  const shown = lines.map(({ at }, nth) => `@keyframes l${nth}{0%{opacity:0}${percent(at)},100%{opacity:1}}`);
  const last = Math.max(0, lines.length - cast.height) * ROW;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(cast.title)}">`,
    `<title>${escaped(cast.title)}</title>`,
    '<style>',
    'text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;fill:#d5dde5;white-space:pre}',
    '.b{font-weight:700;fill:#fff}.d{fill:#8b98a5}.g{fill:#56d364}.c{fill:#5ec8e5}',
    `.l{animation:${seconds.toFixed(2)}s step-end infinite}`,
    `.p{animation:p ${seconds.toFixed(2)}s step-end infinite;transform:translateY(${-last}px)}`,
    `@keyframes p{${paper(lines, cast.height, percent)}}`,
    ...shown,
    '@media(prefers-reduced-motion:reduce){.l,.p{animation:none}}',
    '</style>',
    `<rect width="${width}" height="${height}" rx="8" fill="#10161d"/>`,
    ...['#ff5f57', '#febc2e', '#28c840'].map(
      (fill, nth) => `<circle cx="${MARGIN + 6 + nth * 20}" cy="18" r="6" fill="${fill}"/>`,
    ),
    `<text x="${width / 2}" y="23" text-anchor="middle" class="d">${escaped(cast.title)}</text>`,
    `<svg y="${BAR}" width="${width}" height="${cast.height * ROW}"><g class="p">`,
    ...lines.map(
      ({ spans }, nth) =>
        `<text class="l" style="animation-name:l${nth}" x="${MARGIN}" y="${(nth + 1) * ROW - 5}">${spans.map(tspan).join('')}</text>`,
    ),
    '</g></svg>',
    '</svg>\n',
  ].join('\n');
};

const paper = (lines: readonly Line[], height: number, percent: (at: number) => string): string => {
  const moves = lines.flatMap(({ at }, nth) =>
    nth < height ? [] : [`${percent(at)}{transform:translateY(${-(nth + 1 - height) * ROW}px)}`],
  );
  const end = Math.max(0, lines.length - height) * ROW;
  return ['0%{transform:translateY(0)}', ...moves, `100%{transform:translateY(${-end}px)}`].join('');
};

const tspan = ({ text, style }: Span): string =>
  style === '' ? escaped(text) : `<tspan class="${style}">${escaped(text)}</tspan>`;

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
