import { type ValidatorConstraintInterface, ValidatorConstraint } from 'class-validator';

const LAST_MS = Date.UTC(2200, 0);

/** A moment that can be counted in whole microseconds since 1970, and is meant. */
@ValidatorConstraint({ name: 'isCountable' })
export class IsCountable implements ValidatorConstraintInterface {
  validate(moment: unknown): boolean {
    const atMs = moment instanceof Date ? moment.getTime() : Date.parse(String(moment));
    return atMs >= 0 && atMs < LAST_MS;
  }

  defaultMessage(): string {
    return 'must lie between the years 1970 and 2200';
  }
}
