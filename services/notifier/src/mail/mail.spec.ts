import { describe, expect, it } from '@jest/globals';
import type { Notice } from '../notices/notice.ts';
import { domainOf, mailOf } from './mail.ts';

const notice: Notice = {
  type: 'alert.firing',
  level: 'critical',
  title: 'Full: chat\r\nBcc: everybody@example.com',
  text: 'in_flight is 93, above 90.\n<script>alert(1)</script>',
  facts: [{ name: 'Value', value: '93 & rising' }],
  thread: 'first',
  about: {},
};
const envelope = {
  channelId: 'chan-0123456789ab',
  channel: '{{ title }}',
  deliveryId: 'chan-0123456789ab_first',
  to: ['oncall@example.com'],
  domain: 'example.com',
  at: '2031-01-01T00:00:00.000Z',
};

describe('a notice as a mail', () => {
  const mail = mailOf(notice, envelope);

  it('says what is to be said, in both forms', () => {
    expect(mail.text).toContain('in_flight is 93, above 90.\n<script>');
    expect(mail.text).toContain('Value: 93 & rising');
    expect(mail.html).toContain('93 &amp; rising');
    expect(mail.html).toContain('#c62828');
  });

  it('lets nothing that people wrote become markup, a header or a template', () => {
    expect(mail.html).not.toContain('<script>');
    expect(mail.subject).toBe('[Tidegate] Full: chat Bcc: everybody@example.com');
    expect(mail.text).toContain('channel to this address: {{ title }}.');
  });

  it('begins a thread, and those that follow reply to it under its subject', () => {
    expect(mail).toMatchObject({ messageId: '<chan-0123456789ab_first@example.com>', inReplyTo: null });
    const next = mailOf(
      { ...notice, type: 'alert.resolved' },
      { ...envelope, deliveryId: 'chan-0123456789ab_next' },
    );
    expect(next).toMatchObject({
      messageId: '<chan-0123456789ab_next@example.com>',
      inReplyTo: mail.messageId,
      subject: `Re: ${mail.subject}`,
    });
    expect(mailOf({ ...notice, thread: null }, { ...envelope, deliveryId: 'x' }).inReplyTo).toBeNull();
  });
});

describe('the sender of mails', () => {
  it('has a domain, with a name beside its address or without', () => {
    expect(domainOf('alerts@example.com')).toBe('example.com');
    expect(domainOf('Tidegate <alerts@mail.example.com>')).toBe('mail.example.com');
  });
});
