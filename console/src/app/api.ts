import { type Client, clientOf } from '@tidegate/sdk';

let project: string | null = null;

/** The project that the operator looks at; others have theirs by their token. */
export const chosenProject = (): string | null => project;
export const chooseProject = (id: string | null): void => {
  project = id;
};

/** Other sites cannot send it: what changes something is refused without. */
const OWN_PAGE = { 'x-tidegate-console': '1' } as const;

/** Every call of the console goes through here, with the session’s cookie. */
export const api: Client = clientOf({ project: chosenProject, headers: OWN_PAGE });

export const headers = (): Record<string, string> => ({
  ...OWN_PAGE,
  ...(project !== null && { 'x-tidegate-project': project }),
});
