/** How far an export has come. Nothing of it is told to users. */
export type ExportPlace = Readonly<{
  /** What still grows counts up to here, however long the export takes. */
  asOfUs: number;
  /** The part of the time that is being written. */
  fromUs: number;
  /** Of it: this endpoint’s replicas up to this one, or all of the endpoint’s; null: nothing. */
  upTo: Readonly<{ endpointId: string; replicaId: string | null }> | null;
  /** What the rows of the month come to so far, in nano-dollars. */
  told: string;
}>;

export const isExportPlace = (value: unknown): value is ExportPlace => {
  const { asOfUs, fromUs, upTo, told } = (value ?? {}) as Partial<ExportPlace>;
  return (
    Number.isSafeInteger(asOfUs) &&
    Number.isSafeInteger(fromUs) &&
    typeof told === 'string' &&
    /^-?\d{1,40}$/.test(told) &&
    (upTo === null || typeof upTo?.endpointId === 'string')
  );
};
