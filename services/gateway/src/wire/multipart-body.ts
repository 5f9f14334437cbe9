/** Where the value of the form field `model` stands in a multipart/form-data body. */
type Span = Readonly<{ start: number; end: number }>;

const LONGEST_MODEL = 512;
const HEAD_END = Buffer.from('\r\n\r\n');

/** The boundary of a multipart/form-data content type; undefined for any other type. */
export const boundaryOf = (contentType: string): string | undefined => {
  const found = /^multipart\/form-data\s*;(?:.*;)?\s*boundary=(?:"([^"]{1,70})"|([^\s";]{1,70}))/i.exec(
    contentType,
  );
  return found?.[1] ?? found?.[2];
};

const NAMED_MODEL = /^content-disposition:\s*form-data\s*;(?:.*;)?\s*name=(?:"model"|model)\s*(?:;|$)/im;

const modelSpan = (body: Buffer, boundary: string): Span | undefined => {
  const delimiter = Buffer.from(`--${boundary}`, 'latin1');
  let at = body.indexOf(delimiter);
  while (at >= 0) {
    const headStart = at + delimiter.length;
    const next = body.indexOf(delimiter, headStart);
    if (next < 0) return undefined;
    const headEnd = body.indexOf(HEAD_END, headStart);
    if (headEnd >= 0 && headEnd < next && NAMED_MODEL.test(body.toString('latin1', headStart, headEnd)))
      // The line break before the delimiter belongs to the delimiter.
      return { start: headEnd + HEAD_END.length, end: next - 2 };
    at = next;
  }
  return undefined;
};

/** The form field `model`; undefined when there is none. */
export const modelInForm = (body: Buffer, boundary: string): string | undefined => {
  const span = modelSpan(body, boundary);
  if (!span || span.end < span.start || span.end - span.start > LONGEST_MODEL) return undefined;
  return body.toString('utf8', span.start, span.end);
};

/** The form with `model` replaced; all other bytes stay. A form without it is left alone. */
export const withModelInForm = (body: Buffer, boundary: string, model: string): Buffer => {
  const span = modelSpan(body, boundary);
  if (!span || span.end < span.start) return body;
  return Buffer.concat([body.subarray(0, span.start), Buffer.from(model), body.subarray(span.end)]);
};
