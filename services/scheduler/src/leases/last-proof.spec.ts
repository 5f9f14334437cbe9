import { beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { OneNode, started, stopped } from '../nodes/one-node.spec-helper.ts';

Logger.overrideLogger(false);
const [A, B, C] = ['repl-00000000000a', 'repl-00000000000b', 'repl-00000000000c'];

/** It runs two replicas since its tenth second, and has said so until its twentieth. */
const nodeWithTwo = async (): Promise<OneNode> => {
  const node = new OneNode();
  await node.asks(1);
  await node.hasRequested(A, B);
  await node.asks(11, { facts: [started(A, 10), started(B, 10)], running: [A, B] });
  await node.asks(20, { running: [A, B] });
  return node;
};

describe('what a silent node held', () => {
  let node: OneNode;
  beforeEach(async () => {
    node = await nodeWithTwo();
  });

  it('ends with the last proof before the silence, also where the node is heard again first', async () => {
    await node.isLost();
    await node.asks(90, { running: [A, B] });
    await node.isLookedAfter();
    expect(node.ends()).toEqual({ [A]: 20, [B]: 20 });
  });

  it('ends when the node says so, as far as it has said it', async () => {
    await node.isLost();
    await node.asks(90, { facts: [stopped(A, 50)] });
    await node.isLookedAfter();
    await node.asks(91, { facts: [stopped(B, 40)] });
    expect(node.ends()).toEqual({ [A]: 50, [B]: 20 });
  });

  it('is proven by what it tells of others only until then, as the rest has room in its next word', async () => {
    await node.asks(90, { facts: [stopped(A, 50)] });
    await node.isLost();
    await node.isLookedAfter();
    expect(node.ends()).toEqual({ [A]: 50, [B]: 50 });
  });

  it('is proven by who tells nothing', async () => {
    await node.asks(90, { facts: [stopped(A, 50)], running: [B] });
    await node.asks(91, { running: [B] });
    await node.isLost();
    await node.isLookedAfter();
    expect(node.ends()).toEqual({ [A]: 50, [B]: 91 });
  });

  it('ends with the last proof also where the node was removed', async () => {
    await node.isLost();
    await node.isRemoved();
    await node.asks(90, { facts: [stopped(A, 50)], running: [B] });
    await node.isLookedAfter();
    expect(node.ends()).toEqual({ [A]: 50, [B]: 20 });
  });
});

describe('what a node held that has booted again', () => {
  it('ends with the last proof of the boot before', async () => {
    const node = await nodeWithTwo();
    node.bootId = 'boot-2';
    await node.asks(90);
    expect(node.ends()).toEqual({ [A]: 20, [B]: 20 });
  });

  it('ends with it also after words of the new boot, and of a node that was lost', async () => {
    for (const isLost of [false, true]) {
      const node = await nodeWithTwo();
      if (isLost) await node.isLost();
      node.bootId = 'boot-2';
      await node.asks(80, { running: [B] });
      await node.asks(90);
      expect(node.ends()).toEqual({ [A]: 20, [B]: 20 });
    }
  });

  it('is not what the new boot was given, though the read model has not heard of it yet', async () => {
    const node = await nodeWithTwo();
    node.bootId = 'boot-2';
    await node.asks(90);
    await node.hasRequested(C);
    node.lags = true;
    await node.asks(91);
    expect(node.ends()).toEqual({ [A]: 20, [B]: 20 });
  });

  it('ends when its agent says so, if only the agent has forgotten its boot', async () => {
    const node = await nodeWithTwo();
    node.bootId = 'boot-2';
    await node.asks(80, { running: [B] });
    await node.asks(90, { facts: [stopped(B, 85)] });
    expect(node.ends()).toEqual({ [A]: 20, [B]: 85 });
  });
});
