import { describe, expect, it } from '@jest/globals';
import { sql } from './sql.ts';

describe('a statement', () => {
  it('binds every hole as a parameter, in order', () => {
    expect(sql`update x set a = ${1}, b = ${"'; drop table x"} where id = ${null}`).toEqual({
      text: 'update x set a = $1, b = $2 where id = $3',
      values: [1, "'; drop table x", null],
    });
  });

  it('without holes is its text', () => {
    expect(sql`select 1`).toEqual({ text: 'select 1', values: [] });
  });
});
