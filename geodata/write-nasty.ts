// Writes the nasty fixtures anew: `npx tsx geodata/write-nasty.ts`. Their exact bytes matter, so a program writes them.
import { mkdirSync, writeFileSync } from 'node:fs';
import { nastyFiles } from './nasty-files.ts';

const folder = new URL('nasty/', import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [name, bytes] of nastyFiles()) writeFileSync(new URL(name, folder), bytes);
