import { describe, expect, it } from '@jest/globals';
import { given } from '@tidegate/testing';
import { rulesOf, securityGroup } from './security-group.ts';

const facts = {
  securityGroupId: 'sgrp-0123456789ab',
  projectId: 'proj-0123456789ab',
  name: 'office',
  rules: [{ cidr: '10.0.0.0/8', ports: [] }],
};
const { securityGroupId, projectId } = facts;
const saved = { type: 'SecurityGroupSaved', data: facts } as const;
const deleted = { type: 'SecurityGroupDeleted', data: { securityGroupId, projectId } } as const;
const change = { type: 'ChangeSecurityGroup', facts } as const;
const remove = { type: 'DeleteSecurityGroup', securityGroupId, projectId, usedBy: null } as const;
const stranger = 'proj-ffffffffffff';

describe('a security group', () => {
  it('is created', () => given(securityGroup).when({ type: 'CreateSecurityGroup', facts }).then(saved));

  it('gets other rules; the same again are no change', () => {
    const other = { ...facts, rules: [{ cidr: '10.0.0.0/8', ports: [443] }] };
    given(securityGroup, saved)
      .when({ ...change, facts: other })
      .then({ ...saved, data: other });
    given(securityGroup, saved).when(change).thenNothing();
  });

  it('is deleted once; a second time is agreement', () => {
    given(securityGroup, saved).when(remove).then(deleted);
    given(securityGroup, saved, deleted).when(remove).thenNothing();
  });

  it('stays while an endpoint names it', () =>
    given(securityGroup, saved)
      .when({ ...remove, usedBy: 'endpt-0123456789ab' })
      .thenRefuses('security_group.in_use'));

  it('does not come back', () =>
    given(securityGroup, saved, deleted).when(change).thenRefuses('security_group.not_found'));

  it('does not exist in another project, or before it was created', () => {
    given(securityGroup, saved)
      .when({ ...change, facts: { ...facts, projectId: stranger } })
      .thenRefuses('security_group.not_found');
    given(securityGroup, saved)
      .when({ ...remove, projectId: stranger })
      .thenRefuses('security_group.not_found');
    given(securityGroup).when(remove).thenRefuses('security_group.not_found');
  });
});

describe('rules', () => {
  it('come in one form', () => {
    expect(rulesOf([{ cidr: '2001:DB8::/32', ports: [443, 80] }, { cidr: '192.0.2.7' }])).toEqual({
      rules: [
        { cidr: '2001:db8::/32', ports: [80, 443] },
        { cidr: '192.0.2.7/32', ports: [] },
      ],
      problems: [],
    });
  });

  it('are all told what is wrong with them', () => {
    const { problems } = rulesOf([
      { cidr: 'moon' },
      { cidr: '10.0.0.1/8' },
      { cidr: '10.0.0.0/8', ports: null },
      { cidr: '::ffff:10.0.0.0/104', ports: [] },
    ]);
    expect(problems).toEqual([
      { pointer: '/rules/0/cidr', message: expect.stringContaining('must be a range') },
      { pointer: '/rules/1/cidr', message: expect.stringContaining('10.0.0.0/8') },
      { pointer: '/rules/3', message: 'says the same as rule 2' },
    ]);
  });
});
