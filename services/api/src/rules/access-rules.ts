import { type FieldProblem, readTarget } from '@tidegate/contracts';
import { isRecord, memberOf } from '../changes/merge-patch.ts';
import { type Judged, textOf } from '../configuration/endpoint-wish.ts';
import { type Facts, problem, problemIf } from '../configuration/facts.ts';
import { hostNameProblem, isUrlPath } from './grammars.ts';

/** Who reaches it, under which names and for how long; and where it tells of itself. */
export const accessProblems = (wish: Judged, facts: Facts): FieldProblem[] => [
  ...domainProblems(wish.customDomains),
  ...securityGroupProblems(wish.securityGroups, facts),
  ...timeoutProblems(wish.requestTimeouts),
  ...asyncProblems(wish.async, facts),
  ...webhookProblems(wish.notifyWebhookUrl, '/notifyWebhookUrl'),
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

const asyncProblems = (settings: unknown, facts: Facts): FieldProblem[] => {
  if (!isRecord(settings)) return [];
  const routes = textsIn(settings['routes']);
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
    ...targetProblems(settings['target'], facts),
    ...webhookProblems(settings['webhookUrl'], '/async/webhookUrl'),
  ];
};

/** What it is made of shows here; whether there is such a place, who stores results there has been asked. */
const targetProblems = (target: unknown, { resultTargetProblem }: Facts): FieldProblem[] => {
  const text = textOf(target);
  if (text === undefined) return [];
  const read = readTarget(text);
  if (typeof read === 'string') return [problem('/async/target', read)];
  return resultTargetProblem === null
    ? []
    : [problem('/async/target', `cannot be used: ${resultTargetProblem}`)];
};

const webhookProblems = (url: unknown, pointer: string): FieldProblem[] => {
  if (typeof url !== 'string') return [];
  const parsed = URL.parse(url);
  if (!parsed || !/^https?:$/.test(parsed.protocol))
    return [problem(pointer, 'must be an http or https URL')];
  return parsed.username || parsed.password
    ? [problem(pointer, 'must not carry a user name or password')]
    : [];
};
