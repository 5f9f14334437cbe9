/** Jest loads set-up and tear-down as separate modules of one process, so what joins them hangs on its global. */
const held = globalThis as { tidegateTestStop?: (() => Promise<void>) | undefined };

export const toStopAtTheEnd = (stop: () => Promise<void>): void => {
  held.tidegateTestStop = stop;
};

export const stopNow = async (): Promise<void> => {
  await held.tidegateTestStop?.();
  held.tidegateTestStop = undefined;
};
