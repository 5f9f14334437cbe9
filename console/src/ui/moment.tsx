/** When something happened, in the reader’s zone; to the millisecond as its title. */
export const Moment = ({ at, date = true }: Readonly<{ at: string; date?: boolean }>) => {
  const moment = new Date(at);
  return (
    <time dateTime={at} title={at} style={{ whiteSpace: 'nowrap' }}>
      {date
        ? moment.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' })
        : moment.toLocaleTimeString()}
    </time>
  );
};

const pad = (value: number): string => String(value).padStart(2, '0');

/** What an `<input type="datetime-local">` shows of a moment, in the reader’s zone. */
export const localOf = (at: string | undefined): string => {
  if (at === undefined) return '';
  const moment = new Date(at);
  if (Number.isNaN(moment.getTime())) return '';
  const day = `${moment.getFullYear()}-${pad(moment.getMonth() + 1)}-${pad(moment.getDate())}`;
  return `${day}T${pad(moment.getHours())}:${pad(moment.getMinutes())}:${pad(moment.getSeconds())}`;
};

/** @returns the moment that such an input means; undefined when it is empty */
export const momentOf = (local: string): string | undefined => {
  const moment = new Date(local);
  return local === '' || Number.isNaN(moment.getTime()) ? undefined : moment.toISOString();
};
