import { z } from 'zod';

type Shape = Readonly<Record<string, z.ZodType>>;
type Settings<S extends Shape> = { readonly [Name in keyof S]: z.infer<S[Name]> };

/** What every service needs to know. */
export type CommonSettings = Readonly<{
  natsUrl: string;
  natsToken: string | undefined;
  /** Postgres; undefined for a service that has none. */
  databaseUrl: string | undefined;
  /** The loopback port of health, metrics and, where it has any, its HTTP routes; 0 = any free one. */
  port: number;
  logLevel: 'error' | 'warn' | 'info' | 'debug';
}>;

export type Config<S extends Shape = Shape> = Settings<S> &
  CommonSettings &
  Readonly<{
    service: string;
    /** Reads and checks everything now. @returns one sentence per problem */
    check: () => readonly string[];
  }>;

const Url = (protocols: RegExp, example: string) =>
  z
    .string()
    .refine(
      (value) => URL.canParse(value) && protocols.test(new URL(value).protocol),
      `must look like ${example}`,
    );

const commonShape = (service: string) => ({
  NATS_URL: Url(/^(nats|tls):$/, 'nats://127.0.0.1:4222')
    .default('nats://127.0.0.1:4222')
    .describe('where nats-server listens'),
  NATS_TOKEN: z.string().min(1).optional().describe('the token that nats-server asks for'),
  DATABASE_URL: Url(/^postgres(ql)?:$/, 'postgres://user:password@127.0.0.1:5432/tidegate')
    .optional()
    .describe('Postgres'),
  LOG_LEVEL: z
    .enum(['error', 'warn', 'info', 'debug'])
    .default('info')
    .describe('the least important lines to log'),
  [portName(service)]: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(0)
    .describe('loopback port of health and metrics'),
});

const portName = (service: string): string => `TIDEGATE_${service.toUpperCase()}_PORT`;

/**
 * A service's settings, each named as its environment variable, read and checked when first asked for. `together` says what
 * is wrong with values that are right each by itself: a sentence for each problem, which begins with the variable to mend.
 * This is the only place where a service reads process.env.
 */
export const defineConfig = <S extends Shape>(
  service: string,
  shape: S,
  together: (values: Settings<S>) => readonly string[] = () => [],
): Config<S> => {
  const whole = { ...commonShape(service), ...shape };
  const check = (): readonly string[] => {
    const problems = problemsOf(whole);
    return problems.length > 0
      ? problems
      : together(z.object(whole).parse(envFor(whole)) as unknown as Settings<S>);
  };
  let values: Record<string, unknown> | undefined;
  const read = (): Record<string, unknown> => {
    if (values) return values;
    const problems = check();
    if (problems.length > 0) throw new Error(`${service}: ${problems.join('; ')}`);
    return (values = z.object(whole).parse(envFor(whole)));
  };
  const config = { service, check };
  const common = {
    natsUrl: 'NATS_URL',
    natsToken: 'NATS_TOKEN',
    databaseUrl: 'DATABASE_URL',
    logLevel: 'LOG_LEVEL',
    port: portName(service),
  };
  for (const [key, name] of [
    ...Object.entries(common),
    ...Object.keys(shape).map((name) => [name, name] as const),
  ])
    Object.defineProperty(config, key, { enumerable: true, get: () => read()[name] });
  return config as unknown as Config<S>;
};

/** An empty variable is as good as none: that is what shells and compose files make of an unset one. */
const envFor = (shape: Shape): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.keys(shape).map((name) => [name, process.env[name] === '' ? undefined : process.env[name]]),
  );

const problemsOf = (shape: Shape): string[] => {
  const values = envFor(shape);
  const result = z.object(shape).safeParse(values);
  if (result.success) return [];
  const told = new Map<string, string>();
  for (const { path, message } of result.error.issues) {
    const name = path.join('.');
    // The first problem of a variable is the one to mend; without a value it is no other.
    if (!told.has(name)) told.set(name, values[name] === undefined ? 'is not set' : message);
  }
  return [...told].map(([name, problem]) => `${name}: ${problem}`);
};
