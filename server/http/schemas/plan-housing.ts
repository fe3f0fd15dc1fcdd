// Schemas of new housing drawn for a plan.
import { z } from 'zod';
import { DrawnArea } from './plans.ts';

const numbers = {
  name: z.string().max(200),
  dwellings: z.number(),
  ready: z.number().meta({ description: 'School year of the first entries' }),
  childrenPer100: z.array(z.number()).max(40).meta({ description: 'Of 100 dwellings when people move in: children by age, from 0. A year later who is a year younger enters; when they are through, as many a year as of age 0' }),
  source: z.string().max(1000),
};

export const DrawnHousingSchema = z
  .strictObject({
    housing: z.string(),
    ...numbers,
    area: z.strictObject({ type: z.literal('Polygon'), coordinates: z.array(z.array(z.array(z.number()))) }).nullable().meta({ description: 'GeoJSON in CRS84; null: blocks were chosen' }),
    blocks: z.array(z.string()),
    shares: z.array(z.number()).meta({ description: 'By block, adding up to 1: its part of the area' }),
  })
  .meta({ id: 'DrawnHousing', description: 'An assumption of the plan; no counts' });

export const DrawnHousingList = z.strictObject({ housing: z.array(DrawnHousingSchema) }).meta({ id: 'DrawnHousingList' });

export const PutHousing = z
  .strictObject({ ...numbers, area: DrawnArea.nullable().default(null), blocks: z.array(z.string().min(1)).max(5000).default([]).meta({ description: 'Instead of an area' }) })
  .meta({ id: 'PutHousing' });
