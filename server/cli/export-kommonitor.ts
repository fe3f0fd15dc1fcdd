// `zuschnitt export kommonitor`: what is published, as files in KomMonitor's format, or sent to a real KomMonitor after a plan.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import type { PushPlan, PushStep } from '../../core/kommonitor/push-plan.ts';
import type { WireGeoresource, WireIndicator, WireSpatialUnit } from '../../core/kommonitor/wire.ts';
import { zipOf } from '../../geodata/zip-writer.ts';
import { InputError } from '../gdal/input-error.ts';
import { writeWhole } from '../gdal/move-into-place.ts';
import { AccessToken, type Credentials } from '../workspace/kommonitor/push/access-token.ts';
import { DataManagement } from '../workspace/kommonitor/push/data-management.ts';
import { applyPush, preparePush, type PushOptions } from '../workspace/kommonitor/push/push.ts';
import { LEVELS } from '../workspace/kommonitor/zone-shapes.ts';
import { type KomMonitorSource, openKomMonitorSource, readJson } from './kommonitor-source.ts';
import { checkValues, optionsOf, readArguments } from './options.ts';

const HELP = `zuschnitt export kommonitor --out FOLDER|F.zip
zuschnitt export kommonitor --to URL --owner ID [--apply]

Writes what is published as files in the format of KomMonitor's Data Management, or brings a real Data Management to it.
Only published releases leave; what is withheld is null.

  --out FOLDER|F.zip      write the lists and features as files; the folder is new or empty
  --simplify LEVEL        ${LEVELS.join(', ')} (default: original); outlines of neighbours still fit

  --to URL                the Data Management, such as https://HOST/data-management
  --owner ID              organisation there that owns what is made (organizationalUnitId)
  --permissions ID,...    who may see it there (default: everybody, as it is published)
  --topic ID              topic there for indicators whose topic is not there by name
  --only CODE,...         these indicators alone, by code
  --plan F.json           write the plan as JSON, too
  --apply                 send it; without it the plan is shown and nothing is sent

  --token-url URL         …/realms/REALM/protocol/openid-connect/token of its Keycloak
  --client-id ID          (default: kommonitor-web-client)
  --username NAME         with KOMMONITOR_PASSWORD or --password-file F
  --client-secret-file F  or KOMMONITOR_CLIENT_SECRET: a client of its own instead of a user
                          KOMMONITOR_TOKEN: a token that you have got already

  --server URL            the server to read from (default: the one that has the data folder open, else the database)
  --municipality KEY      where the database has several

A second run finds nothing to do. A run that broke off is run again: it compares first and goes on from there.
Exit 1: something of the plan cannot be sent, and is named.
`;

const schema = z.strictObject({
  out: z.string().min(1).optional().meta({ placeholder: 'FOLDER|F.zip' }),
  simplify: z.enum(LEVELS).default('original'),
  to: z.url().optional().meta({ placeholder: 'URL' }),
  owner: z.string().min(1).optional().meta({ placeholder: 'ID' }),
  permissions: z.array(z.string()).default([]),
  topic: z.string().optional().meta({ placeholder: 'ID' }),
  only: z.array(z.string()).optional(),
  plan: z.string().optional().meta({ placeholder: 'F.json' }),
  apply: z.boolean().default(false),
  tokenUrl: z.url().optional().meta({ placeholder: 'URL' }),
  clientId: z.string().default('kommonitor-web-client'),
  username: z.string().optional(),
  passwordFile: z.string().optional().meta({ placeholder: 'F' }),
  clientSecretFile: z.string().optional().meta({ placeholder: 'F' }),
  server: z.url().optional().meta({ placeholder: 'URL' }),
  municipality: z.string().optional().meta({ placeholder: 'KEY' }),
});
type Options = z.infer<typeof schema>;

export async function run(argv: string[]): Promise<number> {
  if (argv.length === 0 || argv.includes('--help') || argv.includes('-h')) {
    process.stdout.write(HELP);
    return 0;
  }
  const known = optionsOf(schema);
  const options = checkValues(schema, readArguments(argv, known, 'export kommonitor'), known);
  if ((options.out === undefined) === (options.to === undefined)) throw new InputError({ option: 'out', problem: 'either --out or --to says where it goes', accepted: '--out FOLDER|F.zip, or --to URL with --owner ID' });
  // What is wrong with the command is told before a database is opened.
  const target = options.to === undefined ? null : await targetOf(options, options.to);
  const source = await openKomMonitorSource({ server: options.server, municipality: options.municipality ?? null });
  try {
    return target === null ? await exportFiles(source, options.out!, options.simplify) : await push(source, target, options);
  } finally {
    await source.close();
  }
}

