import type { FieldProblem } from '@tidegate/contracts';
import { isRecord, memberOf } from '../changes/merge-patch.ts';
import { ASYNC_DEFAULTS } from '../configuration/defaults.ts';
import { type Judged, given, textOf } from '../configuration/endpoint-wish.ts';
import { type Facts, problem, problemIf } from '../configuration/facts.ts';
import { hostNameProblem, isUrlPath } from './grammars.ts';

/** Who reaches it, under which names and for how long; and where it tells of itself. */
export const accessProblems = (wish: Judged, facts: Facts): FieldProblem[] => [
  ...domainProblems(wish.customDomains),
  ...securityGroupProblems(wish.securityGroups, facts),
  ...timeoutProblems(wish.requestTimeouts),
  ...asyncProblems(wish.async),
  ...webhookProblems(wish.notifyWebhookUrl),
];

const textsIn = (value: unknown): [index: number, text: string][] =>
  Array.isArray(value)
    ? value.flatMap((item: unknown, i): [number, string][] => (typeof item === 'string' ? [[i, item]] : []))
    : [];

const repeated = (field: string, texts: readonly (readonly [number, string])[]): FieldProblem[] => {
  const seen = new Set<string>();
  return texts.flatMap(([i, text]) => {
    const isAgain = seen.has(text);
    seen.add(text);
    return problemIf(isAgain, `${field}/${i}`, 'is there twice: take one away');
  });
};

const domainProblems = (domains: unknown): FieldProblem[] => {
  const texts = textsIn(domains);
  const wrong = texts.flatMap(([i, text]) => {
    const message = hostNameProblem(text);
    return message === null ? [] : [problem(`/customDomains/${i}`, message)];
  });
  return [
    ...wrong,
    ...repeated(
      '/customDomains',
      texts.map(([i, text]) => [i, text.toLowerCase()]),
    ),
  ];
};

const securityGroupProblems = (ids: unknown, { securityGroups }: Facts): FieldProblem[] => {
  const texts = textsIn(ids);
  const unknown = texts.filter(([, id]) => !securityGroups.has(id));
  return [
    ...unknown.map(([i]) =>
      problem(`/securityGroups/${i}`, 'is no security group of this project: see GET /v1/security-groups'),
    ),
    ...repeated('/securityGroups', texts),
  ];
};

/** No part of a request takes longer than the whole of it. */
const timeoutProblems = (timeouts: unknown): FieldProblem[] => {
  const total = memberOf(timeouts, 'totalSeconds');
  if (typeof total !== 'number') return [];
  return ['firstByteSeconds', 'idleSeconds'].flatMap((part) => {
    const seconds = memberOf(timeouts, part);
    return problemIf(
      typeof seconds === 'number' && seconds > total,
      `/requestTimeouts/${part}`,
      `must not be greater than totalSeconds, which is ${total}`,
    );
  });
};

const KEPT_SECONDS = 86_400;

const asyncProblems = (settings: unknown): FieldProblem[] => {
  if (!isRecord(settings)) return [];
  const routes = textsIn(settings['routes']);
  const { target: wanted, resultTtlSeconds: ttl } = { ...ASYNC_DEFAULTS, ...given(settings) } as Record<
    string,
    unknown
  >;
  const target = textOf(wanted);
  return [
    ...routes
      .filter(([, route]) => !isUrlPath(route))
      .map(([i]) =>
        problem(
          `/async/routes/${i}`,
          'must be a path that begins with “/”, like /v1/chat/completions: it is called by POST, without method, host or query',
        ),
      ),
    ...repeated('/async/routes', routes),
    ...problemIf(
      target !== undefined,
      '/async/target',
      'must be left out: results are kept by the platform, and read at the call’s status URL',
    ),
    ...problemIf(
      typeof ttl === 'number' && ttl > KEPT_SECONDS,
      '/async/resultTtlSeconds',
      `must be at most ${KEPT_SECONDS}: results are kept for a day`,
    ),
  ];
};

const webhookProblems = (url: unknown): FieldProblem[] => {
  if (typeof url !== 'string') return [];
  const parsed = URL.parse(url);
  if (!parsed || !/^https?:$/.test(parsed.protocol))
    return [problem('/notifyWebhookUrl', 'must be an http or https URL')];
  return parsed.username || parsed.password
    ? [problem('/notifyWebhookUrl', 'must not carry a user name or password')]
    : [];
};
