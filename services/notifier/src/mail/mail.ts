import { Liquid } from 'liquidjs';
import { type Level, type Notice, noticeIdOn } from '../notices/notice.ts';
import { HTML_TEMPLATE, TEXT_TEMPLATE } from './templates.ts';

export type Mail = Readonly<{
  messageId: string;
  /** Of the first mail of its thread; null: it is the first. */
  inReplyTo: string | null;
  to: readonly string[];
  subject: string;
  text: string;
  html: string;
  headers: Readonly<Record<string, string>>;
}>;
export type Envelope = Readonly<{
  channelId: string;
  /** What its owner calls the channel. */
  channel: string;
  /** Of the delivery: the same over all tries. */
  deliveryId: string;
  to: readonly string[];
  /** Behind the @ of its Message-ID. */
  domain: string;
  at: string;
}>;

export const COLOURS: Readonly<Record<Level, string>> = {
  info: '#2f6fde',
  warning: '#d98200',
  critical: '#c62828',
  good: '#2e7d32',
};
const MOST_SUBJECT_CHARACTERS = 200;

const plain = new Liquid();
const markup = new Liquid({ outputEscape: 'escape' });
const [asText, asHtml] = [plain.parse(TEXT_TEMPLATE), markup.parse(HTML_TEMPLATE)];

/** A notice as a mail. Those about one matter are one thread, under one subject. */
export const mailOf = (
  notice: Notice,
  { channelId, deliveryId, domain, to, ...envelope }: Envelope,
): Mail => {
  const messageId = `<${deliveryId}@${domain}>`;
  const first = notice.thread === null ? messageId : `<${noticeIdOn(channelId, notice.thread)}@${domain}>`;
  const isReply = first !== messageId;
  const said = { ...notice, ...envelope, colour: COLOURS[notice.level] };
  return {
    messageId,
    inReplyTo: isReply ? first : null,
    to,
    subject: `${isReply ? 'Re: ' : ''}[Tidegate] ${oneLine(notice.title)}`.slice(0, MOST_SUBJECT_CHARACTERS),
    text: String(plain.renderSync(asText, said)),
    html: String(markup.renderSync(asHtml, said)),
    headers: {
      // Nobody’s out-of-office reply is wanted (RFC 3834).
      'Auto-Submitted': 'auto-generated',
      'X-Tidegate-Notice': notice.type,
    },
  };
};

const oneLine = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, ' ').trim();

/** Of `Tidegate <alerts@example.com>`: the part behind the @. */
export const domainOf = (from: string): string => /@([^\s<>@]+)>?\s*$/.exec(from)?.[1] ?? 'tidegate.invalid';
