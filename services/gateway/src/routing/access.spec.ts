import { describe, expect, it } from '@jest/globals';
import type { Refusal } from '@tidegate/contracts';
import { OTHER_PROJECT, deleted, endpointRequested, token } from '../events.spec-helper.ts';
import { type Credentials, endpointById, endpointByModel, ownedById } from './access.ts';
import { RoutingTable } from './routing-table.ts';
import { TokenGuard } from './token.guard.ts';

const [mine, reader, stranger] = [token(), token(['read', 'write']), token(['invoke'], OTHER_PROJECT)];
const guard = new TokenGuard();
for (const { issued } of [mine, reader, stranger]) guard.apply(issued);
const as = ({ text }: { text: string }): Credentials => guard.check(`Bearer ${text}`, Date.now());

const table = new RoutingTable();
const [hidden, open, goneHidden, goneOpen] = [
  endpointRequested({ name: 'hidden' }),
  endpointRequested({ name: 'open', visibility: 'public' }),
  endpointRequested({ name: 'gone' }),
  endpointRequested({ name: 'gone-open', visibility: 'public' }),
];
for (const event of [hidden, open, goneHidden, goneOpen]) table.apply(event, 0);
for (const event of [deleted(goneHidden.data, 'gone'), deleted(goneOpen.data, 'gone-open')])
  table.apply(event, 0);
const NEVER = 'endpt-0000000000ff';

/** The endpoint's name, or the code and words of the refusal with the id taken out. */
const outcome = (ask: () => { name: string }, id = ''): string => {
  try {
    return ask().name;
  } catch (error) {
    const { code, message } = error as Refusal;
    return `${code}: ${message.replaceAll(id, '<id>')}`;
  }
};
const byId = (id: string, credentials: Credentials) =>
  outcome(() => endpointById(table, id, credentials), id);
const byModel = (model: string, credentials: Credentials) =>
  outcome(() => endpointByModel(table, model, credentials), model);

describe('a private endpoint', () => {
  const id = hidden.data.endpointId;

  it('is open to its own project, by id and by name', () => {
    expect(byId(id, as(mine))).toBe('hidden');
    expect(byModel(id, as(mine))).toBe('hidden');
    expect(byModel('hidden', as(mine))).toBe('hidden');
  });

  it.each<[string, Credentials]>([
    ['no token', 'missing'],
    ['a wrong token', 'invalid'],
    ['a token without the scope', as(reader)],
    ['another project’s token', as(stranger)],
  ])('answers %s exactly as an unknown one does', (_who, credentials) => {
    expect(byId(id, credentials)).toBe(byId(NEVER, credentials));
    expect(byModel(id, credentials)).toBe(byModel(NEVER, credentials));
    expect(byModel('hidden', credentials)).toBe(byModel('never', credentials));
    expect(outcome(() => ownedById(table, id, credentials), id)).toBe(
      outcome(() => ownedById(table, NEVER, credentials), NEVER),
    );
  });

  it('stays invisible to others after its deletion, and answers its project that it is gone', () => {
    const gone = goneHidden.data.endpointId;
    expect(byId(gone, as(stranger))).toBe(byId(NEVER, as(stranger)));
    expect(byId(gone, 'missing')).toBe(byId(NEVER, 'missing'));
    expect(byId(gone, as(mine))).toContain('endpoint.deleted');
    expect(byModel(gone, as(mine))).toContain('endpoint.deleted');
  });
});

describe('a public endpoint', () => {
  it.each<[string, Credentials]>([
    ['nobody', 'missing'],
    ['a wrong token', 'invalid'],
    ['a stranger', as(stranger)],
  ])('is open to %s by its id', (_who, credentials) => {
    expect(byId(open.data.endpointId, credentials)).toBe('open');
    expect(byModel(open.data.endpointId, credentials)).toBe('open');
  });

  it('is found by name only in its own project', () => {
    expect(byModel('open', as(mine))).toBe('open');
    expect(byModel('open', as(stranger))).toContain('endpoint.not_found');
    expect(byModel('open', 'missing')).toContain('token.missing');
  });

  it('keeps its invocations to its project', () => {
    const owned = (credentials: Credentials) =>
      outcome(() => ownedById(table, open.data.endpointId, credentials));
    expect(owned(as(mine))).toBe('open');
    expect(owned('missing')).toContain('token.missing');
    expect(owned(as(stranger))).toContain('endpoint.not_found');
  });

  it('tells everybody when it was deleted', () => {
    expect(byId(goneOpen.data.endpointId, 'missing')).toContain('endpoint.deleted');
  });
});
