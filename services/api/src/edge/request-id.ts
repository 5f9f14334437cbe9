/** A caller's own request id is taken over when it can stand in any log and header. */
export const isRequestId = (text: string): boolean => /^[\w.:-]{8,100}$/.test(text);
