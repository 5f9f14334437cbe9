import type { AlertRule } from '@tidegate/contracts';

export type Phase = 'normal' | 'pending' | 'firing' | 'recovering';

/** What a rule says of one series: of an endpoint, of a replica, or of the whole project. Times are epoch microseconds. */
export type Instance = Readonly<{
  phase: Phase;
  /** Since when it is in this phase. */
  sinceUs: number;
  /** When there was last something to judge. */
  seenUs: number;
  /** How often it fired or was resolved: the last one’s number. */
  transitions: number;
  /** Since when it fires; null: it does not. */
  firedUs: number | null;
  /** When somebody was last told that it fires; null: nobody was told, or they were told that it is over. */
  toldUs: number | null;
  /** How often it was told since it fired. */
  notices: number;
  /** The last value that there was. */
  value: number | null;
}>;

/** What there is to judge. `silent`: nobody is to hear of it, because it was stopped on purpose. */
export type Sample =
  Readonly<{ kind: 'value'; value: number }> | Readonly<{ kind: 'none' }> | Readonly<{ kind: 'silent' }>;
export type Moment = Readonly<{ nowUs: number; isMuted: boolean }>;

/** Why it fired, or why that is over. */
export type Because = 'value' | 'no_data' | 'stopped' | 'changed' | 'removed';
/** Told once each; `number` rises by one with each of an instance. */
export type Transition = Readonly<{ number: number; to: 'firing' | 'resolved'; because: Because }>;
/** What somebody is told. `nth` counts them within one incident; `number` is the transition’s that it is about. */
export type Notice = Readonly<{ kind: 'firing' | 'repeated' | 'resolved'; number: number; nth: number }>;
export type Step = Readonly<{
  instance: Instance;
  transition: Transition | null;
  notice: Notice | null;
}>;

const SECOND_US = 1_000_000;
/** After so long without anything to judge, what was not proven all the while is waited for anew. */
export const UNPROVEN_AFTER_US = 90 * SECOND_US;

export const beginningAt = (nowUs: number): Instance => ({
  phase: 'normal',
  sinceUs: nowUs,
  seenUs: nowUs,
  transitions: 0,
  firedUs: null,
  toldUs: null,
  notices: 0,
  value: null,
});

/** What one look makes of an instance. The same look twice changes nothing the second time. */
export const stepOf = (rule: AlertRule, before: Instance, sample: Sample, moment: Moment): Step => {
  if (sample.kind === 'silent') return endOf(before, 'stopped', moment);
  const seen = sample.kind === 'value' ? { ...before, value: sample.value } : before;
  const isOn = sample.kind === 'value' ? isBeyond(rule, seen, sample.value) : ON_NO_DATA[rule.noData];
  if (isOn === null) return told(rule, { instance: seen, transition: null }, moment);
  const judged = judgedAs(rule, seen, {
    isOn,
    because: sample.kind === 'value' ? 'value' : 'no_data',
    moment,
  });
  return told(rule, { ...judged, instance: { ...judged.instance, seenUs: moment.nowUs } }, moment);
};

/** An instance whose rule is changed or gone, or whose endpoint was stopped: what fired is over. */
export const endOf = (before: Instance, because: Because, moment: Moment): Step => {
  const { nowUs } = moment;
  if (before.phase === 'normal') return { instance: before, transition: null, notice: null };
  if (before.firedUs === null)
    return { instance: inPhase(before, 'normal', nowUs), transition: null, notice: null };
  return told(null, resolved(before, because, nowUs), moment);
};

/** Null: nothing moves. */
const ON_NO_DATA: Readonly<Record<AlertRule['noData'], boolean | null>> = {
  ok: false,
  alert: true,
  keep: null,
};

/** What fires ends at the clear threshold, where there is one: a value between the two changes nothing. */
const isBeyond = (rule: AlertRule, { firedUs }: Instance, value: number): boolean => {
  const limit = firedUs === null ? rule.threshold : (rule.clearThreshold ?? rule.threshold);
  switch (rule.operator) {
    case 'above':
      return value > limit;
    case 'at_least':
      return value >= limit;
    case 'below':
      return value < limit;
    case 'at_most':
      return value <= limit;
  }
};

