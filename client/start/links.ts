// Addresses that the start page leads to.
import type { PlanSummary } from '../api.ts';
import { writeAddress } from '../map/share-link.ts';

export const mapLink = (address: Parameters<typeof writeAddress>[0]) => `/map?${writeAddress(address)}`;
export const planLink = ({ plan }: Pick<PlanSummary, 'plan'>) => `/editor?plan=${encodeURIComponent(plan)}`;
