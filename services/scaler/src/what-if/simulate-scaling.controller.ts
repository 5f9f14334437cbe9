import { Controller } from '@nestjs/common';
import { type AnswerOf, type AskOf, SIMULATION_BOUNDS, questions, refuse } from '@tidegate/contracts';
import { Answers } from '@tidegate/eventing/nest';
import { HEADWAY } from '@tidegate/scaling';
import { LearnedStates } from './learned-states.ts';
import { notesFor, slotsFor } from './notes.ts';
import { RecordingBuilder } from './recording.ts';
import { Replays } from './replays.handler.ts';
import { TrafficStore } from './traffic.store.ts';

type Simulate = typeof questions.simulateScaling;

const MINUTE_MS = 60_000;
/** Before the window: who would not have slept, or had learned from gaps, does so here too. */
const LEAD_MINUTES = 60;

@Controller()
export class SimulateScaling {
  constructor(
    private readonly store: TrafficStore,
    private readonly states: LearnedStates,
    private readonly replays: Replays,
  ) {}

  @Answers(questions.simulateScaling)
  async simulate({ endpointId, from, to, ...ask }: AskOf<Simulate>): Promise<AnswerOf<Simulate>> {
    const [beginMinute, toMinute] = [minuteOf(from), minuteOf(to)];
    mustBeWithin(beginMinute, toMinute);
    const window = { endpointId, fromMinute: beginMinute - LEAD_MINUTES, toMinute };
    const requests = await this.store.requestsIn({ ...window, fromMinute: beginMinute });
    const all = await this.store.requestsIn(window);
    if (all > SIMULATION_BOUNDS.requests)
      refuse('simulation.too_large', { requests: all, limit: SIMULATION_BOUNDS.requests });
    const learned = this.states.of(endpointId);
    const serviceSeconds = learned?.serviceSeconds ?? HEADWAY.firstServiceSeconds;
    const builder = new RecordingBuilder({ ...window, requests: all, serviceSeconds });
    for await (const page of this.store.minutesIn(window)) for (const minute of page) builder.add(minute);
    const startSeconds = learned?.starts.seconds ?? [];
    const { policies, bucketSeconds } = await this.replays.run({
      recording: builder.built(),
      beganAtSeconds: window.fromMinute * 60,
      countedFrom: LEAD_MINUTES * 60,
      policies: ask.policies.map((policy) => ({ ...policy, slots: slotsFor(policy.scaling, ask.slots) })),
      startSeconds,
      seriesPoints: SIMULATION_BOUNDS.seriesPoints,
    });
    const notes = notesFor({
      requests,
      serviceSeconds: builder.meanServiceSeconds,
      assumedServiceSeconds: serviceSeconds,
      startSeconds,
      assumedStartSeconds: HEADWAY.firstStartSeconds,
      policies: ask.policies,
    });
    return {
      from: timeOf(beginMinute),
      to: timeOf(toMinute),
      requests,
      bucketSeconds,
      policies: [...policies],
      notes,
    };
  }
}

const minuteOf = (time: string): number => Math.floor(Date.parse(time) / MINUTE_MS);
const timeOf = (minute: number): string => new Date(minute * MINUTE_MS).toISOString();

const mustBeWithin = (fromMinute: number, toMinute: number): void => {
  const { days } = SIMULATION_BOUNDS;
  if (toMinute > fromMinute && toMinute - fromMinute <= days * 1440) return;
  refuse('request.invalid', { count: 1 }, [
    { pointer: '/to', message: `must be later than “from” by a minute to ${days} days` },
  ]);
};
