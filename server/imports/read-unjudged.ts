// A file's geometry as it stands, whatever its CRS is or is not: for judging that very CRS.
import { says, type Said } from '../../core/refusals/say.ts';
import { InputError } from '../gdal/input-error.ts';
import { readVector, type VectorFile } from '../gdal/read-vector.ts';

export interface Unjudged {
  readonly vector: VectorFile;
  /** CRS that the file names and that is known here. */
  readonly named: number | null;
  /** What the file calls a CRS that is not known here. */
  readonly unknownName: string | null;
}

/** Reads a file with its own CRS, or in spite of it. Throws InputError for what is wrong with anything else. */
export async function readUnjudged(named: string, options: { readonly layer?: string; readonly columns?: readonly string[] } = {}): Promise<Unjudged> {
  try {
    const vector = await readVector(named, options);
    return { vector, named: vector.epsg, unknownName: null };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const unknownName = says(error.input.problem, 'CRS_UNKNOWN') ? String((error.input.problem as Said).params.crs) : null;
    if (unknownName === null && !says(error.input.problem, 'CRS_MISSING', 'NOT_IN_DEGREES')) throw error;
    // Read as if it were degrees: what it is, its coordinates will tell.
    return { vector: await readVector(named, { ...options, epsg: 4326 }), named: null, unknownName };
  }
}
