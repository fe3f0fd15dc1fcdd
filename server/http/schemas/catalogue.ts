// Schemas of what a municipality has: block sets, geographies, statistics, reference layers.
import { z } from 'zod';
import { ROLES } from '../../auth/roles.ts';
import { Code, IsoDate, Names, Version } from './common.ts';

const Bounds = z.array(z.number()).length(4);

export const Health = z
  .strictObject({ status: z.literal('ok'), database: z.enum(['embedded', 'postgres']), version: z.string() })
  .meta({ id: 'Health' });

export const MunicipalitySchema = z
  .strictObject({
    municipality: z.string(),
    name: z.string(),
    epsg: z.int(),
    proj4: z.string(),
    bounds: Bounds.meta({ description: 'minX, minY, maxX, maxY of the newest blocks in the projected CRS; zeros without blocks' }),
    bboxCrs84: Bounds,
    accounts: z.array(z.strictObject({ account: z.string(), name: z.string(), roles: z.array(z.enum(ROLES)) })),
  })
  .meta({ id: 'Municipality' });

export const BlockSets = z
  .strictObject({
    blockSets: z.array(
      z
        .strictObject({
          blockSet: z.int(),
          validFrom: IsoDate,
          validTo: IsoDate.nullable(),
          blocks: z.int(),
          repair: z.looseObject({}).nullable().meta({ description: 'Rules and sums of the repair that was accepted; null where the source needed none' }),
          empty: z.looseObject({}).nullable().meta({ description: 'Near neighbours or tessellation; null where the space between blocks was left alone' }),
        })
        .meta({ id: 'BlockSet' }),
    ),
  })
  .meta({ id: 'BlockSets' });

export const LineageSchema = z
  .strictObject({
    blockSet: z.int(),
    from: z.array(
      z.strictObject({
        blockSet: z.int(),
        pairs: z.array(z.strictObject({ from: z.string(), to: z.string(), weight: z.number().meta({ description: 'Part of the earlier block that went into the later one' }) })),
      }),
    ),
  })
  .meta({ id: 'Lineage' });

export const GeographyVersionSchema = z
  .strictObject({
    version: Version,
    title: z.string(),
    validFrom: IsoDate,
    validTo: IsoDate.nullable(),
    blockSet: z.int(),
    zones: z.int(),
    carriedFrom: Version.nullable().meta({ description: 'The version that this one carries on, on the blocks of a later stand' }),
    outlines: z.string().nullable().meta({ description: 'Tag of the outlines: with it as `tag`, the address of the zones is answered once and may be kept for ever; null until the cut is read' }),
  })
  .meta({ id: 'GeographyVersion' });

export const GeographySchema = z
  .strictObject({ geography: Code, name: Names, parent: z.string().nullable(), versions: z.array(GeographyVersionSchema) })
  .meta({ id: 'Geography' });

export const Geographies = z.strictObject({ geographies: z.array(GeographySchema) }).meta({ id: 'Geographies' });

export const CreateGeography = z
  .strictObject({ geography: Code.regex(/^[\w.-]+$/, 'letters, digits, _ . -'), name: Names, parent: Code.nullable().default(null) })
  .meta({ id: 'CreateGeography' });

export const ZoneProperties = z
  .strictObject({ zone: z.string(), name: z.string(), position: z.int() })
  .meta({ id: 'ZoneProperties' });

export const ZoneName = z.strictObject({ zone: z.string(), name: z.string() }).meta({ id: 'ZoneName' });

export const AssignmentSchema = z
  .strictObject({
    geography: z.string(),
    version: Version,
    blockSet: z.int(),
    zones: z.array(ZoneName),
    assignment: z.array(z.int()).meta({ description: 'By block position: index into zones, -1 for none' }),
    notCarried: z
      .array(z.strictObject({ block: z.string(), reason: z.enum(['NEW', 'SEVERAL_ZONES']), zones: z.array(z.string()), shares: z.array(z.number()) }))
      .meta({ description: 'Blocks that got no zone when the cut was carried over to a later stand; zones and shares of what they were made of' }),
  })
  .meta({ id: 'Assignment' });

export const Statistics = z
  .strictObject({
    statistics: z.array(
      z
        .strictObject({
          statistic: z.string(),
          name: Names,
          unit: z.string(),
          population: z.string().nullable(),
          source: z.string(),
          referenceDates: z.array(IsoDate),
        })
        .meta({ id: 'Statistic' }),
    ),
  })
  .meta({ id: 'Statistics' });

export const ReferenceLayers = z
  .strictObject({
    layers: z.array(z.strictObject({ layer: z.string(), features: z.int() }).meta({ id: 'ReferenceLayer' })),
  })
  .meta({ id: 'ReferenceLayers' });
