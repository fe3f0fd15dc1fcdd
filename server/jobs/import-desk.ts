// Imports as jobs of a running server: keeps the uploaded file until its job has ended, and refreshes what is resident.
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Job } from '../db/queries/jobs.ts';
import { InputError } from '../gdal/input-error.ts';
import { importRequest, type ImportRequest } from '../imports/import-request.ts';
import { runImport } from '../imports/run-import.ts';
import type { Workspace } from '../workspace/workspace.ts';
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
    private readonly options: ImportDeskOptions,
  ) {}

  static async open(options: ImportDeskOptions): Promise<ImportDesk> {
    await mkdir(options.uploads, { recursive: true });
    const { workspace } = options;
    const jobs = await JobQueue.open(workspace.db, {
      handlers: { import: (context) => runUploaded(options, context) },
      ...(options.onError === undefined ? {} : { onError: options.onError }),
      // The embedded database has one server; of PostgreSQL's another may be at work.
      takeOverAfterS: workspace.db.engine === 'embedded' ? 0 : 60,
    });
    const desk = new ImportDesk(jobs, options);
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

  /** Queues the import of `file`, a name in the upload's folder. */
  submit(upload: Upload, file: string, request: ImportRequest, account: string): Promise<Job> {
    const { municipality } = this.options.workspace.municipality;
    return this.jobs.submit({ process: 'import', municipality, account, input: { file, request } }, upload.id);
  }

  close(): Promise<void> {
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

async function runUploaded({ workspace, uploads }: ImportDeskOptions, context: JobContext): Promise<object> {
  const { job, signal } = context;
  const { file, request } = job.input as { file: string; request: unknown };
  const folder = join(uploads, job.job);
  try {
    if (job.municipality !== workspace.municipality.municipality) {
      throw new InputError({ problem: `the import is for municipality ${job.municipality}`, accepted: 'a server of that municipality' });
    }
    const result = await runImport(workspace.db, workspace.municipality, join(folder, file), importRequest.parse(request), {
      signal,
      progress: context.progress,
      keepResult: context.keepResult,
    });
    if (!result.dryRun) await workspace.reload();
    return result;
  } finally {
    // A job that its server gives up at its end is begun again by the next one and needs its file.
    if (!context.givenUp()) await rm(folder, { recursive: true, force: true });
  }
}
