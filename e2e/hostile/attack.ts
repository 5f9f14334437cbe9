import type { Route, Samples, Schema } from './describe-routes.ts';
import type { Dice } from './dice.ts';
import { type Json, jsonOf, textOf } from './json-text.ts';
import { ODD_BODIES } from './odd-bodies.ts';
import { ODD_HEADERS, ODD_PARTS, ODD_SEARCHES, ODD_YAML } from './odd-places.ts';
import { CANARY, ODD_TEXTS } from './odd-values.ts';
import type { Hostile } from './send.ts';
import { spoiled } from './spoil.ts';
import { DOUBLE, type Things, type Who, type World } from './world.ts';

export type Attack = Hostile & Readonly<{ who: Who; route: Route }>;
type Body = Readonly<{ bytes: Buffer; type: string | null }>;

const WHO: Readonly<Record<Who, number>> = { owner: 12, operator: 4, viewer: 2, foreign: 1.5, nobody: 0.7 };
/** A held answer takes as long as it may: none is asked for that is longer. */
const HELD = '1s';

/** Makes hostile requests of the routes of a platform. */
export class Attacker {
  private readonly world: World;
  private readonly dice: Dice;
  private readonly samples: Samples;
  #names = 0;

  constructor(world: World, samples: Samples, dice: Dice) {
    this.world = world;
    this.samples = samples;
    this.dice = dice;
  }

  /** A good request with something wrong in its body, or elsewhere. */
  attack(route: Route): Attack {
    const where = this.#where(route);
    const who = this.dice.weighted(WHO);
    const body = where === 'body' ? this.#body(route) : this.#goodBody(route);
    const path = this.#path(route, where === 'path');
    const query = this.#query(route, where === 'query' || this.dice.chance(0.05));
    const headers = { ...this.#headers(route, who), ...(where === 'headers' && this.#oddHeader(route)) };
    return {
      route,
      who,
      method: route.method,
      path: `${path}${query}`,
      headers: { ...(body?.type && { 'content-type': body.type }), ...headers },
      body: body?.bytes ?? null,
    };
  }

  #where({ body, path, query }: Route): 'body' | 'path' | 'query' | 'headers' {
    const named = path.includes('{') ? 2 : 0.2;
    return this.dice.weighted({
      body: body ? 12 : 2,
      path: named,
      query: query.length > 0 ? 2 : 0.3,
      headers: 1.5,
    });
  }

