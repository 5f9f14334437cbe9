export type DeliverySettings = Readonly<{
  /** The platform's own key, from which each project's webhook secret is derived. */
  secretKey: string;
  /** What signing secrets of subscriptions are sealed with, the newest first; `secretKey` is the last of them. */
  sealKeys: readonly string[];
  allowPrivate: boolean;
  timeoutSeconds: number;
  keepDays: number;
  webhooksPerProject: number;
  /** After so many days without a successful try a subscription is disabled. */
  disableAfterDays: number;
  /** More deliveries than these wait for no subscription: it is disabled. */
  mostWaiting: number;
}>;

export const DELIVERY_SETTINGS = Symbol('delivery settings');