interface PublishedFile {
  readonly name: string;
  readonly path: string;
  /** What it holds, for a person. */
  readonly title: string;
}

async function exportFiles(source: KomMonitorSource, out: string, simplify: string): Promise<number> {
  const files = await listFiles(source, simplify);
  const members: { name: string; bytes: Uint8Array }[] = [];
  for (const { name, path } of files) members.push({ name, bytes: await source.read(path) });
  const index = files.map(({ name, path, title }, i) => ({ file: name, path: `/management/public/${path}`, title, bytes: members[i]!.bytes.byteLength }));
  members.push({ name: 'files.json', bytes: Buffer.from(`${JSON.stringify(index, null, 1)}\n`) });
  if (out.endsWith('.zip')) await writeWhole(out, zipOf(members));
  else await writeFolder(out, members);
  process.stdout.write(`${members.length} files are in ${out}; files.json says what each is\n`);
  return 0;
}

async function listFiles(source: KomMonitorSource, simplify: string): Promise<PublishedFile[]> {
  const units = (await readJson(source, 'spatial-units')) as readonly WireSpatialUnit[];
  const indicators = (await readJson(source, 'indicators')) as readonly WireIndicator[];
  const georesources = (await readJson(source, 'georesources')) as readonly WireGeoresource[];
  const lists = ['database/last-modification', 'topics', 'spatial-units', 'spatial-unit-hierarchies', 'indicators', 'georesources', 'process-scripts', 'web-services'];
  const query = `?simplifyGeometries=${simplify}`;
  return [
    ...lists.map((path) => ({ name: `${path}.json`, path, title: path })),
    ...units.map(({ spatialUnitId, spatialUnitLevel }) => ({ name: `spatial-units/${spatialUnitId}/allFeatures.geojson`, path: `spatial-units/${spatialUnitId}/allFeatures${query}`, title: spatialUnitLevel })),
    ...indicators.flatMap(({ indicatorId, indicatorName, applicableSpatialUnits }) =>
      applicableSpatialUnits.map(({ spatialUnitId, spatialUnitName }) => ({ name: `indicators/${indicatorId}/${spatialUnitId}.geojson`, path: `indicators/${indicatorId}/${spatialUnitId}${query}`, title: `${indicatorName}, ${spatialUnitName}` })),
    ),
    ...georesources.map(({ georesourceId, datasetName }) => ({ name: `georesources/${georesourceId}/allFeatures.geojson`, path: `georesources/${georesourceId}/allFeatures`, title: datasetName })),
  ];
}

async function writeFolder(out: string, members: readonly { readonly name: string; readonly bytes: Uint8Array }[]): Promise<void> {
  try {
    await mkdir(out, { recursive: true });
    if ((await readdir(out)).length > 0) throw new InputError({ file: basename(out), option: 'out', problem: 'is not empty', accepted: 'a new or empty folder, so that no older file stays among these, or a name that ends in .zip' });
    for (const { name, bytes } of members) {
      await mkdir(dirname(join(out, name)), { recursive: true });
      await writeFile(join(out, name), bytes);
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EACCES' || code === 'ENOTDIR' || code === 'EEXIST' || code === 'EROFS') throw new InputError({ file: basename(out), option: 'out', problem: `cannot be written (${code})`, accepted: 'a folder that may be made or is empty' });
    throw error;
  }
}

interface Target {
  readonly there: DataManagement;
  readonly push: PushOptions;
}

async function targetOf(options: Options, to: string): Promise<Target> {
  const { owner, permissions, topic, only } = options;
  if (owner === undefined) throw new InputError({ option: 'owner', problem: 'is required with --to', accepted: 'the organizationalUnitId of the organisation there that owns what is made' });
  requireSafe(to, 'to');
  const credentials = await credentialsOf(options);
  if (credentials.grant !== 'token' && options.tokenUrl === undefined) throw new InputError({ option: 'tokenUrl', problem: 'is required', accepted: '…/realms/REALM/protocol/openid-connect/token of its Keycloak, or KOMMONITOR_TOKEN' });
  if (options.tokenUrl !== undefined) requireSafe(options.tokenUrl, 'tokenUrl');
  const there = new DataManagement({ url: to, token: new AccessToken(options.tokenUrl ?? null, credentials) });
  return { there, push: { ownerId: owner, permissions, topicId: topic ?? null, only: only ?? null } };
}

/** A password over plain HTTP would be everybody's on the way. */
function requireSafe(text: string, option: string): void {
  const { protocol, hostname } = new URL(text);
  if (protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname))) return;
  throw new InputError({ option, problem: `${protocol}//${hostname} is not encrypted`, accepted: 'https, or http on this machine' });
}

