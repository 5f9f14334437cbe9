export type AlertSettings = Readonly<{
  /** With user name and password where the server wants them; null: no mail is sent. */
  smtpUrl: string | null;
  /** The sender of mails: an address, or a name and an address in angle brackets. */
  mailFrom: string | null;
  alertsPerProject: number;
  channelsPerProject: number;
  evaluateEverySeconds: number;
  /** How long the history of alerts is kept. */
  keepDays: number;
}>;

export const ALERT_SETTINGS = Symbol('alert settings');

export const USUAL_ALERT_SETTINGS: AlertSettings = {
  smtpUrl: null,
  mailFrom: null,
  alertsPerProject: 100,
  channelsPerProject: 20,
  evaluateEverySeconds: 15,
  keepDays: 400,
};
