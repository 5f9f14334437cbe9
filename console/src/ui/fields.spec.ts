import { describe, expect, it } from '@jest/globals';
import { changedOf, type Field, filledOf, nestedOf, saidOf, startOf } from './fields.ts';

const fields: readonly Field[] = [
  { name: 'name', label: 'Name', kind: 'text', required: true },
  { name: 'kind', label: 'Kind', kind: 'select' },
  { name: 'url', label: 'URL', kind: 'text', when: ({ kind }) => kind !== 'email' },
  { name: 'endpointIds', label: 'Endpoints', kind: 'many' },
  { name: 'until', label: 'Until', kind: 'moment' },
];

describe('a form', () => {
  it('starts with what is known, and with nothing where nothing is', () => {
    expect(startOf(fields, { name: 'a', endpointIds: ['e'], until: null })).toEqual({
      name: 'a',
      kind: '',
      url: '',
      endpointIds: ['e'],
      until: '',
    });
  });

  it('sends what is filled and shown', () => {
    const values = {
      name: 'a',
      kind: 'email',
      url: 'left over',
      endpointIds: [],
      until: '2026-01-02T03:04Z',
    };
    expect(filledOf(fields, values)).toEqual({
      name: 'a',
      kind: 'email',
      endpointIds: [],
      until: '2026-01-02T03:04:00.000Z',
    });
  });

  it('changes only what differs', () => {
    expect(changedOf({ name: 'b', endpointIds: ['e'] }, { name: 'a', endpointIds: ['e'] })).toEqual({
      name: 'b',
    });
  });
});

describe('a field of an object inside the request', () => {
  it('is sent in it, and hears what is said of it', () => {
    const limits: Field = { name: 'limits/perMinute', label: 'Requests', kind: 'number' };
    expect(nestedOf({ name: 'a', 'limits/perMinute': 3, 'limits/perDay': 4 })).toEqual({
      name: 'a',
      limits: { perMinute: 3, perDay: 4 },
    });
    expect(saidOf([limits], [{ pointer: '/limits/perMinute', message: 'is too low' }]).beside).toEqual({
      'limits/perMinute': 'is too low',
    });
  });
});

describe('what the API says', () => {
  it('lands at its field, with the place inside it', () => {
    const said = saidOf(fields, [
      { pointer: '/name', message: 'is too long' },
      { pointer: '#/name', message: 'is taken' },
      { pointer: '/endpointIds/1', message: 'is unknown' },
    ]);
    expect(said).toEqual({
      beside: { name: 'is too long; is taken', endpointIds: 'no. 2: is unknown' },
      elsewhere: [],
    });
  });

  it('stays at the end when the form has no such field', () => {
    const error = { pointer: '/threshold', message: 'must be a number' };
    expect(saidOf(fields, [error])).toEqual({ beside: {}, elsewhere: [error] });
  });
});
