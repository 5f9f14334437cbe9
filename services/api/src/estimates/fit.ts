import type { EndpointSpec } from '@tidegate/contracts';
import type { SizingView } from '../sizing/sizing-view.ts';
import type { Warning } from './pool.ts';

/** What sizing has to say about the hardware that was chosen. A model may be another size than it seems: it is no problem. */
export const fitWarnings = ({ hardware }: EndpointSpec, sizing: SizingView | null): Warning[] => {
  if (!sizing || sizing.source === 'unknown') return [];
  const fit = sizing.hardware.find(({ hardwareId }) => hardwareId === hardware.id);
  const pointer = '/hardware';
  const tooSmall = fit && !fit.fits ? [{ pointer, message: `${hardware.id}: ${fit.message}` }] : [];
  return [...tooSmall, ...sizing.warnings.map(({ message }) => ({ pointer, message }))];
};
