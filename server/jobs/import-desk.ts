// Imports as jobs of a running server: keeps the uploaded file until its job has ended, and refreshes what is resident.
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Queryable } from '../db/database.ts';
import { saveImportMapping } from '../db/queries/import-mappings.ts';
import type { Job } from '../db/queries/jobs.ts';
import { InputError } from '../gdal/input-error.ts';
import { importRequest, type ImportRequest } from '../imports/import-request.ts';
import { PreviewDesk, type KeptUpload } from '../imports/preview-desk.ts';
import { runImport } from '../imports/run-import.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { schoolJobs } from './school-jobs.ts';
import { JobQueue, type JobContext, type JobQueueOptions } from './job-queue.ts';

export interface Upload {
  /** Also the id of the job that will read it. */
  readonly id: string;
  readonly folder: string;
}

export interface ImportDeskOptions extends Pick<JobQueueOptions, 'onError'> {
  readonly workspace: Workspace;
  /**
   * Folder for uploads. A job that a stopped server left is begun again with its file, so the folder outlives the server;
   * servers that share a database share this folder too.
   */
  readonly uploads: string;
}

export class ImportDesk {
  private constructor(
    readonly jobs: JobQueue,
    readonly previews: PreviewDesk,
    private readonly options: ImportDeskOptions,
  ) {}

  static async open(options: ImportDeskOptions): Promise<ImportDesk> {
    await mkdir(options.uploads, { recursive: true });
    const { workspace } = options;
    const previews = await PreviewDesk.open(`${options.uploads}-previews`);
    const jobs = await JobQueue.open(workspace.db, {
      handlers: { import: (context) => runUploaded(options, previews, context), ...schoolJobs(workspace) },
      ...(options.onError === undefined ? {} : { onError: options.onError }),
      // The embedded database has one server; of PostgreSQL's another may be at work.
      takeOverAfterS: workspace.db.engine === 'embedded' ? 0 : 60,
    });
    const desk = new ImportDesk(jobs, previews, options);
    await desk.removeLeftUploads();
    return desk;
  }

  /** A folder of its own for one upload. */
  async newUpload(): Promise<Upload> {
    const id = randomUUID();
    const folder = join(this.options.uploads, id);
    await mkdir(folder);
    return { id, folder };
  }

  async discard(upload: Upload): Promise<void> {
    await rm(upload.folder, { recursive: true, force: true });
  }

  /** Queues the import of `file`, a name in the upload's folder; `kept` is the preview that it was seen in. */
  submit(upload: Upload, file: string, request: ImportRequest, account: string, kept: Pick<KeptUpload, 'id' | 'mappingKey'> | null = null): Promise<Job> {
    const { municipality } = this.options.workspace.municipality;
    const preview = kept === null ? {} : { preview: { id: kept.id, mappingKey: kept.mappingKey } };
    return this.jobs.submit({ process: 'import', municipality, account, input: { file, request, ...preview } }, upload.id);
  }

  close(): Promise<void> {
    this.previews.close();
    return this.jobs.close();
  }

  /** Files whose upload was broken off, or whose job ended while no server ran. */
  private async removeLeftUploads(): Promise<void> {
    for (const id of await readdir(this.options.uploads)) {
      const job = await this.jobs.find(id);
      if (job === null || job.finishedAt !== null) await this.discard({ id, folder: join(this.options.uploads, id) });
    }
  }
}

async function runUploaded({ workspace, uploads }: ImportDeskOptions, previews: PreviewDesk, context: JobContext): Promise<object> {
  const { job, signal } = context;
  const { file, request, preview } = job.input as { file: string; request: unknown; preview?: Pick<KeptUpload, 'id' | 'mappingKey'> };
  const folder = join(uploads, job.job);
  try {
    if (job.municipality !== workspace.municipality.municipality) {
      throw new InputError({ problem: `the import is for municipality ${job.municipality}`, accepted: 'a server of that municipality' });
    }
    const result = await runImport(workspace.db, workspace.municipality, join(folder, file), importRequest.parse(request), {
      account: job.account,
      signal,
      progress: context.progress,
      keepResult: async (tx, stored) => {
        await keepMapping(tx, job, preview?.mappingKey ?? null);
        await context.keepResult(tx, stored);
      },
    });
    if (!result.dryRun) {
      if (preview !== undefined) await previews.discard(preview.id);
      await workspace.reload();
    }
    return result;
  } finally {
    // A job that its server gives up at its end is begun again by the next one and needs its file.
    if (!context.givenUp()) await rm(folder, { recursive: true, force: true });
  }
}

/** What the columns mean, for the next file of this source; in the transaction of the import. */
async function keepMapping(tx: Queryable, { municipality, account, input }: Job, mappingKey: string | null): Promise<void> {
  if (mappingKey === null) return;
  const { kind, mapping } = importRequest.parse(input.request);
  // What a table means is saved under a name, by who wants it.
  if (kind === 'table') return;
  await saveImportMapping(tx, municipality, { kind, mappingKey, mapping, savedBy: account });
}
