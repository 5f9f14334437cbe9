import { DEFAULT_THEME, type MantineColorsTuple, createTheme } from '@mantine/core';

const darkened = (name: string, last: string): MantineColorsTuple =>
  [...(DEFAULT_THEME.colors[name] ?? []).slice(0, 9), last] as unknown as MantineColorsTuple;

/** Colours with the contrast of WCAG 2.2 AA on both grounds. */
export const theme = createTheme({
  primaryColor: 'cyan',
  // White on it, and itself on white: 4.5 and more; outlines on dark ground take the fifth before it.
  primaryShade: { light: 9, dark: 9 },
  colors: {
    green: darkened('green', '#226b32'),
    orange: darkened('orange', '#ad3a06'),
    yellow: darkened('yellow', '#8f5200'),
    lime: darkened('lime', '#47750f'),
    teal: darkened('teal', '#066b4d'),
  },
  autoContrast: true,
  defaultRadius: 'md',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  headings: { fontWeight: '650' },
  cursorType: 'pointer',
  // Within a sentence, colour alone does not tell a link.
  components: { Anchor: { defaultProps: { underline: 'always' } } },
});
