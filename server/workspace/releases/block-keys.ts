// Keys of the people of a block, from a secret: who has it not can neither foresee nor repeat the noise of any sum.
import { createCipheriv, createHash, createHmac } from 'node:crypto';

/** What keys are made of; confidential. */
export interface KeySource {
  readonly secret: Uint8Array;
  /** 12 bytes a block, in the order of the blocks. */
  readonly blocks: Uint8Array;
}

const DIGEST = 12;
const WIDTH = 16;

export function keySource(secret: string, blocks: readonly string[]): KeySource {
  const digests = new Uint8Array(DIGEST * blocks.length);
  blocks.forEach((block, at) => digests.set(createHash('sha256').update(block).digest().subarray(0, DIGEST), DIGEST * at));
  return { secret: Buffer.from(secret, 'hex'), blocks: digests };
}

/**
 * Whole keys below 2^32 by block: 0 where nobody is counted, so that an empty block draws no noise anew. The count goes into the key: who is added to a block brings
 * a key of their own, and a corrected number tells its correction through new noise only. Neither date nor stand does: an unchanged block has the same noise in all years, which can thus
 * not be averaged, and counts that are imported again have the noise that they had.
 */
export function blockKeys({ secret, blocks }: KeySource, statistic: string, counts: Int32Array): Uint32Array {
  const plain = Buffer.alloc(WIDTH * counts.length);
  counts.forEach((count, block) => {
    plain.set(blocks.subarray(DIGEST * block, DIGEST * (block + 1)), WIDTH * block);
    plain.writeInt32BE(count, WIDTH * block + DIGEST);
  });
  // One block of the cipher a key: of different inputs, which they are, it makes what looks drawn at random to who has not the secret.
  const cipher = createCipheriv('aes-256-ecb', createHmac('sha256', secret).update(statistic).digest(), null).setAutoPadding(false);
  const drawn = cipher.update(plain);
  return Uint32Array.from(counts, (count, block) => (count > 0 ? drawn.readUInt32BE(WIDTH * block) : 0));
}