type Judgement = Readonly<{ isOn: boolean; because: Because; moment: Moment }>;
type Judged = Omit<Step, 'notice'>;

const judgedAs = (rule: AlertRule, before: Instance, judgement: Judgement): Judged => {
  const { nowUs } = judgement.moment;
  const waitedUs = nowUs - before.seenUs <= UNPROVEN_AFTER_US ? nowUs - before.sinceUs : null;
  return before.firedUs === null
    ? beforeIt(rule, before, { ...judgement, waitedUs })
    : afterIt(rule, before, { ...judgement, waitedUs });
};

type Waited = Judgement &
  Readonly<{
    /** Null: not proven all the while, so that waiting begins anew. */
    waitedUs: number | null;
  }>;

/** Normal or pending. */
const beforeIt = (rule: AlertRule, before: Instance, { isOn, because, moment, waitedUs }: Waited): Judged => {
  if (!isOn) return before.phase === 'normal' ? stayed(before) : moved(before, 'normal', moment);
  const forUs = rule.forSeconds * SECOND_US;
  if (before.phase === 'normal')
    return forUs === 0 ? fired(before, because, moment.nowUs) : moved(before, 'pending', moment);
  if (waitedUs === null) return moved(before, 'pending', moment);
  return waitedUs >= forUs ? fired(before, because, moment.nowUs) : stayed(before);
};

/** Firing or recovering. */
const afterIt = (rule: AlertRule, before: Instance, { isOn, because, moment, waitedUs }: Waited): Judged => {
  if (isOn) return before.phase === 'firing' ? stayed(before) : moved(before, 'firing', moment);
  const keptUs = rule.keepFiringForSeconds * SECOND_US;
  if (before.phase === 'firing')
    return keptUs === 0 ? resolved(before, because, moment.nowUs) : moved(before, 'recovering', moment);
  if (waitedUs === null) return moved(before, 'recovering', moment);
  return waitedUs >= keptUs ? resolved(before, because, moment.nowUs) : stayed(before);
};

const stayed = (instance: Instance): Judged => ({ instance, transition: null });
const moved = (before: Instance, phase: Phase, { nowUs }: Moment): Judged =>
  stayed(inPhase(before, phase, nowUs));

const inPhase = (before: Instance, phase: Phase, sinceUs: number): Instance => ({
  ...before,
  phase,
  sinceUs,
});

const fired = (before: Instance, because: Because, nowUs: number): Judged => {
  const number = before.transitions + 1;
  const beginning = { firedUs: nowUs, toldUs: null, notices: 0, transitions: number };
  return {
    instance: { ...inPhase(before, 'firing', nowUs), ...beginning },
    transition: { number, to: 'firing', because },
  };
};

const resolved = (before: Instance, because: Because, nowUs: number): Judged => {
  const number = before.transitions + 1;
  return {
    instance: { ...inPhase(before, 'normal', nowUs), firedUs: null, transitions: number },
    transition: { number, to: 'resolved', because },
  };
};

/**
 * Who was told that it fires is told that it is over, also while it is muted: else they would wait for it for ever. What
 * fired while it was muted is told when that ends, if it still fires.
 */
const told = (rule: AlertRule | null, { instance, transition }: Judged, moment: Moment): Step => {
  const kind = kindOf(rule, { instance, transition }, moment);
  if (kind === null) return { instance, transition, notice: null };
  const nth = instance.notices + 1;
  return {
    instance: { ...instance, toldUs: kind === 'resolved' ? null : moment.nowUs, notices: nth },
    transition,
    notice: { kind, number: instance.transitions, nth },
  };
};

const kindOf = (
  rule: AlertRule | null,
  { instance, transition }: Judged,
  { nowUs, isMuted }: Moment,
): Notice['kind'] | null => {
  const { phase, toldUs } = instance;
  if (transition?.to === 'resolved') return toldUs === null ? null : 'resolved';
  if (phase !== 'firing' || isMuted) return null;
  if (toldUs === null) return 'firing';
  const everySeconds = rule?.repeatEverySeconds ?? Infinity;
  return nowUs - toldUs >= everySeconds * SECOND_US ? 'repeated' : null;
};
