// Passwords as scrypt hashes with their parameters beside them, computed off the event loop and a few at a time.
import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';

/*
 * scrypt$15$8$3$<salt>$<hash>: log2 of N, r, p, 16 and 32 bytes in base64url. N = 2^15, r = 8, p = 3 is one of the settings
 * that OWASP's Password Storage Cheat Sheet calls equal: 32 MB and some 0.2 s a try.
 */
const COST = { log2N: 15, r: 8, p: 3 } as const;
const HASH_BYTES = 32;

/** At least this long; longer than any bytes that scrypt would be slow with are refused too. */
export const PASSWORD_LENGTH = { least: 12, most: 200 } as const;

// Two at a time: more would take 32 MB each and every thread that files and DNS wait for (four by default).
const AT_ONCE = 2;
const MOST_WAITING = 50;
let running = 0;
const waiting: (() => void)[] = [];

/** Too many sign-ins wait already. */
export class SignInsBusy extends Error {
  override readonly name = 'SignInsBusy';
}

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, COST);
  return ['scrypt', COST.log2N, COST.r, COST.p, salt.toString('base64url'), hash.toString('base64url')].join('$');
}

/** Whether the password is that of `stored`. Without one (null) it takes as long and is false: time tells nobody which accounts exist. */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const parts = (stored ?? NOBODY).split('$');
  const [kind, log2N, r, p] = [parts[0], Number(parts[1]), Number(parts[2]), Number(parts[3])];
  if (kind !== 'scrypt' || parts.length !== 6) throw new RangeError('a stored password is in no known form');
  const expected = Buffer.from(parts[5]!, 'base64url');
  const found = await derive(password, Buffer.from(parts[4]!, 'base64url'), { log2N, r, p });
  return timingSafeEqual(found, expected) && stored !== null;
}

const NOBODY = ['scrypt', COST.log2N, COST.r, COST.p, 'A'.repeat(22), 'A'.repeat(43)].join('$');

async function derive(password: string, salt: Buffer, { log2N, r, p }: { log2N: number; r: number; p: number }): Promise<Buffer> {
  if (running >= AT_ONCE) {
    if (waiting.length >= MOST_WAITING) throw new SignInsBusy();
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else {
    running++;
  }
  try {
    const N = 2 ** log2N;
    const options: ScryptOptions = { N, r, p, maxmem: 256 * N * r };
    // The same text may reach us composed and decomposed, as the keyboard has it (RFC 8265 asks for one form).
    return await new Promise((resolve, reject) => scrypt(password.normalize('NFC'), salt, HASH_BYTES, options, (error, key) => (error === null ? resolve(key) : reject(error))));
  } finally {
    const next = waiting.shift();
    if (next === undefined) running--;
    else next();
  }
}
