/** How long traffic is kept, and how much work a replay may be. */
export type WhatIfSettings = Readonly<{ keepDays: number; limitMs: number; mostWaiting: number }>;

export const WHAT_IF_SETTINGS = Symbol('what-if settings');
