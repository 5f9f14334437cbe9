/** Repeats until it no longer throws, or fails with its last error. */
export const eventually = async (attempt: () => void, withinMs = 20_000): Promise<void> => {
  const end = performance.now() + withinMs;
  for (;;)
    try {
      attempt();
      return;
    } catch (error) {
      if (performance.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
};
