import type { Command } from 'commander';

const alone = new WeakMap<Command, Command>();

/** Adds what a command means when no other word follows. */
export const addDefault = (command: Command, meant: Command): Command => {
  alone.set(command, meant);
  return command.addCommand(meant, { isDefault: true });
};

export const defaultOf = (command: Command): Command | undefined => alone.get(command);
