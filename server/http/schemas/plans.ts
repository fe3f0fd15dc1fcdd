// Schemas of plans: what is sent to change one and what comes back.
import { z } from 'zod';
import { Code, IsoDate, IsoTime, Version, ZoneCode } from './common.ts';

export const PlanState = z.enum(['draft', 'submitted', 'approved', 'rejected', 'adopted']).meta({ id: 'PlanState' });

export const CreatePlan = z
  .strictObject({
    geography: Code.optional().meta({ description: 'Needed without `from`; with it that of the plan' }),
    name: z.string().trim().min(1).max(200),
    validFrom: IsoDate.optional(),
    from: z.strictObject({ plan: Code, version: Version.optional() }).optional().meta({ description: 'A branch: begins as this plan is, or was at a version' }),
  })
  .refine(({ geography, from }) => geography !== undefined || from !== undefined, { path: ['geography'], message: 'needed for a plan that is no branch' })
  .meta({ id: 'CreatePlan' });

const BranchedFrom = z
  .strictObject({ plan: z.string(), version: Version })
  .nullable()
  .meta({ description: 'The plan and version that it began as; null for one that began as a cut' });

export const PlanSummary = z
  .strictObject({
    plan: z.string(),
    name: z.string(),
    geography: z.string(),
    state: PlanState,
    version: Version,
    validFrom: IsoDate.nullable(),
    createdBy: z.string(),
    updatedAt: IsoTime,
    branchedFrom: BranchedFrom,
  })
  .meta({ id: 'PlanSummary' });

export const Plans = z.strictObject({ plans: z.array(PlanSummary) }).meta({ id: 'Plans' });

const Approximate = z.literal(true).optional().meta({ description: 'Reckoned from the protected copy' });

export const PlanCell = z
  .discriminatedUnion('state', [
    z.strictObject({ state: z.literal('value'), value: z.int(), approximate: Approximate }),
    z.strictObject({ state: z.literal('atLeast'), value: z.int(), approximate: Approximate }),
    z.strictObject({ state: z.literal('withheld'), approximate: Approximate }),
    z.strictObject({ state: z.literal('missing'), approximate: Approximate }),
  ])
  .meta({ id: 'PlanCell', description: 'What the reader may see of a sum of block counts: the true one with clearance, that of the protected copy without' });

export const Numbers = z.enum(['true', 'protected-copy']).meta({ id: 'Numbers', description: 'Whether every number here is a true one, or some are reckoned from the protected copy of block counts' });

export const PlanZoneRow = z
  .strictObject({
    slot: z.int(),
    zone: z.string(),
    name: z.string(),
    locked: z.boolean(),
    blocks: z.int(),
    areaM2: z.number(),
    parts: z.int(),
    polsbyPopper: z.number().nullable(),
    reock: z.number().nullable().meta({ description: 'Area over that of the smallest circle around the zone' }),
    cutEdges: z.int().meta({ description: 'Pairs of neighbouring blocks with one in the zone and one outside' }),
    cells: z.record(z.string(), PlanCell),
  })
  .meta({ id: 'PlanZoneRow' });

export const PlanIssue = z
  .strictObject({
    code: z.enum(['DETACHED', 'UNASSIGNED', 'EMPTY_ZONE', 'HOLE', 'BREAKS_PARENT', 'NOT_CARRIED']),
    severity: z.enum(['warning', 'information']),
    where: z.strictObject({
      zone: z.string().nullable(),
      blocks: z.array(z.string()).meta({ description: 'The first 100 blocks' }),
      bounds: z.array(z.number()).length(4).nullable().meta({ description: 'In the projected CRS' }),
    }),
    detail: z.string(),
    parents: z.array(z.strictObject({ parent: z.string(), blocks: z.int(), areaM2: z.number() })).optional().meta({ description: 'Of BREAKS_PARENT: zones of the geography above that the zone lies in, largest area first' }),
  })
  .meta({ id: 'PlanIssue' });

