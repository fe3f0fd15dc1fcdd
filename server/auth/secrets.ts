// Secrets of sessions and tokens: 256 random bits, of which only a hash is kept; and the CSRF token that follows from one.
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** 43 characters of base64url. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** SHA-256 in hex. A slow hash would add nothing: 256 random bits cannot be guessed from it. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/**
 * What a page must send in Zuschnitt-CSRF. It is bound to the session, so that a cookie planted by a neighbouring host is no use, and tells
 * nothing about the session's secret.
 */
export const csrfTokenOf = (sessionSecret: string): string => createHmac('sha256', sessionSecret).update('zuschnitt csrf').digest('base64url');

/** Compares without telling by time how much was right. */
export function sameSecret(given: string, expected: string): boolean {
  const [a, b] = [given, expected].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(a!, b!);
}

/** A password that people can type: 20 characters of 32 without look-alikes, 100 bits, in groups of five. */
export function randomPassword(): string {
  const letters = 'abcdefghijkmnpqrstuvwxyz23456789';
  const characters = [...randomBytes(20)].map((byte) => letters[byte % letters.length]!);
  return [0, 5, 10, 15].map((at) => characters.slice(at, at + 5).join('')).join('-');
}
