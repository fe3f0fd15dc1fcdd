// Uploads that somebody looks at before importing them: kept on disk for an hour, for who sent them alone.
import { randomUUID } from 'node:crypto';
import { copyFile, link, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Queryable } from '../db/database.ts';
import { readBlockExtent } from '../db/queries/block-extent.ts';
import { listImportMappings, type SavedMapping } from '../db/queries/import-mappings.ts';
import type { Municipality } from '../db/queries/municipalities.ts';
import type { Place } from '../gdal/crs/crs-proposal.ts';
import type { TextTable } from '../gdal/formats/read-csv.ts';
import { listStatistics } from '../db/queries/statistics.ts';
import { lookAtTableApart, previewApart } from './preview-apart.ts';
import type { FilePreview } from './preview-file.ts';
import type { TableLook, TableLookRequest } from './preview-table.ts';
import { readTableKnowledge } from './stored-tables.ts';

export const KEPT_MS = 60 * 60_000;
const SWEEP_MS = 5 * 60_000;
const META = 'preview.json';

const meta = z.strictObject({ account: z.string(), file: z.string(), keptAt: z.number(), mappingKey: z.string().nullable() });

export interface KeptUpload extends z.infer<typeof meta> {
  readonly id: string;
  readonly folder: string;
}

export interface LookOptions {
  readonly layer?: string | undefined;
  readonly sourceCrs?: string | undefined;
  readonly encoding?: TextTable['encoding'] | undefined;
}

/** Where the municipality's blocks lie; null as long as there are none. */
export async function placeOf(db: Queryable, { municipality, name, epsg }: Municipality): Promise<Place | null> {
  const bounds = await readBlockExtent(db, municipality);
  return bounds === null ? null : { name, epsg, bounds };
}

/** What is kept lies in the folder alone, so that servers which share it share the previews too. */
export class PreviewDesk {
  private readonly sweeper: NodeJS.Timeout;

  private constructor(private readonly folder: string) {
    this.sweeper = setInterval(() => void this.sweep().catch(() => undefined), SWEEP_MS);
    this.sweeper.unref();
  }

  static async open(folder: string): Promise<PreviewDesk> {
    await mkdir(folder, { recursive: true });
    const desk = new PreviewDesk(folder);
    await desk.sweep();
    return desk;
  }

  close(): void {
    clearInterval(this.sweeper);
  }

  async newUpload(): Promise<{ readonly id: string; readonly folder: string }> {
    const id = randomUUID();
    const folder = join(this.folder, id);
    await mkdir(join(folder, 'file'), { recursive: true });
    return { id, folder: join(folder, 'file') };
  }

  async keep(id: string, file: string, account: string): Promise<KeptUpload> {
    const kept = { account, file, keptAt: Date.now(), mappingKey: null };
    await this.write(id, kept);
    return { id, folder: join(this.folder, id, 'file'), ...kept };
  }

  /** What somebody has sent and not dropped; null for all else, expired and other people's uploads too. */
  async find(id: string, account: string): Promise<KeptUpload | null> {
    if (!/^[0-9a-f-]{36}$/.test(id)) return null;
    const text = await readFile(join(this.folder, id, META), 'utf8').catch(() => null);
    if (text === null) return null;
    const kept = meta.parse(JSON.parse(text));
    if (kept.account !== account || kept.keptAt + KEPT_MS <= Date.now()) return null;
    return { id, folder: join(this.folder, id, 'file'), ...kept };
  }

  /** Reads the file anew. Throws InputError for options that cannot be followed. */
  async look(db: Queryable, municipality: Municipality, kept: KeptUpload, options: LookOptions): Promise<{ preview: FilePreview; saved: SavedMapping | null }> {
    const place = await placeOf(db, municipality);
    const preview = await previewApart({ path: join(kept.folder, kept.file), epsg: municipality.epsg, place, ...options });
    await this.write(kept.id, { account: kept.account, file: kept.file, keptAt: kept.keptAt, mappingKey: preview.mappingKey });
    const known = await listImportMappings(db, municipality.municipality, preview.mappingKey);
    return { preview, saved: known.find(({ kind }) => kind === preview.kindProposal) ?? known[0] ?? null };
  }

  /** Reads the file as a statistics table, under a mapping where one is given. Throws InputError where there are no blocks. */
  async lookAtTable(db: Queryable, municipality: string, kept: KeptUpload, asked: Omit<TableLookRequest, 'path' | 'knowledge' | 'statistics'>): Promise<TableLook> {
    const statistics = (await listStatistics(db, municipality)).map(({ statistic, nameDe, nameEn }) => ({ statistic, names: [nameDe, nameEn] }));
    return lookAtTableApart({ ...asked, path: join(kept.folder, kept.file), knowledge: await readTableKnowledge(db, municipality), statistics });
  }

  /** Puts the upload into a folder of an import as well; it stays here. */
  async copyInto(kept: KeptUpload, folder: string): Promise<void> {
    const [from, to] = [join(kept.folder, kept.file), join(folder, kept.file)];
    // A second name costs nothing; across file systems it is a copy.
    await link(from, to).catch(() => copyFile(from, to));
  }

  async discard(id: string): Promise<void> {
    await rm(join(this.folder, id), { recursive: true, force: true });
  }

  private async write(id: string, kept: z.infer<typeof meta>): Promise<void> {
    await writeFile(join(this.folder, id, META), JSON.stringify(kept));
  }

  /** Removes what has expired, and uploads that were broken off. */
  private async sweep(): Promise<void> {
    for (const id of await readdir(this.folder)) {
      const found = await stat(join(this.folder, id)).catch(() => null);
      if (found !== null && found.mtimeMs + KEPT_MS <= Date.now()) await this.discard(id);
    }
  }
}
