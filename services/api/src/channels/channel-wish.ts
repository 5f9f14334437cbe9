import type { ChannelKind, ChannelWishTarget, FieldProblem } from '@tidegate/contracts';

type Place = Readonly<{
  addresses?: readonly string[] | undefined;
  url?: string | undefined;
}>;
type Wish = Place & Readonly<{ kind?: ChannelKind }>;

/** A channel by mail has addresses and the others have a URL. */
export const channelProblems = ({ kind, addresses, url }: Wish): FieldProblem[] => {
  const problems: FieldProblem[] = typeof url === 'string' ? urlProblems(url) : [];
  if (kind === 'email') {
    if (addresses === undefined)
      problems.push({ pointer: '/addresses', message: 'must name at least one address' });
    if (url !== undefined) problems.push({ pointer: '/url', message: 'is for a webhook or Slack' });
  } else {
    if (url === undefined) problems.push({ pointer: '/url', message: 'must be an http or https URL' });
    if (addresses !== undefined)
      problems.push({ pointer: '/addresses', message: 'is for a channel by mail' });
  }
  return problems;
};

/** Of a change; what goes with the channel’s kind is judged when that is known. */
export const changeProblems = ({ addresses, url }: Place): FieldProblem[] => [
  ...(typeof url === 'string' ? urlProblems(url) : []),
  ...(addresses !== undefined && url !== undefined
    ? [{ pointer: '/url', message: 'does not go with addresses: a channel has either' }]
    : []),
];

const urlProblems = (url: string): FieldProblem[] => {
  const parsed = URL.parse(url);
  if (!parsed || !/^https?:$/.test(parsed.protocol))
    return [{ pointer: '/url', message: 'must be an http or https URL' }];
  return parsed.username || parsed.password
    ? [{ pointer: '/url', message: 'must not carry a user name or password' }]
    : [];
};

/** Undefined: it leads where it led. */
export const targetOf = (kind: ChannelKind, { addresses, url }: Place): ChannelWishTarget | undefined => {
  if (addresses !== undefined) return { kind: 'email', addresses: [...addresses] };
  if (url === undefined) return undefined;
  return { kind: kind === 'slack' ? 'slack' : 'webhook', url };
};