async function credentialsOf({ clientId, username, passwordFile, clientSecretFile }: Options): Promise<Credentials> {
  const { KOMMONITOR_TOKEN: token, KOMMONITOR_PASSWORD: password, KOMMONITOR_CLIENT_SECRET: secret } = process.env;
  const clientSecret = clientSecretFile === undefined ? secret : await secretOf(clientSecretFile, 'clientSecretFile');
  if (username !== undefined) {
    const word = passwordFile === undefined ? password : await secretOf(passwordFile, 'passwordFile');
    if (word === undefined || word === '') throw new InputError({ option: 'username', problem: 'has no password', accepted: 'KOMMONITOR_PASSWORD in the environment, or --password-file F' });
    return { grant: 'password', clientId, username, password: word };
  }
  if (clientSecret !== undefined && clientSecret !== '') return { grant: 'client', clientId, clientSecret };
  if (token !== undefined && token !== '') return { grant: 'token', token };
  throw new InputError({ option: 'username', problem: 'nobody is named who may write there', accepted: '--username NAME with a password, --client-secret-file F, or KOMMONITOR_TOKEN in the environment' });
}

async function secretOf(path: string, option: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch {
    throw new InputError({ file: basename(path), option, problem: 'cannot be read', accepted: 'a file with the secret alone' });
  }
}

async function push(source: KomMonitorSource, { there, push: options }: Target, { apply, plan: planFile }: Options): Promise<number> {
  const prepared = await preparePush((path) => readJson(source, path), there, options);
  const { plan } = prepared;
  if (planFile !== undefined) await writeWhole(planFile, `${JSON.stringify(plan, null, 1)}\n`);
  process.stdout.write(planText(plan));
  if (plan.steps.length > 0 && apply) {
    await applyPush(prepared, there, options, (step, number) => process.stderr.write(`${number}/${plan.steps.length} ${lineOf(step)}\n`));
    process.stdout.write(`${plan.steps.length} steps were sent\n`);
  } else if (plan.steps.length > 0) process.stdout.write('nothing was sent; --apply sends it\n');
  return plan.conflicts.length > 0 ? 1 : 0;
}

function planText({ steps, left, conflicts }: PushPlan): string {
  const lines = [
    steps.length === 0 ? 'nothing to do' : `${steps.length} steps`,
    ...steps.map((step) => `  + ${lineOf(step)}`),
    ...left.map((line) => `  = ${line}`),
    ...conflicts.map(({ what, why }) => `  ! ${what}: ${why}`),
  ];
  return `${lines.join('\n')}\n`;
}

function lineOf(step: PushStep): string {
  switch (step.step) {
    case 'createLevel':
      return `make level ${step.level} with ${step.zones.length} zones from ${step.startDate}${step.endDate === null ? '' : ` to ${step.endDate}`}`;
    case 'addCut':
      return `add ${step.zones.length} zones from ${step.startDate}${step.endDate === null ? '' : ` to ${step.endDate}`} to level ${step.level}${step.partial ? '' : '; the cut before ends the day before'}`;
    case 'changeZone':
      return `change zone ${step.zone.ID} of level ${step.level} in place`;
    case 'createIndicator':
      return `make indicator ${step.indicator}`;
    case 'putValues': {
      const numbers = step.rows.flatMap(({ values }) => values).filter((value) => value !== null).length;
      const nulls = step.rows.length * step.timestamps.length - numbers;
      return `put ${numbers} numbers and ${nulls} empty values of ${step.indicator} into ${step.level}, ${step.timestamps.length} dates from ${step.timestamps[0]!} to ${step.timestamps.at(-1)!}`;
    }
  }
}
