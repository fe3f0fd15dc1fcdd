// A text table in another encoding than its bytes suggest, as a copy in UTF-8: for who has seen that the first guess was wrong.
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { TextTable } from './read-csv.ts';

export interface Recoded {
  /** Of the same name, in a folder that `remove` removes. */
  readonly path: string;
  remove(): Promise<void>;
}

/** Copies the file as UTF-8 with its mark, so that nothing takes it for something else again. */
export async function recode(path: string, encoding: TextTable['encoding']): Promise<Recoded> {
  const folder = await mkdtemp(join(tmpdir(), 'zuschnitt-recoded-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  const decoder = new TextDecoder(encoding === 'utf-16' ? 'utf-16le' : encoding);
  try {
    await pipeline(
      createReadStream(path),
      async function* decode(chunks: AsyncIterable<Buffer>) {
        yield '\ufeff';
        for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
        yield decoder.decode();
      },
      createWriteStream(join(folder, basename(path))),
    );
  } catch (error) {
    await remove();
    throw error;
  }
  return { path: join(folder, basename(path)), remove };
}
