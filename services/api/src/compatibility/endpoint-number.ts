const PREFIX = 'endpt-';

/** An endpoint's id as a whole number, for clients whose ids are numbers: its twelve hex digits are 48 bits, below 2^53. */
export const numberOfEndpoint = (endpointId: string): number =>
  Number.parseInt(endpointId.slice(PREFIX.length), 16);

/** The id behind a number; an id stays as it is. What is neither leads to no endpoint. */
export const endpointOfNumber = (given: string): string =>
  /^\d{1,15}$/.test(given) ? `${PREFIX}${Number(given).toString(16).padStart(12, '0')}` : given;
