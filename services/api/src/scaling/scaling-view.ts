import {
  type AnyEvent,
  type EventNamed,
  type Recorded,
  ScalingView,
  scalingEvents,
} from '@tidegate/contracts';
import { z } from 'zod';

const { from, to, cause, text, formula, limitedBy, revision } = scalingEvents.ScaleDecided.schema.shape;

/** A change of the count, and why. Its inputs are in the event of that position. */
export const DecisionView = z.object({
  /** Its place in the whole log. */
  position: z.int(),
  at: z.iso.datetime(),
  revision,
  from,
  to,
  cause,
  text,
  formula,
  limitedBy,
});
export type DecisionView = z.infer<typeof DecisionView>;

export const ScalingStateView = z.object({
  /** Null: there is nothing to scale, e.g. because the endpoint is deleted. */
  now: ScalingView.nullable(),
  /** The last changes, newest first; all of them are events of the type ScaleDecided. */
  decisions: z.array(DecisionView),
});
export type ScalingStateView = z.infer<typeof ScalingStateView>;

const isDecision = (event: Recorded<AnyEvent>): event is Recorded<EventNamed<'ScaleDecided'>> =>
  event.type === 'ScaleDecided';

export const decisionsOf = (events: readonly Recorded<AnyEvent>[]): DecisionView[] =>
  events.filter(isDecision).map(({ position, occurredAt, data }) => ({
    position,
    at: occurredAt.toISOString(),
    revision: data.revision,
    from: data.from,
    to: data.to,
    cause: data.cause,
    text: data.text,
    formula: data.formula,
    limitedBy: data.limitedBy,
  }));
