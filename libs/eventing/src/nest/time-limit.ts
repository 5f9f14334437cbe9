/** Waits for the work, but not longer. Neither a failure nor the end of the time is an error: it is for endings. */
export const atMost = async (limitMs: number, work: Promise<unknown>): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([work, new Promise((resolve) => (timer = setTimeout(resolve, limitMs)))]).catch(
    () => undefined,
  );
  clearTimeout(timer);
};
