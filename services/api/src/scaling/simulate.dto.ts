import { type FieldProblem, SIMULATION_BOUNDS } from '@tidegate/contracts';
import { isRecord, memberOf } from '../changes/merge-patch.ts';
import { Part, Parts, Shaped } from '../wishes/field.dto.ts';
import { ScalingWish } from '../wishes/scaling.dto.ts';

const TIME = {
  pattern: /^[12]\d{3}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/,
  words: 'must be a time like 2030-01-31T00:00:00Z',
};

export class PolicyWish {
  @Shaped({
    pattern: /^[A-Za-z0-9][\w .:+-]{0,63}$/,
    words: 'must have 1 to 64 letters, digits and “ _.:+-”, a letter or digit first',
    required: true,
    example: 'fast',
    description: 'to tell it from the others',
  })
  name!: string;

  @Part({
    of: ScalingWish,
    description: 'what differs from the endpoint’s own, as a merge patch: null returns to the default',
  })
  scaling?: ScalingWish | null;
}

export class SimulateEndpoint {
  @Shaped({ ...TIME, description: 'whole minutes are replayed; by default a day before “to”' })
  from?: string | null;

  @Shaped({ ...TIME, description: 'by default now' })
  to?: string | null;

  @Parts({
    of: PolicyWish,
    least: 1,
    most: SIMULATION_BOUNDS.policies,
    description: 'by default the endpoint’s own, as “current”',
  })
  policies?: PolicyWish[] | null;
}

/** What is wrong beyond single fields. */
export const namesTwice = ({ policies }: SimulateEndpoint): FieldProblem[] =>
  Array.isArray(policies)
    ? policies.flatMap((policy, n) =>
        // An item may be anything: what is none is said beside this.
        isRecord(policy) && policies.findIndex((other) => memberOf(other, 'name') === policy.name) < n
          ? [{ pointer: `/policies/${n}/name`, message: 'is the name of another policy: choose another one' }]
          : [],
      )
    : [];
