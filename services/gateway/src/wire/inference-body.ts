import { refuse } from '@tidegate/contracts';
import { affinityKeyOf } from '../routing/affinity.ts';
import { BadJson, type JsonBody, type Latin1, readJson, withModel, withModelInText } from './json-body.ts';
import { boundaryOf, modelInForm, withModelInForm } from './multipart-body.ts';

/** The body of an OpenAI call, read once: which model it names, whether it asks for a stream, and how to name another model in it. */
export type InferenceBody = Readonly<{
  model: string | undefined;
  stream: boolean;
  /** The bytes that name this model instead. */
  naming: (model: string) => Buffer | Latin1;
  /** The same for requests that begin alike; undefined for one that has no beginning to be kept. */
  affinityKey: () => number | undefined;
}>;

/** Throws refusals in the words of the client: bad JSON, or a `model` that is no string. */
export const readInferenceBody = (body: Buffer, contentType: string): InferenceBody => {
  const boundary = boundaryOf(contentType);
  if (boundary !== undefined)
    return {
      model: modelInForm(body, boundary),
      stream: false,
      naming: (model) => withModelInForm(body, boundary, model),
      affinityKey: () => undefined,
    };
  try {
    const json = readJson(body);
    const { model, stream, value } = json;
    if (model === null) return refuse('request.model_missing');
    return {
      model,
      stream,
      naming: namingIn(body, json),
      affinityKey: () => affinityKeyOf(value),
    };
  } catch (error) {
    if (error instanceof BadJson) return refuse('request.bad_json', { problem: error.message });
    throw error;
  }
};

/** Apart, so that what lives as long as the request does not keep the parsed body. */
const namingIn =
  (body: Buffer, { model, modelAt, text }: Omit<JsonBody, 'value'>) =>
  (wanted: string): Buffer | Latin1 => {
    if (wanted === model) return text ?? body;
    const named = text !== undefined && modelAt ? withModelInText(text, wanted, modelAt) : undefined;
    return named ?? withModel(body, wanted, modelAt);
  };

/** JSON, or what curl says of JSON when it is not told better. */
const JSON_TYPES = /^(?:$|application\/(?:[\w.+-]*\+)?json\b|application\/x-www-form-urlencoded\b|text\/)/i;

/** An OpenAI call's body is JSON or a form, and not compressed; anything else is handed through unread. */
export const isReadable = (contentType: string, contentEncoding: string | undefined): boolean =>
  contentEncoding === undefined && (JSON_TYPES.test(contentType) || boundaryOf(contentType) !== undefined);
