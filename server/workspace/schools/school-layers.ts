// Names of the reference layers that school planning rests on.
export const SCHOOL_LAYER = 'schools';
export const STREET_LAYER = 'streets';
export const RAIL_LAYER = 'rail';
