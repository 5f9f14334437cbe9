import { COLOURS } from '../mail/mail.ts';
import type { Notice } from '../notices/notice.ts';

/** `&`, `<` and `>` are the three that Slack reads as more than text. */
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** A notice as incoming webhooks of Slack, Mattermost and Rocket.Chat take it, and Discord’s under `/slack`. */
export const slackMessage = ({ title, text, level, facts }: Notice, at: string): object => ({
  text: escaped(title),
  attachments: [
    {
      color: COLOURS[level],
      fallback: escaped(`${title}: ${text}`),
      text: escaped(text),
      fields: facts.map(({ name, value }) => ({ title: name, value: escaped(value), short: true })),
      footer: 'Tidegate',
      ts: Math.floor(Date.parse(at) / 1000),
    },
  ],
});
