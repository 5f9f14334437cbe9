import { type FieldProblem, type ProjectEvent, type SecurityGroupRule, refuse } from '@tidegate/contracts';
import type { Decider } from '@tidegate/eventing';
import { cidrOf } from './cidr.ts';

type Facts = Readonly<{
  securityGroupId: string;
  projectId: string;
  name: string;
  rules: SecurityGroupRule[];
}>;
export type SecurityGroup =
  Readonly<{ status: 'absent' }> | (Facts & Readonly<{ status: 'living' | 'deleted' }>);

export type SecurityGroupCommand =
  | Readonly<{ type: 'CreateSecurityGroup'; facts: Facts }>
  | Readonly<{ type: 'ChangeSecurityGroup'; facts: Facts }>
  /** `usedBy`: an endpoint that names it, if there is one. */
  | Readonly<{
      type: 'DeleteSecurityGroup';
      securityGroupId: string;
      projectId: string;
      usedBy: string | null;
    }>;
export type SecurityGroupEvent = Extract<ProjectEvent, { type: `SecurityGroup${string}` }>;

/** Who may call the endpoints that name it. */
export const securityGroup: Decider<SecurityGroup, SecurityGroupCommand, SecurityGroupEvent> = {
  initial: { status: 'absent' },

  decide(state, command) {
    if (command.type === 'CreateSecurityGroup') {
      const { facts } = command;
      if (state.status !== 'absent') throw new Error(`${facts.securityGroupId} was created before`);
      return [{ type: 'SecurityGroupSaved', data: facts }];
    }
    const { securityGroupId, projectId } = command.type === 'ChangeSecurityGroup' ? command.facts : command;
    if (state.status === 'absent' || state.projectId !== projectId)
      return refuse('security_group.not_found', { securityGroupId });
    if (command.type === 'DeleteSecurityGroup') return deleted(state, command.usedBy);
    if (state.status === 'deleted') return refuse('security_group.not_found', { securityGroupId });
    return isSame(state, command.facts) ? [] : [{ type: 'SecurityGroupSaved', data: command.facts }];
  },

  evolve(state, event) {
    if (event.type === 'SecurityGroupSaved') return { status: 'living', ...event.data };
    return state.status === 'absent' ? state : { ...state, status: 'deleted' };
  },
};

/** A second deletion is agreement. */
const deleted = (
  { status, securityGroupId, projectId }: Extract<SecurityGroup, Facts>,
  usedBy: string | null,
): SecurityGroupEvent[] => {
  if (status === 'deleted') return [];
  if (usedBy !== null) return refuse('security_group.in_use', { endpointId: usedBy });
  return [{ type: 'SecurityGroupDeleted', data: { securityGroupId, projectId } }];
};

const isSame = (state: Facts, wanted: Facts): boolean =>
  state.name === wanted.name &&
  JSON.stringify(state.rules.map(key)) === JSON.stringify(wanted.rules.map(key));

const key = ({ cidr, ports }: SecurityGroupRule): string => `${cidr} ${ports.join()}`;

export type RuleWish = Readonly<{ cidr: string; ports?: readonly number[] | null }>;

/** Each range in its one form and each list of ports in order, or what is wrong with them. */
export const rulesOf = (
  wishes: readonly RuleWish[],
): Readonly<{ rules: SecurityGroupRule[]; problems: FieldProblem[] }> => {
  const rules: SecurityGroupRule[] = [];
  const problems: FieldProblem[] = [];
  const seen = new Map<string, number>();
  for (const [i, { cidr: text, ports }] of wishes.entries()) {
    const range = cidrOf(text);
    if ('problem' in range) {
      problems.push({ pointer: `/rules/${String(i)}/cidr`, message: range.problem });
      continue;
    }
    const rule = { cidr: range.cidr, ports: [...(ports ?? [])].sort((a, b) => a - b) };
    const twin = seen.get(key(rule));
    if (twin !== undefined)
      problems.push({ pointer: `/rules/${String(i)}`, message: `says the same as rule ${String(twin)}` });
    seen.set(key(rule), i);
    rules.push(rule);
  }
  return { rules, problems };
};
