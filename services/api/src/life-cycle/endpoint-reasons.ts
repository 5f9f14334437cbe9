import type { Reason } from '@tidegate/contracts';
import type { Templates } from './ending-reasons.ts';

const reason = (code: string, message: string, nextStep: string): Reason => ({ code, message, nextStep });

const MONEY =
  'Raise or remove the budget, or add credit: it then wakes with the next request. GET /v1/budgets shows which.';
const WAIT = 'Nothing to do: this goes on by itself.';

export const accepted = reason('accepted', 'It was accepted; its model is being looked for.', WAIT);
export const built = reason('built', 'Its first replica is being placed.', WAIT);
export const started = reason('start_requested', 'It was started again and a replica is being placed.', WAIT);
export const retried = reason(
  'updated',
  'It was updated and is tried again; a replica is being placed.',
  WAIT,
);
export const stopRequested = reason(
  'stop_requested',
  'Its owner stopped it; its replicas finish what they have.',
  WAIT,
);
export const stopped = reason('stopped', 'It is stopped and holds no hardware.', 'Start it to serve again.');
export const enabled = reason('enabled', 'It was enabled and is stopped.', 'Start it to serve again.');
export const resumed = reason('enabled', 'It was enabled and serves again as before.', WAIT);
export const deleted = reason('deleted', 'Its owner deleted it.', 'Create a new endpoint to serve again.');
export const disabledBy = (by: 'owner' | 'operator'): Reason =>
  by === 'owner'
    ? reason('disabled_by_owner', 'Its owner disabled it.', 'Enable it to serve again.')
    : reason(
        'disabled_by_operator',
        'Whoever runs this platform disabled it.',
        'Ask the operator to enable it.',
      );
export const replicaStarted = reason(
  'replica_started',
  'A replica holds its hardware and loads the model.',
  WAIT,
);
export const replicaReady = reason('replica_ready', 'A replica answers.', 'Send it requests.');
export const replicasLost = reason(
  'replicas_lost',
  'No replica answers any more; others take their place.',
  WAIT,
);
export const asleep = (why: string): Reason =>
  reason('scaled_to_zero', why, 'Send a request: it wakes by itself.');
export const starved = (why: string): Reason => reason('spending_stopped', why, MONEY);
export const waking = (why: string): Reason => reason('waking', why, WAIT);

const START_OF: Readonly<Record<'update' | 'rollback' | 'restart', readonly [code: string, why: string]>> = {
  update: ['updated', 'It was updated'],
  rollback: ['rolled_back', 'An earlier revision was called back'],
  restart: ['restarted', 'Its owner restarted it'],
};

export const rolledOut = (cause: keyof typeof START_OF, { from, to }: Templates, percent: number): Reason => {
  const [code, why] = START_OF[cause];
  return percent < 100
    ? reason(
        code,
        `${why}: template ${to} gets ${percent} % of the requests beside template ${from}.`,
        'Promote it or abort it.',
      )
    : reason(code, `${why}: template ${to} takes over from template ${from}.`, WAIT);
};
export const shifted = ({ from, to }: Templates, percent: number): Reason =>
  percent < 100
    ? reason(
        'shifted',
        `Template ${to} now gets ${percent} % of the requests, template ${from} the rest.`,
        'Promote it or abort it.',
      )
    : reason('promoted', `Template ${to} takes over from template ${from}.`, WAIT);
export const takenOver = ({ to }: Templates): Reason =>
  reason('taken_over', `Template ${to} serves alone.`, 'Nothing to do.');
export const cutShort = ({ to }: Templates, why: 'stopped' | 'disabled'): Reason =>
  reason(
    'cut_short',
    `It was ${why} while template ${to} was rolled out: the next start runs template ${to}.`,
    'Nothing to do; or roll back to an earlier revision before the next start.',
  );
export const aborted = ({ from, to }: Templates): Reason =>
  reason(
    'aborted_by_owner',
    `Its owner gave up template ${to}: template ${from} serves alone again.`,
    'Correct the configuration and update it again.',
  );

/** The words of conditions, while they last and when they are over. */
export const updating = ({ from, to }: Templates, percent: number): Reason =>
  percent < 100
    ? reason(
        'canary',
        `Template ${to} gets ${percent} % of the requests, template ${from} the rest.`,
        'Promote it or abort it.',
      )
    : reason('rolling_out', `Template ${to} takes over from template ${from}.`, WAIT);
export const belowMinimum = (ready: number, floor: number): Reason =>
  reason(
    'below_minimum',
    `${ready} of at least ${floor} replicas answer${ready === 1 ? 's' : ''}.`,
    'Nothing to do: the others are on their way. If it stays, read the log and the conditions.',
  );
export const replicaEnded = (
  { ready, desired }: Readonly<{ ready: number; desired: number }>,
  { words, nextStep }: Readonly<{ words: string; nextStep: string }>,
): Reason =>
  reason(
    'replica_ended',
    `${ready} of ${desired} wanted replicas answer${ready === 1 ? 's' : ''}; of the last one that ended: ${words}`,
    nextStep,
  );
export const noRoom = (replicas: number, message: string): Reason =>
  reason(
    'no_room',
    replicas === 1 ? message : `${replicas} replicas wait for room. ${message}`,
    'Nothing to do: it is placed as soon as a node has room. Or choose hardware that is free.',
  );
export const trafficUnseen = reason(
  'traffic_not_reported',
  'No gateway reports its traffic: the number of its replicas is held.',
  'Look whether the gateways run and reach the bus.',
);
export const isOver = reason('over', 'This is over.', 'Nothing to do.');
