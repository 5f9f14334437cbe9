/** A time of day in the reader’s zone; the exact moment as its title. */
export const Moment = ({ at }: Readonly<{ at: string }>) => {
  const date = new Date(at);
  return (
    <time dateTime={at} title={date.toISOString()}>
      {date.toLocaleTimeString()}
    </time>
  );
};
