import { FIELD_CLASSES } from '@tidegate/contracts';
import { z } from 'zod';
import { SizingView } from '../sizing/sizing-view.ts';
import { EndpointView } from './endpoint-view.ts';

const Field = z.object({
  pointer: z.string().describe('a JSON pointer into the body'),
  message: z.string(),
});
const NanoUsd = z.string().regex(/^\d+$/).describe('billionths of a dollar an hour');

export const ChangeView = z.object({
  pointer: z.string().describe('a JSON pointer into the configuration'),
  class: z.enum([...new Set(Object.values(FIELD_CLASSES))]),
  from: z.unknown().describe('of what is sealed, only whether it is set'),
  to: z.unknown(),
});

export const EffectView = z.object({
  kind: z.enum(['none', 'hot', 'rolling', 'canary', 'staged', 'retry']),
  text: z.string(),
});

const PriceView = z.object({
  hardwareId: z.string(),
  perReplicaNanoUsdPerHour: NanoUsd,
  atMinNanoUsdPerHour: NanoUsd,
  nowNanoUsdPerHour: NanoUsd,
  atMaxNanoUsdPerHour: NanoUsd,
});

/** What would become of a wish that is only judged. */
export const PreviewView = z.object({
  valid: z.boolean(),
  problems: z.array(Field),
  warnings: z.array(Field),
  price: PriceView.nullable(),
  /** How much its model needs, and what holds it; null: not known. */
  sizing: SizingView.nullable(),
});
export type PreviewView = z.infer<typeof PreviewView>;

export const ChangePreviewView = PreviewView.extend({
  changes: z.array(ChangeView),
  effect: EffectView.nullable(),
});
export type ChangePreviewView = z.infer<typeof ChangePreviewView>;

/** An endpoint that was made, with what its owner should know. */
export const CreatedView = EndpointView.extend({ warnings: z.array(Field) });
export type CreatedView = z.infer<typeof CreatedView>;

export const UpdatedView = CreatedView.extend({ changes: z.array(ChangeView), effect: EffectView });
export type UpdatedView = z.infer<typeof UpdatedView>;