export const Plan = z
  .strictObject({
    plan: z.string(),
    name: z.string(),
    geography: z.string(),
    baseVersion: Version.nullable(),
    upperPlan: z.string().nullable().meta({ description: 'The plan of the geography above that goes along' }),
    blockSet: z.int(),
    validFrom: IsoDate.nullable(),
    state: PlanState,
    version: Version,
    createdBy: z.string(),
    createdAt: IsoTime,
    updatedAt: IsoTime,
    branchedFrom: BranchedFrom,
    referenceDate: IsoDate.nullable().meta({ description: 'Date of the cells; null without counts over these blocks' }),
    numbers: Numbers,
    zones: z.array(PlanZoneRow),
    issues: z.array(PlanIssue),
    canUndo: z.boolean(),
    canRedo: z.boolean(),
  })
  .meta({ id: 'Plan' });

/** Longer than any gesture; a line traced along a river has some hundred. */
const LINE_POSITIONS = 5000;

const Position = z.array(z.number()).min(2).max(3).refine(([longitude, latitude]) => Math.abs(longitude!) <= 180 && Math.abs(latitude!) <= 90, 'longitude and latitude in degrees');

/** Degrees, longitude first; what a third number says about height is left out. */
export const DrawnLine = z
  .strictObject({ type: z.literal('LineString'), coordinates: z.array(Position).min(2).max(LINE_POSITIONS) })
  .transform(({ type, coordinates }) => ({ type, coordinates: coordinates.map(([longitude, latitude]) => [longitude!, latitude!]) }))
  .meta({ id: 'DrawnLine', description: 'GeoJSON LineString in CRS84' });

export const DrawnArea = z
  .strictObject({ type: z.literal('Polygon'), coordinates: z.array(z.array(Position).min(4).max(LINE_POSITIONS)).min(1).max(50) })
  .transform(({ type, coordinates }) => ({ type, coordinates: coordinates.map((ring) => ring.map(([longitude, latitude]) => [longitude!, latitude!])) }))
  .meta({ id: 'DrawnArea', description: 'GeoJSON Polygon in CRS84' });

const DoneLine = z.strictObject({ type: z.literal('LineString'), coordinates: z.array(z.array(z.number())) });

export const BlockCut = z
  .strictObject({
    block: z.string().min(1),
    ids: z.tuple([z.string().min(1), z.string().min(1)]).meta({ description: 'The piece on the left of the line, which keeps the position, and the other, which is appended' }),
    line: z.array(z.number()).min(4).max(2 * LINE_POSITIONS).meta({ description: 'x y interleaved in the projected CRS, metres, multiples of 0.1 mm' }),
  })
  .meta({ id: 'BlockCut' });

export const PlanSlot = z
  .strictObject({ slot: z.int(), zone: z.string(), name: z.string(), locked: z.boolean() })
  .meta({ id: 'PlanSlot' });

export const PlanBlocks = z
  .strictObject({
    plan: z.string(),
    version: Version,
    blockSet: z.int(),
    zones: z.array(PlanSlot),
    assignment: z.array(z.int()).meta({ description: 'Slot by position, -1 for none: blocks of the stand, then fragments' }),
    baseAssignment: z.array(z.int()).meta({ description: 'Index into baseZones by block position of the stand, -1 for none' }),
    baseZones: z.array(PlanSlot),
    cuts: z.array(BlockCut).meta({ description: 'In order: a cut of a fragment comes after the one that made it' }),
    fragments: z.array(z.string()).meta({ description: 'Ids of the positions behind those of the stand’s blocks' }),
    lockedBlocks: z.array(z.string()),
    canUndo: z.boolean(),
    canRedo: z.boolean(),
  })
  .meta({ id: 'PlanBlocks' });

export const PlanCounts = z
  .strictObject({
    referenceDate: IsoDate,
    numbers: Numbers,
    columns: z.array(
      z.strictObject({ statistic: z.string(), base: z.int().meta({ description: 'What the values are multiples of; 1 for true counts' }), values: z.array(z.int().nullable()).meta({ description: 'By block position; null is unknown' }) }),
    ),
  })
  .meta({ id: 'PlanCounts' });

const BlockIds = z.array(z.string().min(1)).max(400_000);
const NewName = z.string().trim().min(1).max(200);

const Snap = z.number().min(0).max(500).optional().meta({ description: 'Metres within which the line follows edges of blocks; derived from the blocks without it' });

/** What a plan is to be: zones by slot, blocks and fragments by slot, and the cuts that the fragments come from. */
const RestoredZone = z.strictObject({ zone: ZoneCode, name: NewName, locked: z.boolean() }).nullable();

