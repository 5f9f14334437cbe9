import { ApiError, invalid } from './api-error.ts';

export type Json = Readonly<Record<string, unknown>>;

interface Range {
  readonly min: number;
  readonly max: number;
  readonly whole?: boolean;
}

/** A body that is a JSON object, or the refusal that the official clients understand. */
export const parseObject = (text: string): Json => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ApiError(400, 'invalid_request_error', 'invalid_json', {
      message: 'The JSON body of the request could not be parsed.',
    });
  }
  if (isObject(value)) return value;
  throw new ApiError(400, 'invalid_request_error', 'invalid_json', {
    message: 'The body of the request must be a JSON object.',
  });
};

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Absent and null are the same in OpenAI's API. */
export const present = (body: Json, name: string): unknown => body[name] ?? undefined;

export const required = (body: Json, name: string): unknown => {
  const value = present(body, name);
  if (value === undefined)
    throw invalid(name, `Missing required parameter: '${name}'.`, 'missing_required_parameter');
  return value;
};

export const numberIn = <T>(body: Json, name: string, range: Range, otherwise: T): number | T => {
  const value = present(body, name);
  if (value === undefined) return otherwise;
  const { min, max, whole = false } = range;
  if (typeof value === 'number' && value >= min && value <= max && (!whole || Number.isInteger(value)))
    return value;
  throw invalid(name, `'${name}' must be a ${whole ? 'whole number' : 'number'} from ${min} to ${max}.`);
};

export const flag = (body: Json, name: string): boolean => {
  const value = present(body, name) ?? false;
  if (typeof value === 'boolean') return value;
  throw invalid(name, `'${name}' must be true or false.`);
};

/** One string or a list of them, each non-empty. */
export const strings = (value: unknown, name: string, limit: number): readonly string[] => {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.length > limit) throw invalid(name, `'${name}' takes at most ${limit} strings.`);
  return list.map((item) => {
    if (typeof item === 'string' && item !== '') return item;
    throw invalid(name, `'${name}' must be a non-empty string or a list of them.`);
  });
};
