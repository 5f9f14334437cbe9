import type { ArgumentValues } from '../argument.ts';
import type { Framework } from '../framework.ts';

/** What is taken when neither the user nor the model says how long a request may be. */
export const ASSUMED_CONTEXT_TOKENS = 8192;

export interface ContextWish {
  readonly contextTokens: number | null;
  readonly concurrency: number | null;
  readonly engineArguments: Readonly<Record<string, unknown>>;
}

export interface ContextPlan {
  /** Of each request. */
  readonly contextTokens: number;
  readonly concurrency: number;
  readonly isAssumed: boolean;
  /** So that the engine keeps to what was reckoned with. */
  readonly engineArguments: ArgumentValues;
}

const positive = (value: unknown): number | null =>
  typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : null;

const argumentOf = ({ engineArguments }: ContextWish, name: string): number | null =>
  Object.hasOwn(engineArguments, name) ? positive(engineArguments[name]) : null;

type Shared = NonNullable<Framework['slots']> & { readonly contextArgument: string; readonly usual: number };

/** One cache of a fixed size is divided among the slots: with a longer context or more slots it must be larger. */
const shared = (
  { argument: slotsArgument, default: usualSlots, contextArgument, usual }: Shared,
  wish: ContextWish,
): ContextPlan => {
  const given = { slots: argumentOf(wish, slotsArgument), whole: argumentOf(wish, contextArgument) };
  const concurrency = given.slots ?? wish.concurrency ?? usualSlots;
  const asked = wish.contextTokens === null ? null : wish.contextTokens * concurrency;
  const whole = given.whole ?? asked ?? usual;
  return {
    contextTokens: Math.ceil(whole / concurrency),
    concurrency,
    isAssumed: false,
    engineArguments: {
      ...(given.whole === null && asked !== null && { [contextArgument]: asked }),
      ...(given.slots === null && wish.concurrency !== null && { [slotsArgument]: concurrency }),
    },
  };
};

/** Each request may be as long as the engine allows. */
const single = (
  context: Framework['context'],
  modelTokens: number | null,
  wish: ContextWish,
): ContextPlan => {
  const given = context === null ? null : argumentOf(wish, context.argument);
  const said = given ?? wish.contextTokens ?? modelTokens;
  const contextTokens = said ?? ASSUMED_CONTEXT_TOKENS;
  // An engine left alone would take the model's whole context, whatever was reckoned with.
  const isReckoned = wish.contextTokens !== null || said === null;
  return {
    contextTokens,
    concurrency: wish.concurrency ?? 1,
    isAssumed: said === null,
    engineArguments:
      context !== null && given === null && isReckoned ? { [context.argument]: contextTokens } : {},
  };
};

/** How many tokens of how many requests must fit: as the user says, else as the engine does by default, else as the model was made. */
export const planContext = (
  { context, slots }: Framework,
  modelTokens: number | null,
  wish: ContextWish,
): ContextPlan =>
  context?.sharedBySlots && slots !== null
    ? shared(
        { ...slots, contextArgument: context.argument, usual: context.default ?? ASSUMED_CONTEXT_TOKENS },
        wish,
      )
    : single(context, modelTokens, wish);

const HALF_BYTES = 2;

/** Bytes of one number of the cache: 2 unless an engine argument says otherwise; of keys and values, their mean. */
export const cacheBytesPerElement = (
  { context }: Framework,
  engineArguments: Readonly<Record<string, unknown>>,
): number => {
  const types = context?.cacheTypes ?? null;
  if (types === null) return HALF_BYTES;
  const bytes = types.arguments.map((name) => {
    const value = Object.hasOwn(engineArguments, name) ? engineArguments[name] : undefined;
    return (typeof value === 'string' ? types.bytes[value] : undefined) ?? HALF_BYTES;
  });
  return bytes.reduce((sum, each) => sum + each, 0) / bytes.length;
};