/** Operations of this version. The empty zone code, or null, stands for no zone. */
export const PlanOperation = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('assign'),
      blocks: BlockIds.min(1),
      zone: ZoneCode.or(z.literal('')).nullable().transform((zone) => zone ?? ''),
    }),
    z.strictObject({
      type: z.literal('reassign'),
      moves: z.array(z.strictObject({ zone: ZoneCode.or(z.literal('')).nullable().transform((zone) => zone ?? ''), blocks: BlockIds.min(1) })).min(1).max(10_000),
    }),
    z.strictObject({ type: z.literal('createZone'), zone: ZoneCode, name: NewName, blocks: BlockIds.default([]) }),
    z.strictObject({ type: z.literal('mergeZones'), zones: z.array(ZoneCode).min(1), into: ZoneCode }),
    z.strictObject({ type: z.literal('renameZone'), zone: ZoneCode, name: NewName }),
    z.strictObject({ type: z.literal('renumberZone'), zone: ZoneCode, to: ZoneCode }),
    z.strictObject({ type: z.literal('lockZone'), zone: ZoneCode, locked: z.boolean() }),
    z.strictObject({ type: z.literal('lockBlocks'), blocks: BlockIds.min(1), locked: z.boolean() }),
    z.strictObject({ type: z.literal('splitZone'), zone: ZoneCode, line: DrawnLine, newZone: ZoneCode, name: NewName.optional(), snapM: Snap }),
    z.strictObject({ type: z.literal('moveBoundary'), zones: z.tuple([ZoneCode, ZoneCode]), line: DrawnLine, snapM: Snap }),
    z.strictObject({ type: z.literal('splitBlock'), block: z.string().min(1), line: DrawnLine }),
    z.strictObject({ type: z.literal('healBlock'), block: z.string().min(1) }),
    z.strictObject({ type: z.literal('restoreState'), zones: z.array(RestoredZone).max(10_000), blocks: z.array(BlockIds).max(10_000), cuts: z.array(BlockCut).max(20_000), lockedBlocks: BlockIds.optional() }),
  ])
  .meta({ id: 'PlanOperation' });

/** The same as they were done: the empty code for no zone. */
export const DoneOperation = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('assign'), blocks: z.array(z.string()), zone: z.string() }),
    z.strictObject({ type: z.literal('reassign'), moves: z.array(z.strictObject({ zone: z.string(), blocks: z.array(z.string()) })) }),
    z.strictObject({ type: z.literal('createZone'), zone: z.string(), name: z.string(), blocks: z.array(z.string()) }),
    z.strictObject({ type: z.literal('mergeZones'), zones: z.array(z.string()), into: z.string() }),
    z.strictObject({ type: z.literal('renameZone'), zone: z.string(), name: z.string() }),
    z.strictObject({ type: z.literal('renumberZone'), zone: z.string(), to: z.string() }),
    z.strictObject({ type: z.literal('lockZone'), zone: z.string(), locked: z.boolean() }),
    z.strictObject({ type: z.literal('lockBlocks'), blocks: z.array(z.string()), locked: z.boolean() }),
    z.strictObject({ type: z.literal('splitZone'), zone: z.string(), line: DoneLine, newZone: z.string(), name: z.string().optional(), snapM: z.number().optional() }),
    z.strictObject({ type: z.literal('moveBoundary'), zones: z.tuple([z.string(), z.string()]), line: DoneLine, snapM: z.number().optional() }),
    z.strictObject({ type: z.literal('splitBlock'), block: z.string(), line: DoneLine }),
    z.strictObject({ type: z.literal('healBlock'), block: z.string() }),
    z.strictObject({
      type: z.literal('restoreState'),
      zones: z.array(z.strictObject({ zone: z.string(), name: z.string(), locked: z.boolean() }).nullable()),
      blocks: z.array(z.array(z.string())),
      cuts: z.array(BlockCut),
      lockedBlocks: z.array(z.string()).optional(),
    }),
  ])
  .meta({ id: 'DoneOperation' });

export const OPERATIONS = [
  'assign', 'reassign', 'createZone', 'mergeZones', 'renameZone', 'renumberZone', 'lockZone', 'lockBlocks', 'splitZone', 'moveBoundary', 'splitBlock', 'healBlock', 'restoreState',
] as const;

