import { memo } from 'react';
import { hueOf, type Line, nameOf, pieces, plain } from './lines.ts';

type Props = Readonly<{
  line: Line;
  index: number;
  start: number;
  /** Where lines wrap, each has its own height. */
  measure: ((element: HTMLElement | null) => void) | undefined;
  wanted: Readonly<{ text: string; matchCase: boolean }>;
  isChosen: boolean;
  onChoose: (line: Line) => void;
  onRequest: (requestId: string) => void;
}>;

/** One line: its time is its link. */
export const Row = memo(({ line, index, start, measure, wanted, isChosen, onChoose, onRequest }: Props) => {
  const { at, severity, replicaId, text, requestId } = line;
  return (
    <div
      ref={measure}
      data-index={index}
      className="log-row"
      data-chosen={isChosen || undefined}
      style={{ transform: `translateY(${start}px)` }}
    >
      <a
        className="log-at"
        href={linkTo(line.cursor)}
        title={at}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return;
          event.preventDefault();
          onChoose(line);
        }}
      >
        {timeOf(at)}
      </a>
      <span className="log-severity" data-severity={severity}>
        {severity}
      </span>
      <span
        className="log-replica"
        data-hue={replicaId === null ? undefined : hueOf(replicaId)}
        title={replicaId ?? 'said by the platform'}
      >
        {nameOf(replicaId)}
      </span>
      <span className="log-text">
        {pieces(plain(text), wanted.text, wanted.matchCase).map((piece, nth) =>
          // A piece has no name but its place.
          piece.isHit ? <mark key={nth}>{piece.text}</mark> : piece.text,
        )}
      </span>
      {requestId !== null && (
        <button
          type="button"
          className="log-request"
          title={`Only lines of request ${requestId}`}
          onClick={() => onRequest(requestId)}
        >
          {plain(requestId)}
        </button>
      )}
    </div>
  );
});
Row.displayName = 'Row';

const timeOf = (at: string): string => {
  const moment = new Date(at);
  return `${moment.toLocaleTimeString('en-GB')}.${String(moment.getMilliseconds()).padStart(3, '0')}`;
};

const linkTo = (cursor: string): string => {
  const query = new URLSearchParams(location.search);
  query.set('at', cursor);
  return `${location.pathname}?${query.toString()}`;
};
