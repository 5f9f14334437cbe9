import type { EventNamed, EventType, Recorded } from '@tidegate/contracts';
import { AddressList } from './address-list.guard.ts';
import type { Endpoint } from './endpoint.ts';

export const SECURITY_GROUP_TYPES = [
  'SecurityGroupSaved',
  'SecurityGroupDeleted',
] as const satisfies readonly EventType[];
type SecurityGroupType = (typeof SECURITY_GROUP_TYPES)[number];
export type SecurityGroupEvent = {
  [Type in SecurityGroupType]: Recorded<EventNamed<Type>>;
}[SecurityGroupType];

/** Where a call comes from, and the port it was made to. */
export type Origin = Readonly<{ address: string; port: number }>;

type Group = Readonly<{ projectId: string; anyPort: AddressList; byPort: ReadonlyMap<number, AddressList> }>;

const groupOf = ({ projectId, rules }: EventNamed<'SecurityGroupSaved'>['data']): Group => {
  const anyPort = new AddressList();
  const byPort = new Map<number, AddressList>();
  for (const { cidr, ports } of rules) {
    if (ports.length === 0) anyPort.add(cidr);
    for (const port of ports) {
      const list = byPort.get(port) ?? new AddressList();
      byPort.set(port, list);
      list.add(cidr);
    }
  }
  return { projectId, anyPort, byPort };
};

/** Who may call endpoints that name security groups. A group that is not known lets nobody in. */
export class SecurityGroups {
  readonly #groups = new Map<string, Group>();

  apply(event: SecurityGroupEvent): void {
    const { securityGroupId } = event.data;
    if (event.type === 'SecurityGroupSaved') this.#groups.set(securityGroupId, groupOf(event.data));
    else this.#groups.delete(securityGroupId);
  }

  allow({ configured: { securityGroups }, projectId }: Endpoint, { address, port }: Origin): boolean {
    if (securityGroups.length === 0) return true;
    return securityGroups.some((id) => {
      const group = this.#groups.get(id);
      if (group?.projectId !== projectId) return false;
      return group.anyPort.has(address) || (group.byPort.get(port)?.has(address) ?? false);
    });
  }
}
