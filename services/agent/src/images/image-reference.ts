/** What follows the last slash: a name, perhaps with a tag or a digest. Before it a colon may belong to a port. */
const lastPart = (reference: string): string => reference.slice(reference.lastIndexOf('/') + 1);

/** With the tag that is meant when none is said: a daemon that is asked without one fetches every tag there is. */
export const withTag = (reference: string): string =>
  /[:@]/.test(lastPart(reference)) ? reference : `${reference}:latest`;

/** Whether it is meant to name the same image for ever, so that what is on the node need not be asked about again. */
export const isPinned = (reference: string): boolean =>
  reference.includes('@') || !withTag(reference).endsWith(':latest');

/** The registry that its credentials are for, as daemons name it. */
export const registryOf = (reference: string): string => {
  const [first = '', ...rest] = reference.split('/');
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  return isHost ? first : 'https://index.docker.io/v1/';
};
