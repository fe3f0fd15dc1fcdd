// Ids that KomMonitor's clients keep: the same for the same municipality and code, on every server and after every restart.
import { createHash } from 'node:crypto';

/** Namespace of these ids, made once by chance. */
const NAMESPACE = Buffer.from('7d0f4c62b8e94a2f9c3e51aa60d7f218', 'hex');

export type IdentityKind = 'spatial-unit' | 'indicator' | 'topic' | 'georesource' | 'hierarchy' | 'organization' | 'permission';

/** UUID of version 5 (RFC 9562, 5.5) of a thing by its municipality's key and its code. */
export function identity(municipality: string, kind: IdentityKind, code: string): string {
  const hash = createHash('sha1').update(NAMESPACE).update(JSON.stringify([municipality, kind, code])).digest();
  hash[6] = (hash[6]! & 0x0f) | 0x50;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  const hex = hash.toString('hex', 0, 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Id of a zone: one a cut, so that a zone that keeps its code when it is redrawn is another one. */
export const zoneId = (geography: string, version: number, zone: string): string => `${geography}-${version}-${zone}`;
