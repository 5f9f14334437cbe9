import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { type Transporter, createTransport } from 'nodemailer';
import type { Outcome } from '../deliveries/attempt.ts';
import { DELIVERY_SETTINGS, type DeliverySettings } from '../deliveries/settings.ts';
import { ALERT_SETTINGS, type AlertSettings } from '../evaluation/settings.ts';
import { type Mail, domainOf } from './mail.ts';

type SmtpError = Error & Readonly<{ code?: string; responseCode?: number; response?: string }>;
type Sent = Readonly<{ response: string; accepted: unknown[]; rejected: unknown[] }>;

const CONNECTIONS = 4;
const MAILS_PER_CONNECTION = 100;
/** What a mail server answers when a recipient or a mail will never be taken, whoever sends it. */
const NEVER = /^(?:550|551|552|553|554|556)$/;

/** Hands mails to the mail server of the platform’s operator, over a few kept connections. */
@Injectable()
export class Mailer implements OnApplicationShutdown {
  readonly domain: string;
  #transport: Transporter | undefined;

  constructor(
    @Inject(ALERT_SETTINGS) private readonly settings: AlertSettings,
    @Inject(DELIVERY_SETTINGS) private readonly delivery: DeliverySettings,
  ) {
    this.domain = domainOf(settings.mailFrom ?? '');
  }

  onApplicationShutdown(): void {
    this.#transport?.close();
  }

  async send(mail: Mail): Promise<Outcome> {
    const { smtpUrl, mailFrom } = this.settings;
    if (smtpUrl === null || mailFrom === null)
      return { kind: 'unreachable', error: 'this platform has no mail server: TIDEGATE_SMTP_URL is not set' };
    this.#transport ??= this.#open(smtpUrl);
    try {
      const { messageId, inReplyTo, to, subject, text, html, headers } = mail;
      const sent = (await this.#transport.sendMail({
        ...{ from: mailFrom, to: [...to], subject, text, html, messageId, headers: { ...headers } },
        ...(inReplyTo !== null && { inReplyTo, references: inReplyTo }),
        // What people wrote is text: it names no file and no URL to fetch.
        disableFileAccess: true,
        disableUrlAccess: true,
      })) as Sent;
      return { kind: 'answered', status: Number(sent.response.slice(0, 3)) || 250 };
    } catch (error) {
      return outcomeOf(error as SmtpError);
    }
  }

  #open(smtpUrl: string): Transporter {
    const limitMs = this.delivery.timeoutSeconds * 1000;
    return createTransport({
      ...{ url: smtpUrl, pool: true, maxConnections: CONNECTIONS, maxMessages: MAILS_PER_CONNECTION },
      ...{
        connectionTimeout: limitMs,
        greetingTimeout: limitMs,
        socketTimeout: limitMs,
        dnsTimeout: limitMs,
      },
    });
  }
}

/** A server that knows nobody of that name will not know them in an hour; all else may be over by then. */
const outcomeOf = ({ code, responseCode, response, message }: SmtpError): Outcome => {
  const said =
    responseCode === undefined ? message : `the mail server said ${response ?? String(responseCode)}`;
  const error = said.replace(/[\r\n]+/g, ' ');
  return (code === 'EENVELOPE' || code === 'EMESSAGE') && NEVER.test(String(responseCode))
    ? { kind: 'refused', error }
    : { kind: 'unreachable', error };
};
