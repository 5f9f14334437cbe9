import { Injectable } from '@nestjs/common';
import { type SecurityGroupRule, refuse } from '@tidegate/contracts';
import { type Cause, deriveId } from '@tidegate/eventing';
import { EventStore, Handles } from '@tidegate/eventing/nest';
import { ReadModels } from '../http/read-model.store.ts';
import { type Holder, Names } from '../names/names.store.ts';
import { type SecurityGroupCommand, securityGroup } from './security-group.ts';
import { securityGroupList } from './security-group-list.projection.ts';
import { SecurityGroupList } from './security-group-list.store.ts';

type Wanted = Readonly<{ projectId: string; name: string; rules: SecurityGroupRule[] }>;

@Injectable()
export class SecurityGroups extends Handles(securityGroup) {
  constructor(
    store: EventStore,
    private readonly names: Names,
    private readonly readModels: ReadModels,
    private readonly list: SecurityGroupList,
  ) {
    super(store);
  }

  /** Its id derives from the command: repeated, it finds the group it made. @returns the id */
  async create(wanted: Wanted, cause: Cause): Promise<string> {
    const securityGroupId = deriveId('securityGroup', cause.commandId);
    await this.#take(securityGroupId, wanted);
    const facts = { securityGroupId, ...wanted };
    await this.#command(securityGroupId, { type: 'CreateSecurityGroup', facts }, cause);
    return securityGroupId;
  }

  async change(securityGroupId: string, wanted: Wanted, cause: Cause): Promise<void> {
    await this.#mustBe(securityGroupId, wanted.projectId);
    await this.#take(securityGroupId, wanted);
    const facts = { securityGroupId, ...wanted };
    await this.#command(securityGroupId, { type: 'ChangeSecurityGroup', facts }, cause);
  }

  async remove(securityGroupId: string, projectId: string, cause: Cause): Promise<void> {
    if (!isId(securityGroupId))
      refuse('security_group.not_found', { securityGroupId: securityGroupId.slice(0, 100) });
    const usedBy = await this.list.usedBy(securityGroupId, projectId);
    const command = { type: 'DeleteSecurityGroup', securityGroupId, projectId, usedBy } as const;
    await this.#command(securityGroupId, command, cause);
  }

  /** Which of some ids are no security group of a project, in the order given. */
  async missing(projectId: string, ids: readonly string[]): Promise<string[]> {
    const known = await this.list.known(projectId, ids.filter(isId));
    const unknown = ids.filter((id) => !known.has(id));
    // One that was just made, or just deleted, is as the log says.
    const exist = await Promise.all(unknown.map((id) => this.#exists(id, projectId)));
    return unknown.filter((_, i) => !exist[i]);
  }

  async #command(id: string, command: SecurityGroupCommand, cause: Cause): Promise<void> {
    const { position } = await this.handle(id, command, cause);
    await this.readModels.reached(securityGroupList.name, position);
  }

  async #exists(id: string, projectId: string): Promise<boolean> {
    if (!isId(id)) return false;
    const { state } = await this.load(id);
    return state.status === 'living' && state.projectId === projectId;
  }

  async #mustBe(securityGroupId: string, projectId: string): Promise<void> {
    if (!(await this.#exists(securityGroupId, projectId)))
      refuse('security_group.not_found', { securityGroupId: securityGroupId.slice(0, 100) });
  }

  async #take(holder: string, { projectId, name }: Wanted): Promise<void> {
    const lookUp = (other: string) => this.#holds(other, name);
    if (!(await this.names.take(`${projectId}/security-groups`, name, { holder, lookUp })))
      refuse('security_group.name_taken', { name });
  }

  /** A group that was renamed holds its former name no more. */
  async #holds(holder: string, name: string): Promise<Holder> {
    const { state } = await this.load(holder);
    if (state.status === 'deleted') return 'gone';
    return state.status === 'living' && state.name === name ? 'living' : 'absent';
  }
}

const isId = (text: string): boolean => /^sgrp-[0-9a-f]{12}$/.test(text);
