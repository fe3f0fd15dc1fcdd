// The token that stands for one file, one request and everything that importing it would change.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { canonicalJson } from '../workspace/releases/ledger-chain.ts';
import type { ImportRequest } from './import-request.ts';

/**
 * SHA-256 in hex. Who sends it has seen what a dry run showed: another file, another option, blocks or plans that others
 * changed in between so that something else would be changed give another token.
 */
export async function acceptToken(path: string, request: ImportRequest, changes: unknown): Promise<string> {
  const file = createHash('sha256');
  await pipeline(createReadStream(path), file);
  const { dryRun: _, accept: __, ...asked } = request;
  // JSON first: a request that a job kept has lost the keys that are undefined.
  const said = JSON.parse(JSON.stringify({ asked, changes })) as Record<string, unknown>;
  return createHash('sha256').update(file.digest('hex')).update(canonicalJson(said)).digest('hex');
}
