// `/import-mappings`: what the columns of statistics tables mean, saved under names; and a look at a kept file under a mapping.
import { z } from 'zod';
import { deleteTableMapping, findTableMapping, listTableMappings, saveTableMapping, type StoredTableMapping } from '../db/queries/table-mappings.ts';
import { tableMapping } from '../imports/table-mapping-schema.ts';
import { problem } from '../problem.ts';
import type { HttpContext } from './context.ts';
import { requirePreview } from './import-previews.ts';
import { toIssue } from './refusals.ts';
import { ok, route, type Route } from './route.ts';
import { MappingParameter, SavedTableMapping, SavedTableMappings, TableLook, TableLookBody, TableMappingBody } from './schemas/import-mappings.ts';

const PreviewParameter = z.strictObject({ preview: z.string().min(1).max(100) });

const mappingJson = ({ name, mapping, savedAt, savedBy }: StoredTableMapping) => ({ name, mapping: tableMapping.parse(mapping), savedAt: savedAt.toISOString(), savedBy });
const noMapping = (name: string) => problem('NOT_FOUND', `no mapping is saved as "${name}"`);

export function importMappingRoutes(context: HttpContext): Route[] {
  const { workspace, imports } = context;
  const key = () => workspace.municipality.municipality;
  return [
    route({
      method: 'get',
      path: '/import-mappings',
      id: 'listImportMappings',
      tag: 'Imports',
      summary: 'Saved mappings of statistics tables',
      roles: ['editor'],
      replies: { 200: { description: 'Mappings by name', schema: SavedTableMappings } },
      handle: async () => ok({ mappings: (await listTableMappings(workspace.db, key())).map(mappingJson) }),
    }),
    route({
      method: 'get',
      path: '/import-mappings/{name}',
      id: 'getImportMapping',
      tag: 'Imports',
      summary: 'One saved mapping',
      roles: ['editor'],
      parameters: MappingParameter,
      replies: { 200: { description: 'The mapping', schema: SavedTableMapping } },
      handle: async ({ parameters: { name } }) => {
        const found = await findTableMapping(workspace.db, key(), name);
        if (found === null) throw noMapping(name);
        return ok(mappingJson(found));
      },
    }),
    route({
      method: 'put',
      path: '/import-mappings/{name}',
      id: 'saveImportMapping',
      tag: 'Imports',
      summary: 'Saves a mapping under a name, in the place of what was saved so',
      roles: ['editor'],
      parameters: MappingParameter,
      body: TableMappingBody,
      replies: { 200: { description: 'What is saved', schema: SavedTableMapping } },
      handle: async ({ parameters: { name }, body, caller }) => {
        await saveTableMapping(workspace.db, key(), { name, mapping: body, savedBy: caller.account! });
        return ok(mappingJson((await findTableMapping(workspace.db, key(), name))!));
      },
    }),
    route({
      method: 'delete',
      path: '/import-mappings/{name}',
      id: 'deleteImportMapping',
      tag: 'Imports',
      summary: 'Deletes a saved mapping; what was imported with it stays',
      roles: ['editor'],
      parameters: MappingParameter,
      replies: { 204: { description: 'It is gone' } },
      handle: async ({ parameters: { name } }) => {
        if (!(await deleteTableMapping(workspace.db, key(), name))) throw noMapping(name);
        return { status: 204 };
      },
    }),
    route({
      method: 'post',
      path: '/imports/previews/{preview}/table',
      id: 'lookAtTable',
      tag: 'Imports',
      summary: 'Reads a kept file as a statistics table: what was understood, a proposed mapping, and what a given one makes of it; stores nothing',
      roles: ['editor'],
      parameters: PreviewParameter,
      body: TableLookBody,
      replies: { 200: { description: 'What was understood; what is wrong is among the problems', schema: TableLook } },
      handle: async ({ parameters, body: { mapping, reading, codebook, referenceDate }, caller }) => {
        const kept = await requirePreview(context, parameters.preview, caller);
        const look = await imports.previews.lookAtTable(workspace.db, key(), kept, { mapping: mapping ?? null, reading, codebook: codebook ?? null, given: referenceDate ?? null });
        return ok({ ...look, problems: look.problems.map(toIssue) });
      },
    }),
  ];
}