/** What a cut did to the numbers. */
export const Apportioned = z
  .strictObject({
    block: z.string().meta({ description: 'Block of the stand' }),
    fragments: z.array(
      z.strictObject({
        id: z.string(),
        share: z.number().meta({ description: 'Part of the area of the block; in steps of 0.05 for who has no clearance' }),
        cells: z.record(z.string(), PlanCell),
      }),
    ).meta({ description: 'None where the block is whole again' }),
  })
  .meta({ id: 'Apportioned', description: 'Counts of a block that was cut, shared out by area to whole numbers that add up to those of the block' });

export const PlanMove = z
  .strictObject({ from: z.int(), to: z.int(), blocks: z.array(z.string()) })
  .meta({ id: 'PlanMove', description: 'Blocks that went from one slot to another; -1 is no zone' });

export const PlanChange = z
  .strictObject({
    version: Version,
    state: PlanState,
    numbers: Numbers,
    zones: z.array(PlanZoneRow).meta({ description: 'Zones that the step touched; all of them when zonesChanged' }),
    removedZones: z.array(z.string()).meta({ description: 'Codes of zones that the step took away' }),
    issues: z.array(PlanIssue),
    moves: z.array(PlanMove),
    zonesChanged: z.boolean(),
    cuts: z.array(BlockCut).optional().meta({ description: 'All cuts of the plan as they are now, where the step changed them' }),
    apportioned: z.array(Apportioned).optional().meta({ description: 'Blocks whose cuts the step changed, with what it did to their counts' }),
    lockedBlocks: z.array(z.string()).optional().meta({ description: 'All locked blocks and fragments, where the step changed them' }),
    upper: z.strictObject({ plan: z.string(), version: Version }).optional().meta({ description: 'The plan of the geography above that went along' }),
    canUndo: z.boolean(),
    canRedo: z.boolean(),
  })
  .meta({ id: 'PlanChange' });

const EventKind = z.enum(['operation', 'undo', 'redo', 'submit', 'approve', 'reject', 'adopt', 'rebase']);

const OperationSummary = z
  .strictObject({
    type: z.enum(OPERATIONS),
    zone: z.string().optional(),
    name: z.string().optional(),
    zones: z.array(z.string()).optional(),
    into: z.string().optional(),
    locked: z.boolean().optional(),
    newZone: z.string().optional(),
    to: z.string().optional(),
    block: z.string().optional(),
    line: DoneLine.optional(),
    snapM: z.number().optional(),
  })
  .meta({ id: 'OperationSummary', description: 'An operation without its blocks' });

export const PlanHistory = z
  .strictObject({
    events: z.array(
      z
        .strictObject({
          version: Version,
          kind: EventKind,
          operation: OperationSummary.nullable(),
          refersTo: Version.nullable().meta({ description: 'Of undo and redo: version of the operation' }),
          blocks: z.int().meta({ description: 'Number of blocks that moved' }),
          moves: z.array(z.strictObject({ from: z.string(), to: z.string(), blocks: z.int() })).meta({ description: 'By zone code, empty for none' }),
          account: z.string(),
          at: IsoTime,
          undone: z.boolean().meta({ description: 'An operation that is taken back at present' }),
        })
        .meta({ id: 'PlanHistoryEvent' }),
    ),
  })
  .meta({ id: 'PlanHistory' });

/** Data of the server-sent event `operation`. */
export const PlanEventData = z
  .strictObject({
    version: Version,
    kind: EventKind,
    state: PlanState,
    account: z.string(),
    operation: DoneOperation.nullable(),
    moves: z.array(PlanMove),
    zonesChanged: z.boolean(),
    cutsChanged: z.boolean().meta({ description: 'Blocks were cut or healed: positions are others, and who does the operation gets the same fragments' }),
    findingsChanged: z.boolean().meta({ description: 'Blocks or zones changed, so that findings are to be asked for again; it says nothing of any count' }),
    zones: z.array(PlanSlot),
    canUndo: z.boolean(),
    canRedo: z.boolean(),
  })
  .meta({ id: 'PlanEvent' });

export const Adopt = z.strictObject({ validFrom: IsoDate }).meta({ id: 'AdoptPlan' });

export const Adopted = z
  .strictObject({ geography: z.string(), version: Version, validFrom: IsoDate })
  .meta({ id: 'AdoptedVersion' });