  /** Each part of its path and each parameter of its query, with each odd value once. */
  sweep(route: Route): Attack[] {
    const who = route.path.startsWith('/v1/projects') ? 'operator' : 'owner';
    const at = (path: string): Attack => ({ ...this.request(route, this.#target(route), who), path });
    const good = filled(route.path, (name) => this.#target(route)[name]);
    const parts = [...route.path.matchAll(/\{(\w+)\}/g)].flatMap(([, odd]) =>
      ODD_PARTS.map((part) =>
        at(filled(route.path, (name) => (name === odd ? part : this.#target(route)[name]))),
      ),
    );
    const searches = route.query.flatMap(({ name }) =>
      ODD_SEARCHES.map((value) => at(`${good}?${name}=${value}`)),
    );
    return [...parts, ...searches];
  }

  /** A good request of a path that names these things. */
  request(route: Route, things: Things, who: Who): Attack {
    const body = this.dice.chance(0.7) ? this.#goodBody(route) : this.#body(route);
    const headers = { ...this.#headers(route, who), ...(body?.type && { 'content-type': body.type }) };
    return {
      route,
      who,
      method: route.method,
      path: filled(route.path, (name) => things[name]),
      headers,
      body: body?.bytes ?? null,
    };
  }

  #headers(route: Route, who: Who): Record<string, string> {
    const token = this.world.tokens[who];
    return {
      ...(token !== null && { authorization: `Bearer ${token}` }),
      ...(who === 'operator' &&
        this.dice.chance(0.9) && { 'x-tidegate-project': this.world.attacked.projectId }),
      ...(route.headers.includes('If-Match') && this.dice.chance(0.1) && { 'if-match': '"r1"' }),
    };
  }

  #oddHeader(route: Route): Record<string, string> {
    const name = this.dice
      .pick([
        ...route.headers,
        'X-Request-Id',
        'Authorization',
        'Accept',
        'Content-Encoding',
        'X-Forwarded-For',
        'Idempotency-Key',
        'If-Match',
        'traceparent',
      ])
      .toLowerCase();
    const value = this.dice.pick(ODD_HEADERS);
    return {
      [name]:
        name === 'authorization' ? this.dice.pick(['Bearer ', 'Basic ', '', 'Bearer a ']) + value : value,
    };
  }

  /** Deletions, and what cannot be taken back, meet things that are there to be lost. */
  #target({ method, path }: Route): Things {
    const { kept, doomed } = this.world.attacked;
    return method === 'DELETE' || path.endsWith('/quotas') ? doomed : kept;
  }

  #path(route: Route, isOdd: boolean): string {
    const { path } = route;
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const odd = isOdd && names.length > 0 ? this.dice.pick(names) : undefined;
    const good = filled(path, (name) =>
      name === odd ? this.dice.pick(ODD_PARTS) : this.#target(route)[name],
    );
    return isOdd && names.length === 0 ? `${good}/${this.dice.pick(ODD_PARTS)}` : good;
  }

  #query({ query }: Route, isOdd: boolean): string {
    const said = query
      .filter(() => this.dice.chance(isOdd ? 0.6 : 0.15))
      .map(({ name, schema }): [string, string] => [
        name,
        name === 'wait' ? HELD : String(this.samples.of(schema)),
      ]);
    if (!isOdd) return searchOf(said);
    const name = this.dice.pick([
      ...query.map((one) => one.name),
      'x',
      '__proto__',
      'limit[]',
      'limit[a]',
      '',
    ]);
    const value = this.dice.pick([...ODD_TEXTS, ...ODD_HEADERS]).slice(0, 1500);
    const odd = searchOf([
      ...said,
      [name, value],
      ...(this.dice.chance(0.1) ? [[name, 'x'] as [string, string]] : []),
    ]);
    return this.dice.chance(0.1) ? `${odd}&${this.dice.pick(ODD_PARTS)}` : odd;
  }

  #goodBody(route: Route): Body | null {
    if (!route.body) return null;
    const type = this.dice.pick(route.body.types);
    return { bytes: Buffer.from(textOf(this.#value(route, route.body.schema))), type };
  }

  #body(route: Route): Body {
    const { dice } = this;
    const form = dice.weighted({
      spoiled: route.body ? 12 : 0,
      bytes: 2,
      yaml: route.path === '/v1/apply' ? 5 : 0,
    });
    if (form === 'bytes' || !route.body) {
      const [bytes, type] = dice.pick(ODD_BODIES);
      return { bytes, type };
    }
    if (form === 'yaml') return { bytes: Buffer.from(this.#yaml()), type: 'application/yaml' };
    const { properties = {} } = this.samples.resolved(route.body.schema);
    const once = spoiled(dice, this.#value(route, route.body.schema), Object.keys(properties));
    const text = textOf(dice.chance(0.15) ? spoiled(dice, once) : once);
    const type = dice.pick(route.body.types);
    return {
      bytes: Buffer.from(dice.chance(0.03) ? text.slice(0, Math.floor(text.length * dice.next())) : text),
      type,
    };
  }

  #yaml(): string {
    const frame = 'apiVersion: tidegate/v1\nkind: Endpoint\nmetadata: {name: kept}\n';
    const odd = this.dice.pick(ODD_YAML);
    const indented = odd.replace(/^/gm, '  ');
    return this.dice.pick([
      odd,
      `${frame}spec:\n${indented}`,
      `${frame}---\n${odd}`,
      `${frame}spec:\n  environment:\n${indented.replace(/^/gm, '  ')}`,
      `${frame}${odd}`,
    ]);
  }

  #value(route: Route, schema: Schema): Json {
    const plain =
      route.path === '/v1/apply' ? this.#manifest() : this.samples.object(this.samples.resolved(schema));
    return jsonOf(this.#meant(route, plain));
  }

  #manifest(): Record<string, unknown> {
    return {
      apiVersion: 'tidegate/v1',
      kind: 'Endpoint',
      metadata: { name: this.#name(), tags: { a: 'b' } },
      spec: { ...DOUBLE, ...this.#secrets() },
    };
  }

  /** What schemas cannot know: what there is on this platform, and names that are free. */
  #meant({ method, path }: Route, plain: Record<string, unknown>): Record<string, unknown> {
    const fitting: Readonly<Record<string, unknown>> = {
      ...('confirm' in plain && { confirm: 'doomed' }),
      ...('name' in plain && { name: this.#name() }),
      ...('deploy_name' in plain && { deploy_name: this.#name() }),
      ...('securityGroups' in plain && { securityGroups: [this.world.attacked.kept.securityGroupId] }),
      ...('hfToken' in plain && { hfToken: CANARY }),
      ...('secrets' in plain && this.#secrets()),
      ...(method === 'POST' && path === '/v1/endpoints' && this.dice.chance(0.8) && DOUBLE),
    };
    return { ...plain, ...fitting };
  }

  #secrets(): Record<string, unknown> {
    return { secrets: { TOKEN: CANARY } };
  }

  #name(): string {
    return `n${String(this.#names++)}`;
  }
}

const searchOf = (said: readonly (readonly [string, string])[]): string => {
  const text = said.map(([name, value]) => `${escaped(name)}=${escaped(value)}`).join('&');
  return text === '' ? '' : `?${text}`;
};
/** Half a pair has no escape: what stands for it is kept as it would come from a careless client. */
const escaped = (text: string): string => (text.isWellFormed() ? encodeURIComponent(text) : '%ED%A0%80');

const filled = (path: string, thing: (name: keyof Things) => string | undefined): string =>
  path.replace(/\{(\w+)\}/g, (hole, name: string) => thing(name as keyof Things) ?? hole);
