export type DeliverySettings = Readonly<{
  /** The platform's own key, from which each project's webhook secret is derived. */
  secretKey: string;
  allowPrivate: boolean;
  timeoutSeconds: number;
  keepDays: number;
}>;

export const DELIVERY_SETTINGS = Symbol('delivery settings');
