/** What an answer was written to. */
type Written = Readonly<{
  writableFinished: boolean;
  writableLength: number;
  once: (event: 'finish' | 'close', then: () => void) => unknown;
}>;

/**
 * Watches over the end of an answer that is written and not taken yet: when its caller takes none of it for `idleMs`, it is
 * cut, so that nobody holds memory by not reading.
 */
export const cutUnlessTaken = (written: Written, idleMs: number, cut: () => void): void => {
  if (written.writableFinished) return;
  let left = written.writableLength;
  const timer = setInterval(() => {
    const { writableLength } = written;
    if (writableLength >= left) {
      clearInterval(timer);
      cut();
    }
    left = writableLength;
  }, idleMs);
  const taken = (): void => {
    clearInterval(timer);
  };
  written.once('finish', taken);
  written.once('close', taken);
};
