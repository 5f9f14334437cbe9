import './logs.css';
import { Button } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef } from 'react';
import { count } from '../ui/format.ts';
import type { Line } from './lines.ts';
import { Row } from './row.tsx';
import type { LogTail, TailState } from './tail.ts';

const ROW_PX = 24;
const NEAR_PX = 8;

type Props = Readonly<{
  log: LogTail;
  state: TailState;
  wraps: boolean;
  wanted: Readonly<{ text: string; matchCase: boolean }>;
  chosen: string | undefined;
  onChoose: (line: Line) => void;
  onRequest: (requestId: string) => void;
}>;

/** All lines in a box of which only what is seen exists. It stays at the end until the reader scrolls back. */
export const LogList = ({ log, state, wraps, wanted, chosen, onChoose, onRequest }: Props) => {
  const { tail, isPaused, older, isLoadingOlder } = state;
  const { lines, unseen } = tail;
  const box = useRef<HTMLDivElement>(null);
  const last = useRef({ top: 0, height: 0, firstCursor: '', count: 0 });
  // eslint-disable-next-line react-hooks/incompatible-library -- nothing here is memoised by a compiler
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => lines[index]?.cursor ?? index,
    overscan: 4,
    paddingStart: older === null ? 0 : 40,
  });
  const first = lines[0]?.cursor ?? '';
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const { firstCursor, count: had } = last.current;
    const wasPrepended = isPaused && firstCursor !== '' && first !== firstCursor && lines.length > had;
    if (!isPaused) element.scrollTop = element.scrollHeight;
    else if (wasPrepended)
      element.scrollTop += ROW_PX * lines.findIndex(({ cursor }) => cursor === firstCursor);
    last.current = { ...last.current, firstCursor: first, count: lines.length };
  }, [lines, first, isPaused]);

  const opened = useRef(false);
  useLayoutEffect(() => {
    if (opened.current || state.phase !== 'still' || chosen === undefined) return;
    opened.current = true;
    rows.scrollToIndex(
      lines.findIndex(({ cursor }) => cursor === chosen),
      { align: 'center' },
    );
  }, [state.phase, chosen, lines, rows]);

  const scrolled = (): void => {
    const element = box.current;
    if (!element || state.phase === 'still') return;
    const { scrollTop, scrollHeight, clientHeight } = element;
    const { top, height } = last.current;
    last.current = { ...last.current, top: scrollTop, height: scrollHeight };
    if (scrollHeight - scrollTop - clientHeight < NEAR_PX) log.pause(false);
    else if (scrollTop < top && scrollHeight >= height) log.pause(true);
  };

  return (
    <div className="log-box">
      <div
        ref={box}
        className="log"
        role="log"
        aria-live="off"
        aria-label="Log lines"
        tabIndex={0}
        data-wrap={wraps || undefined}
        onScroll={scrolled}
      >
        <div className="log-lines" style={{ height: rows.getTotalSize() }}>
          {older !== null && (
            <Button
              size="compact-sm"
              variant="default"
              m={6}
              loading={isLoadingOlder}
              onClick={() => void log.loadOlder()}
            >
              500 older lines
            </Button>
          )}
          {rows.getVirtualItems().map(({ index, key, start }) => {
            const line = lines[index];
            return line === undefined ? null : (
              <Row
                key={key}
                line={line}
                index={index}
                start={start}
                measure={wraps ? rows.measureElement : undefined}
                wanted={wanted}
                isChosen={line.cursor === chosen}
                onChoose={onChoose}
                onRequest={onRequest}
              />
            );
          })}
        </div>
      </div>
      {isPaused && state.phase !== 'still' && (
        <Button className="log-new" size="compact-md" onClick={() => log.pause(false)}>
          {unseen === 0 ? 'Paused: go on' : `${count(unseen)} new ${unseen === 1 ? 'line' : 'lines'} ↓`}
        </Button>
      )}
    </div>
  );
};
