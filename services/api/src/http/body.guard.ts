import { type PipeTransform, type Type } from '@nestjs/common';
import { type FieldProblem, refuse } from '@tidegate/contracts';
import { plainToInstance } from 'class-transformer';
import { type ValidationError, validateSync } from 'class-validator';
import { besides } from './known-problems.ts';
import { step, textProblems } from './text-problems.ts';

type Check<Dto> = (dto: Dto) => readonly FieldProblem[];

/** A body as its DTO, or every problem it has at once. What `check` finds in a field whose shape is wrong does not count. */
export const parseBody = <Dto extends object>(
  dto: Type<Dto>,
  value: unknown,
  check: Check<Dto> = () => [],
): Dto => {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refuse('request.invalid', { count: 1 }, [{ pointer: '', message: 'must be a JSON object' }]);
  mustBeReadable(textProblems(value));
  return accepted(dto, value, (instance, shape) => [...shape, ...besides(shape, check(instance))]);
};

/** The same as a pipe, where nothing but the body is needed to judge it. */
export const body = <Dto extends object>(
  dto: Type<Dto>,
  check?: Check<Dto>,
): PipeTransform<unknown, Dto> => ({
  transform: (value) => parseBody(dto, value, check),
});

/** The query as its DTO; problems point to `?name`. */
export const query = <Dto extends object>(dto: Type<Dto>): PipeTransform<unknown, Dto> => ({
  transform: (value) => {
    mustBeReadable(textProblems(value).map(inQuery));
    return accepted(dto, value as object, (_, shape) => shape.map(inQuery));
  },
});

/** One value of a parameter that came more than once has no name of its own. */
const inQuery = ({ pointer, message }: FieldProblem): FieldProblem => {
  const [, name = ''] = pointer.split('/', 2);
  return { pointer: `?${name.replaceAll('~1', '/').replaceAll('~0', '~')}`, message };
};

const mustBeReadable = (unreadable: readonly FieldProblem[]): void => {
  if (unreadable.length > 0) refuse('request.invalid', { count: unreadable.length }, unreadable);
};

const accepted = <Dto extends object>(
  dto: Type<Dto>,
  value: object,
  judge: (instance: Dto, shape: readonly FieldProblem[]) => readonly FieldProblem[],
): Dto => {
  const instance = plainToInstance(dto, value);
  const errors = validateSync(instance, {
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    stopAtFirstError: true,
    validationError: { target: false, value: false },
  });
  const problems = judge(
    instance,
    errors.flatMap((error) => problemsIn(error)),
  );
  return problems.length > 0 ? refuse('request.invalid', { count: problems.length }, problems) : instance;
};

const problemsIn = ({ property, constraints, children }: ValidationError, above = ''): FieldProblem[] => {
  const pointer = above + step(property);
  const own = Object.entries(constraints ?? {}).map(([kind, message]) => ({
    pointer,
    message: kind === 'whitelistValidation' ? 'is not known here' : message,
  }));
  return [...own, ...(children ?? []).flatMap((child) => problemsIn(child, pointer))];
};
