// Made from openapi.json by `npm run generate`; do not edit.

export type AccessLog = {
  readonly entries: readonly ({
    readonly at: string;
    readonly account: string;
    readonly what: string;
    readonly source: string;
    readonly referenceDate: string | null;
    readonly purpose: string;
  })[];
};

export type Account = {
  readonly account: string;
  readonly name: string;
  readonly roles: readonly ('viewer' | 'planner' | 'editor' | 'statistics' | 'dpo' | 'admin')[];
  readonly clearances: readonly 'block-counts'[];
};

export type AccountDetails = {
  readonly account: string;
  readonly name: string;
  readonly roles: readonly ('viewer' | 'planner' | 'editor' | 'statistics' | 'dpo' | 'admin')[];
  readonly clearances: readonly 'block-counts'[];
  /** Every grant that ever was */
  readonly grants: readonly ClearanceGrant[];
  readonly disabled: boolean;
  readonly hasPassword: boolean;
  /** Signs in at the identity provider */
  readonly hasIdentity: boolean;
  /** The password is still the one that the demo printed */
  readonly demo: boolean;
  /** Login of PostgreSQL whose direct connections see what the account is cleared for */
  readonly databaseRole: string | null;
};

export type Accounts = {
  readonly accounts: readonly AccountDetails[];
};

export type AddAccount = {
  readonly account: string;
  readonly name: string;
  readonly roles: readonly ('viewer' | 'planner' | 'editor' | 'statistics' | 'dpo' | 'admin')[];
  /** Granted for all sources and a year; /accounts/{account}/clearances grants less */
  readonly clearances?: readonly 'block-counts'[];
  readonly password?: string;
};

export type AddPlanComment = {
  /** Plain text of up to 2,000 characters; whatever looks like mark-up is text */
  readonly text: string;
  readonly zone?: string | null;
  readonly at?: Place | null;
  readonly parent?: string | null;
  /** For the public page as well; planners and editors only */
  readonly public?: boolean;
};

export type AddPublicComment = {
  /** Plain text of up to 2,000 characters; whatever looks like mark-up is text */
  readonly text: string;
  readonly zone?: string | null;
  readonly at?: Place | null;
  readonly parent?: string | null;
  readonly name?: string;
};

export type Addresses = {
  readonly addresses: readonly ({
    readonly street: string;
    readonly houseNumber: string;
    readonly block: string | null;
    readonly at: readonly [number, number];
  })[];
};

export type AdoptPlan = {
  readonly validFrom: string;
};

export type AdoptedVersion = {
  readonly geography: string;
  readonly version: number;
  readonly validFrom: string;
};

export type AnnexCheck = {
  /** exact: true counts, which are recorded as published; protected: of the protected copy; none: no children are counted by age */
  readonly numbers: 'exact' | 'protected' | 'none';
  /** Titles of what was published and exact numbers must not stand beside; empty with `protected`: the caller has no clearance, or the numbers of the whole town are enough */
  readonly beside: readonly string[];
  /** All that it tells was published before */
  readonly recorded: boolean;
  readonly withheldBelow: number | null;
};

/** Rules as they hold for the statistics of one source; version null: the source has no rule set of its own */
export type AppliedRules = {
  readonly source: string;
  readonly version: number | null;
  readonly basis: string;
  readonly author: string | null;
  readonly rules: RuleSet;
};

/** Counts of a block that was cut, shared out by area to whole numbers that add up to those of the block */
export type Apportioned = {
  /** Block of the stand */
  readonly block: string;
  /** None where the block is whole again */
  readonly fragments: readonly ({
    readonly id: string;
    /** Part of the area of the block; in steps of 0.05 for who has no clearance */
    readonly share: number;
    readonly cells: Readonly<Record<string, PlanCell>>;
  })[];
};

export type ApproveRelease = {
  readonly publish?: boolean;
};

export type Assignment = {
  readonly geography: string;
  readonly version: number;
  readonly blockSet: number;
  readonly zones: readonly ZoneName[];
  /** By block position: index into zones, -1 for none */
  readonly assignment: readonly number[];
  /** Blocks that got no zone when the cut was carried over to a later stand; zones and shares of what they were made of */
  readonly notCarried: readonly ({
    readonly block: string;
    readonly reason: 'NEW' | 'SEVERAL_ZONES';
    readonly zones: readonly string[];
    readonly shares: readonly number[];
  })[];
};

export type AuditedAgainst = {
  readonly kind: 'release' | 'published';
  readonly id: string;
  readonly title: string;
  readonly date: string;
};

export type BaseMap = {
  readonly id: string;
  readonly title: Names;
  readonly type: 'xyz' | 'wmts' | 'wms';
  /** xyz: template with {z}, {x} and {y} or {-y}; wmts: address of the capabilities; wms: address of the service */
  readonly url: string;
  /** Needed for wmts and wms */
  readonly layer?: string;
  /** wmts: without it the set whose projection is the map's, else one in EPSG:3857 */
  readonly matrixSet?: string;
  readonly style?: string;
  readonly format?: 'image/png' | 'image/jpeg' | 'image/webp';
  readonly wmsVersion?: '1.1.1' | '1.3.0';
  /** Projection of the tiles (xyz, default 3857) or of the images (wms, default the municipality's) */
  readonly epsg?: number;
  readonly minZoom?: number;
  readonly maxZoom?: number;
  readonly tileSize?: 256 | 512;
  /** Further hosts that the capabilities send tiles from; the page may load pictures from them */
  readonly tileHosts?: readonly string[];
  /** Shown on the map while it is on, as its licence asks */
  readonly attribution: string;
  readonly attributionUrl?: string;
};

export type BaseMaps = {
  readonly baseMaps: readonly BaseMap[];
};

export type BlockCut = {
  readonly block: string;
  /** The piece on the left of the line, which keeps the position, and the other, which is appended */
  readonly ids: readonly [string, string];
  /** x y interleaved in the projected CRS, metres, multiples of 0.1 mm */
  readonly line: readonly number[];
};

export type BlockSet = {
  readonly blockSet: number;
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly blocks: number;
  /** Rules and sums of the repair that was accepted; null where the source needed none */
  readonly repair: Readonly<Record<string, unknown>> | null;
  /** Near neighbours or tessellation; null where the space between blocks was left alone */
  readonly empty: Readonly<Record<string, unknown>> | null;
};

export type BlockSets = {
  readonly blockSets: readonly BlockSet[];
};

/** On foot to the nearest school of the catchment, of the first year’s children; by blocks */
export type CatchmentWalk = {
  readonly meanM: number | null;
  readonly maxM: number | null;
  readonly minM: number | null;
  readonly beyond: PupilCell;
  readonly unknown: PupilCell;
};

export type Catchments = {
  readonly plan: string | null;
  readonly version: number;
  readonly geography: string;
  /** Children are true counts; else those of the protected copy */
  readonly exact: boolean;
  readonly numbers: 'all' | 'annex';
  /** Of an annex: groups of fewer children are withheld with what would give them away */
  readonly withheldBelow: number | null;
  readonly variant: 'low' | 'medium' | 'high';
  /** 1: who enters; else pupils of so many grades, and places for them */
  readonly grades: number;
  /** Entry year from which on the plan holds; null: for everybody */
  readonly from: number | null;
  /** The first year that is told in which the plan holds: walks, siblings, crossings and the share are of its children */
  readonly firstYear: number | null;
  readonly referenceDate: string | null;
  readonly years: readonly number[];
  /** By year: share of the entries that rests on children who are born already */
  readonly bornShare: readonly number[];
  readonly compareTitle: string | null;
  readonly limitM: number;
  readonly walksMadeAt: string | null;
  /** The critical ones first */
  readonly catchments: readonly ({
    readonly zone: string;
    readonly name: string;
    readonly schools: readonly string[];
    readonly placesPerYear: number | null;
    readonly years: readonly ({
      readonly year: number;
      readonly pupils: PupilCell;
      readonly before: PupilCell;
      readonly places: number | null;
      readonly utilisation: PupilCell;
      readonly utilisationBefore: PupilCell;
      readonly band: 'under' | 'within' | 'over' | null;
      readonly classes: {
        readonly now: number | null;
        readonly before: number | null;
        /** Children more until there is one class more */
        readonly toNext: number | null;
        /** Children fewer until there is one class fewer */
        readonly toFewer: number | null;
      } | null;
    })[];
    readonly walk: CatchmentWalk | null;
    readonly walkBefore: CatchmentWalk | null;
  })[];
  readonly moves: readonly ({
    readonly from: string;
    readonly to: string;
    readonly blocks: readonly string[];
    readonly addresses: number;
    readonly years: readonly PupilCell[];
    /** First year’s children with a sister or brother at the old school */
    readonly siblings: PupilCell;
    /** Mean metres more on foot */
    readonly changeM: number | null;
  })[];
  readonly total: {
    /** Who change school, by year */
    readonly children: readonly PupilCell[];
    readonly siblings: PupilCell;
    /** Of all children of the first year */
    readonly share: number | null;
    /** First year’s children whose way crosses it */
    readonly crossing: readonly ({
      readonly kind: string;
      readonly now: number;
      readonly before: number;
    })[];
  };
  readonly mix: readonly ({
    readonly statistic: string;
    readonly name: Names;
    readonly approximate: boolean;
    readonly dissimilarity: {
      readonly before: number | null;
      readonly after: number | null;
    };
    readonly isolation: {
      readonly before: number | null;
      readonly after: number | null;
    };
  })[];
  readonly findings: readonly SchoolFinding[];
};

/** What may be seen of a number. Withheld and missing carry none. */
export type Cell = {
  readonly state: 'value';
  readonly value: number;
} | {
  readonly state: 'atLeast';
  readonly value: number;
} | {
  readonly state: 'withheld';
} | {
  readonly state: 'missing';
};

export type ChangePassword = {
  readonly current: string;
  readonly next: string;
};

export type ChangeSchoolSettings = {
  /** That the change was made on */
  readonly version: number;
  readonly geography: string | null;
  /** Statistics of children by year of age, from age 0; null: age_00, age_01 and so on */
  readonly ages: readonly string[] | null;
  readonly land: string;
  readonly entryRule: EntryRule;
  readonly classRule: ClassRule | null;
  readonly variants: {
    readonly low: ForecastVariant;
    readonly medium: ForecastVariant;
    readonly high: ForecastVariant;
  };
  readonly limitM: number;
  readonly limitSource: string;
  readonly horizon: number;
  readonly progression: readonly number[];
  readonly progressionSource: string;
  readonly housing: readonly ({
    readonly housing: string;
    readonly name: string;
    readonly blocks: readonly string[];
    readonly dwellings: number;
    /** School year of the first entries */
    readonly ready: number;
    /** Children who enter a year from 100 dwellings, by years since then; the last value stays */
    readonly entriesPer100: readonly number[];
    readonly source: string;
  })[];
  readonly hazards: readonly ({
    readonly kind: 'main-road' | 'rail';
    readonly forbid: boolean;
    /** Metres that a crossing counts when a way is chosen */
    readonly extraM: number;
    readonly source: string;
  })[];
  readonly siblings: {
    readonly method: 'none';
  } | {
    readonly method: 'statistic';
    readonly statistic: string;
    readonly source: string;
  } | {
    readonly method: 'households';
    readonly children: string;
    readonly households: string;
    readonly chance: number;
    readonly source: string;
  };
  readonly mix: readonly string[];
};

/** How many children make how many classes, and where that stands */
export type ClassRule = {
  readonly land: string;
  /** Most children of one class, of two, … */
  readonly upTo: readonly number[];
  /** Above the last: children of each further class */
  readonly perClass: number;
  /** Children in one class, least and most */
  readonly band: readonly [number, number] | null;
  readonly source: string;
};

export type ClearanceGrant = {
  readonly clearance: 'block-counts';
  /** Source of statistics, as /statistics names it; * for all */
  readonly source: string;
  readonly purpose: string;
  readonly grantedBy: string;
  readonly grantedAt: string;
  readonly expiresAt: string;
  readonly revokedAt: string | null;
};

export type CommentState = 'open' | 'done' | 'waiting' | 'hidden';

export type ConstantCutSeries = {
  readonly geography: string;
  readonly version: number;
  readonly statistic: string;
  readonly dates: readonly CutDate[];
  readonly zones: readonly ({
    readonly zone: string;
    readonly name: string;
    /** By date */
    readonly values: readonly CutSum[];
  })[];
};

/** Statistics that are added up, less those that are taken off */
export type CountOf = {
  readonly plus: readonly string[];
  readonly minus?: readonly string[];
};

export type CreateGeography = {
  readonly geography: string;
  readonly name: Names;
  readonly parent?: string | null;
};

export type CreatePlan = {
  /** Needed without `from`; with it that of the plan */
  readonly geography?: string;
  readonly name: string;
  readonly validFrom?: string;
  /** A branch: begins as this plan is, or was at a version */
  readonly from?: {
    readonly plan: string;
    readonly version?: number;
  };
};

export type CreateRelease = {
  readonly geography: string;
  readonly version: number;
  readonly statistics: readonly string[];
  readonly referenceDates: readonly string[];
  /** Default: the rule sets of the sources, else threshold 5 with open zeros. Never less than those of the sources. */
  readonly ruleSet?: RuleSetWish;
  /** suppress: numbers are withheld; round: all are multiples of a base; cell-key: all have noise, the same blocks always the same. Noisy numbers do not add up. Of fixed geographies only, by rules with a perturbation table */
  readonly method?: 'suppress' | 'round' | 'cell-key';
  readonly purpose?: string;
};

export type CreateRuleSet = {
  readonly source: string;
  readonly rules: SourceRules;
  readonly basis: string;
};

export type CutDate = {
  readonly date: string;
  /** Stand of blocks that the counts are of */
  readonly blockSet: number;
  /** Another one: recounted by the recorded lineage */
  readonly blockSetOfVersion: number;
  readonly source: string;
  /** All that was counted: zones and notAssignable together */
  readonly city: CutSum;
  readonly notAssignable: {
    /** Counted in blocks that lie in no zone of the cut */
    readonly outside: CutSum;
    /** What the source could not place in a block; null: it does not say */
    readonly unlocated: number | null;
  };
};

export type CutSum = {
  /** atLeast: some blocks have no count; missing: none has */
  readonly state: 'value' | 'atLeast' | 'missing';
  /** To six decimals; not whole where blocks were apportioned */
  readonly value: number | null;
  /** How much of it is of blocks that later borders divide */
  readonly apportioned: number;
};

export type DecidePlanComment = {
  readonly state: 'open' | 'done' | 'hidden';
};

export type DoneOperation = {
  readonly type: 'assign';
  readonly blocks: readonly string[];
  readonly zone: string;
} | {
  readonly type: 'reassign';
  readonly moves: readonly ({
    readonly zone: string;
    readonly blocks: readonly string[];
  })[];
} | {
  readonly type: 'createZone';
  readonly zone: string;
  readonly name: string;
  readonly blocks: readonly string[];
} | {
  readonly type: 'mergeZones';
  readonly zones: readonly string[];
  readonly into: string;
} | {
  readonly type: 'renameZone';
  readonly zone: string;
  readonly name: string;
} | {
  readonly type: 'renumberZone';
  readonly zone: string;
  readonly to: string;
} | {
  readonly type: 'lockZone';
  readonly zone: string;
  readonly locked: boolean;
} | {
  readonly type: 'lockBlocks';
  readonly blocks: readonly string[];
  readonly locked: boolean;
} | {
  readonly type: 'splitZone';
  readonly zone: string;
  readonly line: {
    readonly type: 'LineString';
    readonly coordinates: readonly (readonly number[])[];
  };
  readonly newZone: string;
  readonly name?: string;
  readonly snapM?: number;
} | {
  readonly type: 'moveBoundary';
  readonly zones: readonly [string, string];
  readonly line: {
    readonly type: 'LineString';
    readonly coordinates: readonly (readonly number[])[];
  };
  readonly snapM?: number;
} | {
  readonly type: 'splitBlock';
  readonly block: string;
  readonly line: {
    readonly type: 'LineString';
    readonly coordinates: readonly (readonly number[])[];
  };
} | {
  readonly type: 'healBlock';
  readonly block: string;
} | {
  readonly type: 'restoreState';
  readonly zones: readonly ({
    readonly zone: string;
    readonly name: string;
    readonly locked: boolean;
  } | null)[];
  readonly blocks: readonly (readonly string[])[];
  readonly cuts: readonly BlockCut[];
  readonly lockedBlocks?: readonly string[];
};

/** GeoJSON Polygon in CRS84 */
export type DrawnArea = {
  readonly type: 'Polygon';
  readonly coordinates: readonly (readonly (readonly number[])[])[];
};

/** An assumption of the plan; no counts */
export type DrawnHousing = {
  readonly housing: string;
  readonly name: string;
  readonly dwellings: number;
  /** School year of the first entries */
  readonly ready: number;
  /** Of 100 dwellings when people move in: children by age, from 0. A year later who is a year younger enters; when they are through, as many a year as of age 0 */
  readonly childrenPer100: readonly number[];
  readonly source: string;
  /** GeoJSON in CRS84; null: blocks were chosen */
  readonly area: {
    readonly type: 'Polygon';
    readonly coordinates: readonly (readonly (readonly number[])[])[];
  } | null;
  readonly blocks: readonly string[];
  /** By block, adding up to 1: its part of the area */
  readonly shares: readonly number[];
};

export type DrawnHousingList = {
  readonly housing: readonly DrawnHousing[];
};

/** GeoJSON LineString in CRS84 */
export type DrawnLine = {
  readonly type: 'LineString';
  readonly coordinates: readonly (readonly number[])[];
};

/** Who has to enter school in a year, and where that stands */
export type EntryRule = {
  readonly land: string;
  /** MM-DD: who has turned `age` by then enters */
  readonly cutOff: string;
  readonly age: number;
  readonly source: string;
};

export type Finding = {
  readonly id: string;
  readonly statistic: string;
  /** The count is that of this statistic less `statistic` */
  readonly complementOf: string | null;
  readonly referenceDate: string;
  readonly kind: 'exact' | 'small';
  /** null: only a bound is known */
  readonly count: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** Follows from earlier publications alone, whatever this release withholds */
  readonly already: boolean;
  readonly dividedBy: number;
  readonly terms: readonly ({
    readonly sign: 1 | -1;
    readonly times: number;
    readonly geography: string | null;
    readonly version: number | null;
    readonly zone: string;
    readonly name: string;
    readonly value: number;
    readonly from: {
      readonly kind: 'release' | 'published';
      readonly id: string;
      readonly number: number | null;
      readonly title: string;
    };
  })[];
  /** Zones of the release that take part */
  readonly zones: readonly string[];
  readonly blocks: readonly string[];
};

export type FindingShapeProperties = {
  readonly findings: readonly string[];
  readonly count: number | null;
  readonly blocks: number;
};

export type Findings = {
  readonly total: number;
  readonly findings: readonly Finding[];
};

export type ForecastVariant = {
  readonly entryRate: number;
  readonly migration: number;
  readonly births: number;
  readonly source: string;
};

export type Geographies = {
  readonly geographies: readonly Geography[];
};

export type Geography = {
  readonly geography: string;
  readonly name: Names;
  readonly parent: string | null;
  readonly versions: readonly GeographyVersion[];
};

export type GeographyVersion = {
  readonly version: number;
  readonly title: string;
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly blockSet: number;
  readonly zones: number;
  /** The version that this one carries on, on the blocks of a later stand */
  readonly carriedFrom: number | null;
  /** Tag of the outlines: with it as `tag`, the address of the zones is answered once and may be kept for ever; null until the cut is read */
  readonly outlines: string | null;
};

export type Health = {
  readonly status: 'ok';
  readonly database: 'embedded' | 'postgres';
  readonly version: string;
};

export type ImportForm = {
  /** A table or vector file; a Shapefile or File Geodatabase zipped */
  readonly file?: string;
  /** In the place of the file: a preview of it that is kept */
  readonly preview?: string;
  readonly kind: 'blocks' | 'zones' | 'counts' | 'addresses' | 'schools' | 'network' | 'published' | 'layer' | 'table';
  readonly geography?: string;
  readonly validFrom?: string;
  readonly referenceDate?: string;
  /** Name of the reference layer; for kind layer */
  readonly layer?: string;
  /** Token of a dry run, for blocks that were repaired or follow an earlier stand */
  readonly accept?: string;
  /** JSON: which column holds what */
  readonly mapping?: {
    readonly id?: string;
    readonly zone?: string;
    readonly block?: string;
    readonly name?: string;
    readonly columns?: readonly string[] | Readonly<Record<string, string>>;
    readonly unlocated?: string;
    readonly x?: string;
    readonly y?: string;
    readonly cell?: number;
    readonly sourceCrs?: string;
    readonly sourceLayer?: string;
    readonly encoding?: 'utf-8' | 'utf-16' | 'windows-1252';
    readonly decimal?: '.' | ',';
    readonly where?: Readonly<Record<string, string>>;
    readonly street?: string;
    readonly houseNumber?: string;
    readonly weight?: string;
    readonly classesPerYear?: string;
    readonly classSize?: string;
    readonly placesPerYear?: string;
    readonly type?: string;
    readonly address?: string;
    readonly opens?: string;
    readonly closes?: string;
    readonly repair?: {
      readonly toleranceM?: number;
      readonly overlaps?: 'longest-border' | 'largest' | 'smallest' | 'order';
      readonly gapWidthM?: number;
    };
    readonly empty?: {
      readonly method: 'keep';
    } | {
      readonly method: 'near';
      readonly distanceM: number;
      readonly barriers?: readonly string[];
    } | {
      readonly method: 'tessellate';
      readonly boundary: 'hull' | {
        readonly geography: string;
      } | {
        readonly layer: string;
      };
      readonly barriers?: readonly string[];
    };
    readonly signs?: 'destatis';
    readonly apportion?: 'centroid' | 'majority' | 'refuse';
    readonly unmatched?: 'refuse' | 'unlocated';
    readonly blockSet?: number;
    readonly version?: number;
    readonly publishedOn?: string;
    readonly totals?: readonly string[];
    readonly geographyName?: {
      readonly de: string;
      readonly en: string;
    };
    readonly title?: string;
    readonly source?: string;
    readonly statistics?: Readonly<Record<string, {
      readonly de: string;
      readonly en: string;
      readonly unit?: string;
    }>>;
  };
  /** JSON, for kind table: what the columns of a statistics table mean */
  readonly table?: TableMapping;
  /** In the place of table: the name of a saved mapping */
  readonly savedMapping?: string;
  readonly dryRun?: 'true' | 'false';
};

export type ImportIssue = {
  /** NOT_ACCEPTED: a dry run gives the token that this needs */
  readonly code?: string;
  readonly problem: string;
  readonly file?: string;
  readonly row?: number | string;
  readonly field?: string;
  readonly accepted?: string;
  readonly reason?: string;
  readonly params?: SaidParams;
  readonly remedy?: Said;
};

export type ImportPlanFile = {
  readonly format: 'csv' | 'operations';
  /** The file as text */
  readonly text?: string;
  /** The file’s bytes instead of text: UTF-8, UTF-16 and Windows-1252 are told apart */
  readonly base64?: string;
  /** Name of the file, for messages */
  readonly file?: string;
  /** Of a CSV whose columns are not called block, zone and name */
  readonly columns?: {
    readonly block?: string;
    readonly zone?: string;
    readonly name?: string;
  };
  /** Only tell what would be done */
  readonly dryRun?: boolean;
};

export type Inbox = {
  readonly items: readonly InboxItem[];
};

export type InboxItem = {
  readonly kind: 'comment' | 'moderate' | 'plan-submitted' | 'plan-approved' | 'plan-rejected' | 'release-verify' | 'release-approve' | 'release-objected' | 'release-withdrawn' | 'import-failed' | 'blocks-without-zone' | 'version-ends';
  readonly since: string;
  readonly due: string | null;
  readonly plan: {
    readonly plan: string;
    readonly name: string;
    readonly geography: string;
  } | null;
  readonly release: {
    readonly release: string;
    readonly number: number;
    readonly geography: string;
    readonly findings: boolean;
  } | null;
  readonly geography: {
    readonly geography: string;
    readonly version: number;
  } | null;
  readonly job: {
    readonly job: string;
    readonly file: string;
  } | null;
  /** Blocks without a zone, comments of the plan; else 1 */
  readonly count: number;
  /** Text of the newest comment */
  readonly quote: string | null;
};

export type Indicator = {
  readonly indicator: string;
  readonly name: Names;
  readonly topic: string;
  /** A number; a part in per cent; a rate per thousand or the like; a mean or ratio of two numbers */
  readonly kind: 'count' | 'share' | 'rate' | 'mean';
  readonly numerator: CountOf;
  /** null: a count */
  readonly denominator: CountOf | null;
  /** 100 for per cent, 1000 for per thousand, 1 for a mean, a ratio or a count */
  readonly per: number;
  readonly unit: Names;
  readonly precision: number;
  /** 1: more is more need, -1: less need, 0: neither */
  readonly direction: 1 | -1 | 0;
  readonly interpretation: Names;
  readonly source: Names;
  /** What it needs */
  readonly statistics: readonly string[];
  /** What the municipality does not count of that */
  readonly lacking: readonly string[];
  /** Whether the municipality counts all of it */
  readonly available: boolean;
  /** Cuts and dates of which all that it needs is released */
  readonly released: readonly ({
    readonly geography: string;
    readonly version: number;
    readonly dates: readonly string[];
  })[];
};

export type IndicatorCatalogue = {
  readonly catalogue: string;
  readonly title: Names;
  readonly description: Names;
  readonly topics: readonly ({
    readonly topic: string;
    readonly title: Names;
  })[];
  readonly indicators: readonly Indicator[];
};

export type IndicatorDate = {
  readonly date: string;
  readonly version: number;
  /** Numbers of the releases that the values are made of */
  readonly releases: readonly number[];
  /** Whether any of these numbers has random noise (cell-key method): what they add up to differs from the number of all zones, and rates of small denominators are withheld */
  readonly noise: boolean;
  /** The indicator of all zones of the cut as one: as released for them together, else added up */
  readonly whole: Measure;
  /** What it is at least, rounded down, where a zone was never counted and the sum released for all is known at least; null otherwise */
  readonly wholeAtLeast: number | null;
  /** The date before is in another cut */
  readonly break: boolean;
};

export type IndicatorTrend = {
  readonly indicator: string;
  readonly geography: string;
  readonly version: number;
  readonly method: 'least-squares';
  readonly confidence: number;
  readonly unit: Names;
  readonly precision: number;
  /** Dates of which something is released, between from and to */
  readonly dates: readonly string[];
  /** Of all zones of the cut as one */
  readonly whole: Trend;
  readonly zones: readonly ({
    readonly zone: string;
    readonly name: string;
    readonly trend: Trend;
  })[];
};

export type IndicatorValues = {
  readonly indicator: string;
  readonly geography: string;
  readonly form: 'value' | 'change' | 'changeOver' | 'index' | 'movingMean' | 'cityShare' | 'locationQuotient';
  readonly unit: Names;
  readonly precision: number;
  readonly dates: readonly IndicatorDate[];
  readonly zones: readonly IndicatorZone[];
};

export type IndicatorZone = {
  readonly version: number;
  readonly zone: string;
  readonly name: string;
  /** By date */
  readonly values: readonly Measure[];
};

export type Indicators = {
  readonly catalogues: readonly IndicatorCatalogue[];
};

export type JobAccepted = {
  readonly job: string;
};

export type JobResult = {
  readonly kind: string;
  readonly dryRun: boolean;
  readonly stored: Readonly<Record<string, number | string>> | null;
  readonly report: Readonly<Record<string, unknown>>;
};

export type JobStatus = {
  readonly jobID: string;
  readonly processID: string;
  readonly type: 'process';
  readonly status: 'accepted' | 'running' | 'successful' | 'failed' | 'dismissed';
  readonly progress: number;
  readonly message: string;
  readonly created: string;
  readonly finished: string | null;
  /** What a failed import found, at most 100 */
  readonly issues?: readonly ImportIssue[];
  /** What an import was asked for */
  readonly import?: {
    readonly file: string;
    readonly kind: 'blocks' | 'zones' | 'counts' | 'addresses' | 'schools' | 'network' | 'published' | 'layer' | 'table';
    readonly dryRun: boolean;
  };
  /** Of a search for catchments that runs: the best so far */
  readonly best?: {
    readonly zones: readonly string[];
    readonly blockSet: number;
    readonly iterations: number;
    readonly measures: Readonly<Record<string, unknown>>;
    /** Index into zones by position of the block */
    readonly assignment: readonly number[];
  };
};

export type Jobs = {
  readonly jobs: readonly JobStatus[];
};

export type KomMonitorGeoresource = {
  readonly georesourceId: string;
  readonly datasetName: string;
  readonly isPOI: boolean;
  readonly isLOI: boolean;
  readonly isAOI: boolean;
  readonly availablePeriodsOfValidity: readonly ({
    readonly startDate: string;
    readonly endDate?: string;
  })[];
  readonly topicReference: string;
  readonly poiMarkerStyle: 'text' | 'symbol';
  readonly poiMarkerText: string;
  readonly poiMarkerColor: string;
  readonly poiSymbolColor: string;
  readonly poiSymbolBootstrap3Name: string;
  readonly loiColor: string;
  readonly loiWidth: number;
  readonly loiDashArrayString: string;
  readonly aoiColor: string;
  readonly isPublic: true;
  readonly ownerId: string;
  readonly permissions: readonly string[];
  readonly userPermissions: readonly string[];
  readonly metadata: KomMonitorMetadata;
};

export type KomMonitorHierarchy = {
  readonly hierarchyId: string;
  readonly name: string;
  readonly mandantId: string;
  readonly isPublic: true;
  readonly members: readonly ({
    readonly spatialUnitId: string;
    readonly spatialUnitLevel: string;
    readonly hierarchyLevel: number;
    readonly nextUpperSpatialUnitId: string | null;
    readonly nextLowerSpatialUnitId: string | null;
  })[];
};

export type KomMonitorHierarchyPlace = {
  readonly hierarchyId: string;
  readonly hierarchyName: string;
  readonly hierarchyLevel: number;
  readonly nextUpperSpatialUnitId: string | null;
  readonly nextLowerSpatialUnitId: string | null;
};

export type KomMonitorIndicator = {
  readonly indicatorId: string;
  readonly indicatorName: string;
  readonly abbreviation: string;
  readonly unit: string;
  readonly precision: number;
  readonly displayOrder: number;
  readonly indicatorType: 'STATUS_ABSOLUTE' | 'STATUS_RELATIVE';
  readonly creationType: 'INSERTION';
  readonly isHeadlineIndicator: boolean;
  readonly characteristicValue: string;
  readonly interpretation: string;
  readonly processDescription: string;
  readonly referenceDateNote: string;
  readonly lowestSpatialUnitForComputation: string | null;
  readonly applicableDates: readonly string[];
  readonly applicableSpatialUnits: readonly ({
    readonly spatialUnitId: string;
    readonly spatialUnitName: string;
    readonly isPublic: true;
    readonly ownerId: string;
    readonly permissions: readonly string[];
    readonly userPermissions: readonly string[];
  })[];
  readonly defaultClassificationMapping: {
    readonly colorBrewerSchemeName: string;
    readonly numClasses: number;
    readonly classificationMethod: 'REGIONAL_DEFAULT' | 'JENKS' | 'EQUAL_INTERVAL' | 'QUANTILE';
    readonly items: readonly ({
      readonly spatialUnitId: string;
      readonly breaks: readonly number[];
    })[];
  };
  /** Made of published cells alone; null where a zone is withheld or missing */
  readonly regionalReferenceValues: readonly ({
    readonly referenceDate: string;
    readonly regionalSum: number | null;
    readonly regionalAverage: number | null;
    readonly spatiallyUnassignable: number | null;
  })[];
  readonly referencedIndicators: readonly unknown[];
  readonly referencedGeoresources: readonly unknown[];
  readonly ogcServices: readonly unknown[];
  readonly tags: readonly string[];
  readonly topicReference: string;
  readonly isPublic: true;
  readonly ownerId: string;
  readonly permissions: readonly string[];
  readonly userPermissions: readonly string[];
  readonly metadata: KomMonitorMetadata;
};

export type KomMonitorMetadata = {
  readonly contact: string;
  readonly datasource: string;
  readonly description: string;
  readonly updateInterval: 'ARBITRARY' | 'MONTHLY' | 'QUARTERLY' | 'HALF_YEARLY' | 'YEARLY' | 'DAILY' | 'WEEKLY';
  readonly lastUpdate: string;
  readonly sridEPSG: 4326;
  readonly databasis: string;
  readonly literature: string;
  /** Says what null means, and how cuts are told apart */
  readonly note: string;
};

export type KomMonitorSpatialUnit = {
  readonly spatialUnitId: string;
  readonly spatialUnitLevel: string;
  readonly isPublic: true;
  readonly ownerId: string;
  readonly permissions: readonly string[];
  readonly userPermissions: readonly string[];
  readonly nextUpperHierarchyLevel: string | null;
  readonly nextLowerHierarchyLevel: string | null;
  readonly mandantId: string;
  readonly hierarchies: readonly KomMonitorHierarchyPlace[];
  readonly availablePeriodsOfValidity: readonly ({
    readonly startDate: string;
    readonly endDate?: string;
  })[];
  readonly isOutlineLayer: boolean;
  readonly outlineColor: string;
  readonly outlineWidth: number;
  readonly outlineDashArrayString: string;
  readonly wmsUrl: string | null;
  readonly wfsUrl: string | null;
  readonly metadata: KomMonitorMetadata;
};

export type KomMonitorTopic = {
  readonly topicId: string;
  readonly topicName: string;
  readonly topicDescription: string;
  readonly topicType: 'main' | 'sub';
  readonly topicResource: 'indicator' | 'georesource';
  readonly displayOrder: number;
  readonly subTopics: readonly ({
    readonly topicId: string;
    readonly topicName: string;
    readonly topicDescription: string;
    readonly topicType: 'main' | 'sub';
    readonly topicResource: 'indicator' | 'georesource';
    readonly displayOrder: number;
    readonly subTopics: readonly unknown[];
  })[];
};

/** Rules of a Land that come with the program; null where no source is there */
export type LandRules = {
  readonly land: string;
  readonly entryRule: EntryRule | null;
  readonly classRule: ClassRule | null;
  /** What the law says instead of a largest class, with its source */
  readonly classNote: string | null;
};

export type Ledger = {
  /** Hash of the newest entry; 64 zeros for none */
  readonly head: string;
  readonly entries: readonly LedgerEntry[];
};

export type LedgerCheck = {
  readonly ok: boolean;
  readonly entries: number;
  readonly head: string;
  /** First entry that does not follow from the one before it */
  readonly brokenAt: number | null;
  /** Entry with the head that was asked for */
  readonly headAt: number | null;
  /** false: the chain was cut or reckoned anew since that head was printed */
  readonly headFound: boolean | null;
};

export type LedgerEntry = {
  readonly sequence: number;
  readonly at: string;
  readonly account: string;
  readonly action: 'request' | 'audit' | 'verify' | 'object' | 'approve' | 'publish' | 'withdraw' | 'published-elsewhere' | 'rule-set' | 'signatures' | 'protected-copy';
  /** What it is about: a release, else a publication, a source or a copy */
  readonly release: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly previousHash: string;
  readonly hash: string;
};

export type Lineage = {
  readonly blockSet: number;
  readonly from: readonly ({
    readonly blockSet: number;
    readonly pairs: readonly ({
      readonly from: string;
      readonly to: string;
      /** Part of the earlier block that went into the later one */
      readonly weight: number;
    })[];
  })[];
};

export type MadeToken = {
  readonly token: string;
  readonly expiresAt: string;
};

/** A number made of released cells; withheld where any of them is, missing where any is not released or not known */
export type Measure = {
  readonly state: 'value';
  readonly value: number;
} | {
  readonly state: 'withheld';
} | {
  readonly state: 'missing';
};

export type Municipality = {
  readonly municipality: string;
  readonly name: string;
  readonly epsg: number;
  readonly proj4: string;
  /** minX, minY, maxX, maxY of the newest blocks in the projected CRS; zeros without blocks */
  readonly bounds: readonly [number, number, number, number];
  readonly bboxCrs84: readonly [number, number, number, number];
  readonly accounts: readonly ({
    readonly account: string;
    readonly name: string;
    readonly roles: readonly ('viewer' | 'planner' | 'editor' | 'statistics' | 'dpo' | 'admin')[];
  })[];
};

export type NamePlanVersion = {
  readonly name: string;
  /** The present version without it */
  readonly version?: number;
};

export type Names = {
  readonly de: string;
  readonly en: string;
};

export type NewClearanceGrant = {
  readonly source: string;
  readonly purpose: string;
  /** The last day; at most two years ahead */
  readonly expiresOn: string;
};

export type NewToken = {
  /** What it is for */
  readonly label: string;
  readonly days?: number;
};

/** Whether every number here is a true one, or some are reckoned from the protected copy of block counts */
export type Numbers = 'true' | 'protected-copy';

export type OpenPlanToPublic = {
  readonly open: boolean;
  /** A new link; the one before leads nowhere any more */
  readonly renew?: boolean;
  /** What the public sees; the present version without it */
  readonly version?: number;
};

/** An operation without its blocks */
export type OperationSummary = {
  readonly type: 'assign' | 'reassign' | 'createZone' | 'mergeZones' | 'renameZone' | 'renumberZone' | 'lockZone' | 'lockBlocks' | 'splitZone' | 'moveBoundary' | 'splitBlock' | 'healBlock' | 'restoreState';
  readonly zone?: string;
  readonly name?: string;
  readonly zones?: readonly string[];
  readonly into?: string;
  readonly locked?: boolean;
  readonly newZone?: string;
  readonly to?: string;
  readonly block?: string;
  readonly line?: {
    readonly type: 'LineString';
    readonly coordinates: readonly (readonly number[])[];
  };
  readonly snapM?: number;
};

/** Longitude and latitude, CRS84 */
export type Place = readonly [number, number];

export type Plan = {
  readonly plan: string;
  readonly name: string;
  readonly geography: string;
  readonly baseVersion: number | null;
  /** The plan of the geography above that goes along */
  readonly upperPlan: string | null;
  readonly blockSet: number;
  readonly validFrom: string | null;
  readonly state: PlanState;
  readonly version: number;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** The plan and version that it began as; null for one that began as a cut */
  readonly branchedFrom: {
    readonly plan: string;
    readonly version: number;
  } | null;
  /** Date of the cells; null without counts over these blocks */
  readonly referenceDate: string | null;
  readonly numbers: Numbers;
  readonly zones: readonly PlanZoneRow[];
  readonly issues: readonly PlanIssue[];
  readonly canUndo: boolean;
  readonly canRedo: boolean;
};

export type PlanBlocks = {
  readonly plan: string;
  readonly version: number;
  readonly blockSet: number;
  readonly zones: readonly PlanSlot[];
  /** Slot by position, -1 for none: blocks of the stand, then fragments */
  readonly assignment: readonly number[];
  /** Index into baseZones by block position of the stand, -1 for none */
  readonly baseAssignment: readonly number[];
  readonly baseZones: readonly PlanSlot[];
  /** In order: a cut of a fragment comes after the one that made it */
  readonly cuts: readonly BlockCut[];
  /** Ids of the positions behind those of the stand’s blocks */
  readonly fragments: readonly string[];
  readonly lockedBlocks: readonly string[];
  readonly canUndo: boolean;
  readonly canRedo: boolean;
};

/** What the reader may see of a sum of block counts: the true one with clearance, that of the protected copy without */
export type PlanCell = {
  readonly state: 'value';
  readonly value: number;
  /** Reckoned from the protected copy */
  readonly approximate?: true;
} | {
  readonly state: 'atLeast';
  readonly value: number;
  /** Reckoned from the protected copy */
  readonly approximate?: true;
} | {
  readonly state: 'withheld';
  /** Reckoned from the protected copy */
  readonly approximate?: true;
} | {
  readonly state: 'missing';
  /** Reckoned from the protected copy */
  readonly approximate?: true;
};

export type PlanChange = {
  readonly version: number;
  readonly state: PlanState;
  readonly numbers: Numbers;
  /** Zones that the step touched; all of them when zonesChanged */
  readonly zones: readonly PlanZoneRow[];
  /** Codes of zones that the step took away */
  readonly removedZones: readonly string[];
  readonly issues: readonly PlanIssue[];
  readonly moves: readonly PlanMove[];
  readonly zonesChanged: boolean;
  /** All cuts of the plan as they are now, where the step changed them */
  readonly cuts?: readonly BlockCut[];
  /** Blocks whose cuts the step changed, with what it did to their counts */
  readonly apportioned?: readonly Apportioned[];
  /** All locked blocks and fragments, where the step changed them */
  readonly lockedBlocks?: readonly string[];
  /** The plan of the geography above that went along */
  readonly upper?: {
    readonly plan: string;
    readonly version: number;
  };
  readonly canUndo: boolean;
  readonly canRedo: boolean;
};

export type PlanComment = {
  readonly comment: string;
  readonly text: string;
  readonly zone: string | null;
  readonly at: Place | null;
  /** First comment of the thread */
  readonly parent: string | null;
  readonly author: {
    /** null: somebody of the public */
    readonly account: string | null;
    readonly name: string;
  };
  readonly createdAt: string;
  readonly state: CommentState;
  /** Stands on the public page while it is open or done */
  readonly public: boolean;
  /** Who set the state last */
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
};

/** Data of the server-sent event `comment`: as it is now, or the id of one that was deleted */
export type PlanCommentNotice = {
  readonly comment: PlanComment;
} | {
  readonly gone: string;
};

export type PlanCommentSteps = {
  readonly steps: readonly ({
    readonly comment: string;
    readonly action: 'open' | 'done' | 'hidden' | 'deleted';
    readonly account: string;
    readonly at: string;
  })[];
};

export type PlanComments = {
  readonly comments: readonly PlanComment[];
};

export type PlanCounts = {
  readonly referenceDate: string;
  readonly numbers: Numbers;
  readonly columns: readonly ({
    readonly statistic: string;
    /** What the values are multiples of; 1 for true counts */
    readonly base: number;
    /** By block position; null is unknown */
    readonly values: readonly (number | null)[];
  })[];
};

export type PlanDifference = {
  /** What the plan is compared with: rows go from its zones */
  readonly a: {
    readonly kind: 'base' | 'plan' | 'snapshot';
    /** null for a base, which is a cut of the geography */
    readonly plan: string | null;
    /** Of the plan; of a base that of the geography, null where there was none */
    readonly version: number | null;
    readonly title: string;
    readonly zones: readonly ({
      readonly zone: string;
      readonly name: string;
    })[];
  };
  /** The plan: rows go to its zones */
  readonly b: {
    readonly kind: 'base' | 'plan' | 'snapshot';
    /** null for a base, which is a cut of the geography */
    readonly plan: string | null;
    /** Of the plan; of a base that of the geography, null where there was none */
    readonly version: number | null;
    readonly title: string;
    readonly zones: readonly ({
      readonly zone: string;
      readonly name: string;
    })[];
  };
  readonly numbers: Numbers;
  readonly referenceDate: string | null;
  /** What lies elsewhere, largest area first, whatever the counts are */
  readonly rows: readonly ({
    /** Code of the zone in a; empty for none */
    readonly from: string;
    /** Code of the zone in b; empty for none */
    readonly to: string;
    /** Blocks that moved whole */
    readonly blocks: number;
    /** Blocks of which a part moved */
    readonly parts: number;
    readonly areaM2: number;
    readonly cells: Readonly<Record<string, PlanCell>>;
  })[];
  /** With blocks=true: index into zones by position of the block; -1 for none, -2 where its parts are in several */
  readonly blocks?: {
    readonly a: readonly number[];
    readonly b: readonly number[];
  };
};

export type PlanDisclosure = {
  readonly plan: string;
  readonly version: number;
  readonly numbers: Numbers;
  readonly referenceDate: string | null;
  readonly statistics: readonly string[];
  /** The largest of the statistics’ rules */
  readonly threshold: number;
  readonly total: number;
  /** The first 200 */
  readonly findings: readonly PlanFinding[];
  /** All blocks that a difference would give away */
  readonly hatched: readonly string[];
  readonly repairsFor: string | null;
  /** Of the finding that was asked for, the least loss first */
  readonly repairs: readonly PlanRepair[];
};

export type PlanEvent = {
  readonly version: number;
  readonly kind: 'operation' | 'undo' | 'redo' | 'submit' | 'approve' | 'reject' | 'adopt' | 'rebase';
  readonly state: PlanState;
  readonly account: string;
  readonly operation: DoneOperation | null;
  readonly moves: readonly PlanMove[];
  readonly zonesChanged: boolean;
  /** Blocks were cut or healed: positions are others, and who does the operation gets the same fragments */
  readonly cutsChanged: boolean;
  /** Blocks or zones changed, so that findings are to be asked for again; it says nothing of any count */
  readonly findingsChanged: boolean;
  readonly zones: readonly PlanSlot[];
  readonly canUndo: boolean;
  readonly canRedo: boolean;
};

export type PlanFileReport = {
  readonly dryRun: boolean;
  /** Of the plan now */
  readonly version: number;
  /** Rows of the table, or operations of the list */
  readonly rows: number;
  /** Blocks and fragments that go elsewhere */
  readonly moved: number;
  /** No blocks of the plan; left out. The first 500 */
  readonly unknown: readonly ({
    readonly row: number;
    readonly block: string;
  })[];
  readonly unknownRows: number;
  /** Named again. The first 500 */
  readonly duplicate: readonly ({
    readonly row: number;
    readonly block: string;
    /** Row that counts */
    readonly first: number;
  })[];
  readonly duplicateRows: number;
  /** Not moved, since they or a zone are locked. The first 500 */
  readonly locked: readonly ({
    readonly row: number;
    readonly block: string;
  })[];
  readonly lockedRows: number;
  /** Blocks that no row names; they stay where they are */
  readonly missing: number;
  /** The first 500 */
  readonly missingBlocks: readonly string[];
  readonly createdZones: readonly string[];
};

export type PlanFinding = {
  readonly id: string;
  readonly statistic: string;
  /** `zone`: too few in a zone, which would be withheld; `difference`: too few follow from several totals */
  readonly kind: 'zone' | 'difference';
  readonly threshold: number;
  /** Found in the protected copy */
  readonly approximate?: true;
  /** Only of true counts, with clearance */
  readonly count?: number;
  /** Not the count itself is too small, but what follows from it for the whole blocks of its fragments */
  readonly fragments?: true;
  readonly dividedBy: number;
  readonly terms: readonly PlanFindingTerm[];
  /** Blocks whose sum would be known */
  readonly blocks: readonly string[];
  /** Zones of the plan in the certificate */
  readonly zones: readonly string[];
  readonly text: string;
};

/** One published total of a certificate; the sum of all, divided by `dividedBy`, is the secret number */
export type PlanFindingTerm = {
  readonly sign: 1 | -1;
  readonly times: number;
  /** A zone of the plan itself */
  readonly plan: boolean;
  /** null: a zone of the plan, or of a publication with zones of its own */
  readonly geography: string | null;
  readonly version: number | null;
  readonly zone: string;
  readonly name: string;
  /** Only of true counts, with clearance */
  readonly value?: number;
  /** Where the total was published first; null for zones of the plan */
  readonly from: {
    readonly kind: 'release' | 'published';
    readonly id: string;
    readonly number: number | null;
    readonly title: string;
    readonly date: string;
  } | null;
};

export type PlanHistory = {
  readonly events: readonly PlanHistoryEvent[];
};

export type PlanHistoryEvent = {
  readonly version: number;
  readonly kind: 'operation' | 'undo' | 'redo' | 'submit' | 'approve' | 'reject' | 'adopt' | 'rebase';
  readonly operation: OperationSummary | null;
  /** Of undo and redo: version of the operation */
  readonly refersTo: number | null;
  /** Number of blocks that moved */
  readonly blocks: number;
  /** By zone code, empty for none */
  readonly moves: readonly ({
    readonly from: string;
    readonly to: string;
    readonly blocks: number;
  })[];
  readonly account: string;
  readonly at: string;
  /** An operation that is taken back at present */
  readonly undone: boolean;
};

export type PlanIssue = {
  readonly code: 'DETACHED' | 'UNASSIGNED' | 'EMPTY_ZONE' | 'HOLE' | 'BREAKS_PARENT' | 'NOT_CARRIED';
  readonly severity: 'warning' | 'information';
  readonly where: {
    readonly zone: string | null;
    /** The first 100 blocks */
    readonly blocks: readonly string[];
    /** In the projected CRS */
    readonly bounds: readonly [number, number, number, number] | null;
  };
  readonly detail: string;
  /** Of BREAKS_PARENT: zones of the geography above that the zone lies in, largest area first */
  readonly parents?: readonly ({
    readonly parent: string;
    readonly blocks: number;
    readonly areaM2: number;
  })[];
};

/** Blocks that went from one slot to another; -1 is no zone */
export type PlanMove = {
  readonly from: number;
  readonly to: number;
  readonly blocks: readonly string[];
};

export type PlanOperation = {
  readonly type: 'assign';
  readonly blocks: readonly string[];
  readonly zone: string | '' | null;
} | {
  readonly type: 'reassign';
  readonly moves: readonly ({
    readonly zone: string | '' | null;
    readonly blocks: readonly string[];
  })[];
} | {
  readonly type: 'createZone';
  readonly zone: string;
  readonly name: string;
  readonly blocks?: readonly string[];
} | {
  readonly type: 'mergeZones';
  readonly zones: readonly string[];
  readonly into: string;
} | {
  readonly type: 'renameZone';
  readonly zone: string;
  readonly name: string;
} | {
  readonly type: 'renumberZone';
  readonly zone: string;
  readonly to: string;
} | {
  readonly type: 'lockZone';
  readonly zone: string;
  readonly locked: boolean;
} | {
  readonly type: 'lockBlocks';
  readonly blocks: readonly string[];
  readonly locked: boolean;
} | {
  readonly type: 'splitZone';
  readonly zone: string;
  readonly line: DrawnLine;
  readonly newZone: string;
  readonly name?: string;
  /** Metres within which the line follows edges of blocks; derived from the blocks without it */
  readonly snapM?: number;
} | {
  readonly type: 'moveBoundary';
  readonly zones: readonly [string, string];
  readonly line: DrawnLine;
  /** Metres within which the line follows edges of blocks; derived from the blocks without it */
  readonly snapM?: number;
} | {
  readonly type: 'splitBlock';
  readonly block: string;
  readonly line: DrawnLine;
} | {
  readonly type: 'healBlock';
  readonly block: string;
} | {
  readonly type: 'restoreState';
  readonly zones: readonly ({
    readonly zone: string;
    readonly name: string;
    readonly locked: boolean;
  } | null)[];
  readonly blocks: readonly (readonly string[])[];
  readonly cuts: readonly BlockCut[];
  readonly lockedBlocks?: readonly string[];
};

/** Data of the server-sent event `presence` */
export type PlanPresence = {
  readonly account: string;
  readonly name: string;
  readonly window: string;
  readonly at: Place | null;
  readonly zone: string | null;
  readonly tool: string | null;
} | {
  readonly account: string;
  readonly window: string;
  readonly gone: true;
};

export type PlanPublicLink = {
  readonly open: boolean;
  /** null while it is closed */
  readonly token: string | null;
  /** Of the data that the public page shows */
  readonly path: string | null;
  /** Version that the public sees */
  readonly version: number | null;
  readonly account: string | null;
  readonly at: string | null;
  /** Comments of the public that nobody has shown or hidden */
  readonly waiting: number;
};

/** Verified: after it the finding is gone and there is no new one */
export type PlanRepair = {
  readonly kind: 'move-blocks' | 'merge-zones' | 'withhold';
  readonly zones: readonly string[];
  /** What would do it; null for withholding, which a release does */
  readonly operation: DoneOperation | null;
  /** Numbers fewer, zones fewer, residents without a number */
  readonly lost: {
    readonly cells: number;
    readonly zones: number;
    readonly residents?: number;
  };
};

export type PlanSlot = {
  readonly slot: number;
  readonly zone: string;
  readonly name: string;
  readonly locked: boolean;
};

export type PlanSnapshot = {
  readonly snapshot: string;
  readonly name: string;
  readonly version: number;
  readonly account: string;
  readonly at: string;
  /** False for versions from before the plan was carried over to other blocks */
  readonly restorable: boolean;
};

export type PlanSnapshots = {
  readonly snapshots: readonly PlanSnapshot[];
};

export type PlanState = 'draft' | 'submitted' | 'approved' | 'rejected' | 'adopted';

export type PlanSummary = {
  readonly plan: string;
  readonly name: string;
  readonly geography: string;
  readonly state: PlanState;
  readonly version: number;
  readonly validFrom: string | null;
  readonly createdBy: string;
  readonly updatedAt: string;
  /** The plan and version that it began as; null for one that began as a cut */
  readonly branchedFrom: {
    readonly plan: string;
    readonly version: number;
  } | null;
};

export type PlanZoneRow = {
  readonly slot: number;
  readonly zone: string;
  readonly name: string;
  readonly locked: boolean;
  readonly blocks: number;
  readonly areaM2: number;
  readonly parts: number;
  readonly polsbyPopper: number | null;
  /** Area over that of the smallest circle around the zone */
  readonly reock: number | null;
  /** Pairs of neighbouring blocks with one in the zone and one outside */
  readonly cutEdges: number;
  readonly cells: Readonly<Record<string, PlanCell>>;
};

export type Plans = {
  readonly plans: readonly PlanSummary[];
};

export type Preview = {
  readonly preview: string;
  readonly expiresAt: string;
  readonly file: string;
  readonly bytes: number;
  readonly format: string;
  readonly servedBy: 'own' | 'native' | 'wasm';
  readonly layers: readonly ({
    readonly layer: string;
    readonly features: number;
    readonly geometryType: string | null;
  })[];
  readonly layer: string | null;
  readonly encoding: string | null;
  readonly separator: string | null;
  /** Of all number columns; null where none tells */
  readonly decimal: '.' | ',' | null;
  readonly geometryType: string | null;
  /** Features, or rows of a table */
  readonly features: number;
  readonly crs: PreviewCrs;
  readonly columns: readonly PreviewColumn[];
  /** Best first */
  readonly keyColumns: readonly ({
    readonly column: string;
    readonly reason: string;
  })[];
  /** The first ten */
  readonly rows: readonly (readonly string[])[];
  /** The first 300, simplified, in the municipality's CRS under the best CRS */
  readonly shapes: {
    readonly type: 'FeatureCollection';
  } | null;
  readonly bounds: readonly [number, number, number, number] | null;
  readonly kindProposal: 'blocks' | 'zones' | 'counts' | 'addresses' | 'schools' | 'network' | 'published' | 'layer' | 'table' | null;
  readonly issues: readonly PreviewIssue[];
  /** Of the last file with these columns */
  readonly savedMapping: {
    readonly kind: string;
    readonly mapping: Readonly<Record<string, unknown>>;
    readonly savedAt: string;
    readonly savedBy: string;
  } | null;
  readonly mappingKey: string;
};

export type PreviewColumn = {
  readonly name: string;
  readonly type: 'integer' | 'decimal' | 'text' | 'date' | 'empty';
  /** Rows without a value */
  readonly empty: number;
  /** Different values, counted up to 100,000 */
  readonly distinct: number;
  readonly leadingZeros: boolean;
  readonly samples: readonly string[];
};

export type PreviewCrs = {
  /** What the file names or the request gave, EPSG:n */
  readonly named: string | null;
  readonly name: string | null;
  /** Whether the coordinates fit it */
  readonly confirmed: boolean;
  /** Best first */
  readonly proposals: readonly ({
    readonly crs: string;
    readonly name: string;
    readonly inside: number;
    readonly reason: string;
  })[];
};

export type PreviewForm = {
  /** Any file that POST /imports takes */
  readonly file: string;
};

export type PreviewIssue = {
  readonly code: string;
  readonly file?: string;
  readonly row?: number | string;
  readonly field?: string;
  readonly problem: string;
  readonly accepted?: string;
  readonly reason?: string;
  readonly params?: SaidParams;
  readonly remedy?: Said;
  readonly severity: 'error' | 'warning';
};

/** RFC 9457 */
export type Problem = {
  /** urn:zuschnitt:problem:<code> */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly issues?: readonly ({
    readonly code?: string;
    readonly problem: string;
    readonly file?: string;
    readonly row?: number | string;
    readonly field?: string;
    readonly accepted?: string;
    readonly reason?: string;
    readonly params?: SaidParams;
    readonly remedy?: Said;
  })[];
  /** Current version of the plan (412 only). */
  readonly version?: number;
};

export type Proposals = {
  readonly proposals: readonly ({
    readonly finding: string;
    readonly ways: readonly ({
      readonly kind: 'move-blocks' | 'merge-zones' | 'withhold';
      readonly blocks: readonly string[];
      /** move-blocks: from and to (null: no zone); else the zones to merge or withhold */
      readonly zones: readonly (string | null)[];
      readonly lost: {
        readonly cells: number;
        readonly residents: number;
        readonly zones: number;
      };
    })[];
  })[];
};

export type PublicComment = {
  readonly comment: string;
  readonly text: string;
  readonly zone: string | null;
  readonly at: Place | null;
  readonly parent: string | null;
  /** What the author calls themselves, maybe empty; of the office the municipality */
  readonly name: string;
  readonly office: boolean;
  readonly createdAt: string;
  readonly state: 'open' | 'done';
};

export type PublicCommentTaken = {
  readonly comment: string;
  readonly state: 'waiting';
};

/** A draft as the public sees it: outlines, names and comments that were shown. No counts, no blocks. */
export type PublicPlan = {
  readonly municipality: string;
  readonly name: string;
  readonly geography: {
    readonly de: string;
    readonly en: string;
  };
  readonly validFrom: string | null;
  readonly zones: {
    readonly type: 'FeatureCollection';
    readonly features: readonly ({
      readonly type: 'Feature';
      readonly id: string;
      readonly geometry: {
        readonly type: string;
      } | null;
      readonly properties: {
        readonly zone: string;
        readonly name: string;
        readonly position: number;
      };
    })[];
  };
  readonly comments: readonly PublicComment[];
};

export type Publication = {
  readonly publication: string;
  readonly title: string;
  readonly source: string;
  readonly publishedOn: string;
  readonly referenceDate: string;
  /** null: zones of its own */
  readonly geography: string | null;
  readonly version: number | null;
  readonly statistics: readonly string[];
  readonly enteredBy: string;
  readonly enteredAt: string;
};

export type PublishAnnex = {
  readonly format: 'xlsx' | 'pdf' | 'html';
  readonly language?: 'de' | 'en';
  readonly variant?: 'low' | 'medium' | 'high';
  readonly grades?: 'entry' | 'all';
  readonly from?: number;
  readonly limitM?: number;
  readonly referenceDate?: string;
  readonly compare?: string;
};

export type Published = {
  readonly published: readonly Publication[];
  /** Where to look, as long as nothing was entered: an audit that does not know what was printed is wrong from its first day */
  readonly suggested: readonly ({
    readonly kind: string;
    readonly title: Names;
    readonly where: Names;
  })[];
};

/** A number of children or a ratio of it: reckoned from true counts, from the protected copy, withheld, or not known */
export type PupilCell = {
  readonly state: 'value';
  readonly value: number;
} | {
  readonly state: 'approximate';
  readonly value: number;
} | {
  readonly state: 'withheld';
} | {
  readonly state: 'missing';
};

export type PutHousing = {
  readonly name: string;
  readonly dwellings: number;
  /** School year of the first entries */
  readonly ready: number;
  /** Of 100 dwellings when people move in: children by age, from 0. A year later who is a year younger enters; when they are through, as many a year as of age 0 */
  readonly childrenPer100: readonly number[];
  readonly source: string;
  readonly area?: DrawnArea | null;
  /** Instead of an area */
  readonly blocks?: readonly string[];
};

export type ReferenceLayer = {
  readonly layer: string;
  readonly features: number;
};

export type ReferenceLayers = {
  readonly layers: readonly ReferenceLayer[];
};

export type Release = {
  readonly release: string;
  /** Counts the releases of the municipality from 1 */
  readonly number: number;
  readonly geography: string;
  readonly version: number;
  readonly statistics: readonly string[];
  readonly referenceDates: readonly string[];
  /** The strictest of what was applied */
  readonly ruleSet: RuleSet;
  /** Version of the rule set where all statistics are of one source that has some */
  readonly ruleSetVersion: number | null;
  readonly ruleSets: readonly AppliedRules[];
  /** suppress: numbers are withheld; round: all are multiples of a base; cell-key: all have noise, the same blocks always the same. Noisy numbers do not add up. Of fixed geographies only, by rules with a perturbation table */
  readonly method: 'suppress' | 'round' | 'cell-key';
  readonly purpose: string;
  readonly state: ReleaseState;
  /** null for who is not staff */
  readonly requestedBy: string | null;
  readonly requestedAt: string;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  readonly publishedAt: string | null;
  /** For staff */
  readonly signatures?: readonly Signature[];
  readonly requiredSignatures?: readonly ('dpo' | 'statistics')[];
  readonly audit: ReleaseAudit;
};

export type ReleaseAudit = {
  readonly state: 'running' | 'done' | 'failed';
  readonly progress: number;
  readonly cells: number;
  readonly withheld: number;
  readonly missing: number;
  /** Withheld by the rules; with clearance only */
  readonly primary?: number;
  /** Withheld for the sake of others; with clearance only */
  readonly secondary?: number;
  /** What would follow for everybody; a release with findings is not approved */
  readonly findings: number;
  readonly tables: number;
  /** What was public before and is counted; for staff */
  readonly against?: readonly AuditedAgainst[];
  /** Head of the ledger with this audit in it */
  readonly headHash: string | null;
  readonly auditedAt: string | null;
};

export type ReleaseState = 'requested' | 'verified' | 'objected' | 'approved' | 'published' | 'withdrawn';

export type ReleasedZoneProperties = {
  readonly zone: string;
  readonly name: string;
  /** By statistic, then by reference date */
  readonly cells: Readonly<Record<string, Readonly<Record<string, Cell>>>>;
};

export type Releases = {
  readonly releases: readonly Release[];
};

export type RequireSignatures = {
  readonly required: readonly ('dpo' | 'statistics')[];
};

export type ResponsibleSchools = {
  readonly address: {
    readonly street: string;
    readonly houseNumber: string;
    readonly block: string | null;
    readonly at: readonly [number, number];
  };
  readonly date: string;
  /** Title of the cut that is valid then; null where none is */
  readonly cut: string | null;
  /** Several of a common catchment; none where no school is responsible */
  readonly schools: readonly ({
    readonly school: string;
    readonly name: string;
    readonly address: string;
    readonly zone: string;
  })[];
  readonly planned: readonly ({
    readonly from: string | null;
    readonly title: string;
    /** A draft that nothing is decided of */
    readonly plan: boolean;
    readonly schools: readonly ({
      readonly school: string;
      readonly name: string;
      readonly address: string;
      readonly zone: string;
    })[];
  })[];
};

/** What to return to: a named version or any other */
export type RestorePlan = {
  readonly snapshot: string;
} | {
  readonly version: number;
};

export type RuleSet = {
  /** Least count that may be seen */
  readonly threshold: number;
  readonly zeros: 'open' | 'protect' | 'structural';
  /** Units behind the persons, such as households */
  readonly secondUnit?: {
    readonly statistic: string;
    readonly threshold: number;
  };
  /** Least number of the base that must not be counted */
  readonly homogeneity?: {
    readonly threshold: number;
  };
  readonly minimumDenominator?: number;
  readonly roundingBase?: number;
  readonly protect?: 'exact' | 'small';
  readonly attackerMinimum?: 0 | 1;
  readonly dominance?: 'confidential' | {
    readonly n: number;
    readonly k: number;
  } | {
    readonly p: number;
    readonly q?: number;
  } | readonly ({
    readonly n: number;
    readonly k: number;
  } | {
    readonly p: number;
    readonly q?: number;
  })[];
  readonly noise?: 'confidential' | {
    readonly largest: number;
    readonly variance: number;
    readonly blocked: number;
    readonly unimodal: boolean;
  } | {
    readonly rows: readonly ({
      readonly noise: readonly number[];
      readonly probability: readonly number[];
    })[];
  };
};

export type RuleSetWish = {
  /** Least count that may be seen */
  readonly threshold: number;
  readonly zeros?: 'open' | 'protect' | 'structural';
  /** Units behind the persons, such as households */
  readonly secondUnit?: {
    readonly statistic: string;
    readonly threshold: number;
  };
  /** Least number of the base that must not be counted */
  readonly homogeneity?: {
    readonly threshold: number;
  };
  readonly minimumDenominator?: number;
  readonly roundingBase?: number;
  readonly protect?: 'exact' | 'small';
  readonly attackerMinimum?: 0 | 1;
  readonly dominance?: {
    readonly n: number;
    readonly k: number;
  } | {
    readonly p: number;
    readonly q?: number;
  } | readonly ({
    readonly n: number;
    readonly k: number;
  } | {
    readonly p: number;
    readonly q?: number;
  })[];
};

export type RuleSets = {
  readonly ruleSets: readonly StoredRuleSet[];
  readonly sources: readonly string[];
};

export type Said = {
  /** One of core/refusals/reasons.ts */
  readonly reason: string;
  readonly params: SaidParams;
};

export type SaidParams = Readonly<Record<string, string | number | Said | readonly (string | Said)[]>>;

export type SavedTableMapping = {
  readonly name: string;
  /** A TableMapping with all of its parts */
  readonly mapping: {
    readonly format: string;
    readonly version: number;
  };
  readonly savedAt: string;
  readonly savedBy: string;
};

export type SavedTableMappings = {
  readonly mappings: readonly SavedTableMapping[];
};

/** What is wrong or missing in schools, catchments, network or counts; nothing is left out without one */
export type SchoolFinding = {
  readonly code: string;
  readonly detail: string;
  readonly school?: string;
  readonly zone?: string;
  readonly block?: string;
};

export type SchoolReach = {
  readonly school: string;
  readonly limitM: number;
  readonly blockSet: number | null;
  /** What lies beside ways within the limit, in the projected CRS of the municipality; null without a street network */
  readonly area: {
    readonly type: 'MultiPolygon';
    readonly coordinates: readonly (readonly (readonly (readonly number[])[])[])[];
  } | null;
  /** Metres of ways reached */
  readonly waysM: number;
  /** By block of the set: metres on foot to the school, of its addresses in the mean; null where no way is known. null: walks are not reckoned */
  readonly metres: readonly (number | null)[] | null;
};

/** Every parameter of forecasts and effects, with its source */
export type SchoolSettings = {
  /** 0: nobody has set any yet, these are the program’s own */
  readonly version: number;
  readonly geography: string | null;
  /** Statistics of children by year of age, from age 0; null: age_00, age_01 and so on */
  readonly ages: readonly string[] | null;
  readonly land: string;
  readonly entryRule: EntryRule;
  readonly classRule: ClassRule | null;
  readonly variants: {
    readonly low: ForecastVariant;
    readonly medium: ForecastVariant;
    readonly high: ForecastVariant;
  };
  readonly limitM: number;
  readonly limitSource: string;
  readonly horizon: number;
  readonly progression: readonly number[];
  readonly progressionSource: string;
  readonly housing: readonly ({
    readonly housing: string;
    readonly name: string;
    readonly blocks: readonly string[];
    readonly dwellings: number;
    /** School year of the first entries */
    readonly ready: number;
    /** Children who enter a year from 100 dwellings, by years since then; the last value stays */
    readonly entriesPer100: readonly number[];
    readonly source: string;
  })[];
  readonly hazards: readonly ({
    readonly kind: 'main-road' | 'rail';
    readonly forbid: boolean;
    /** Metres that a crossing counts when a way is chosen */
    readonly extraM: number;
    readonly source: string;
  })[];
  readonly siblings: {
    readonly method: 'none';
  } | {
    readonly method: 'statistic';
    readonly statistic: string;
    readonly source: string;
  } | {
    readonly method: 'households';
    readonly children: string;
    readonly households: string;
    readonly chance: number;
    readonly source: string;
  };
  readonly mix: readonly string[];
  readonly landRules: readonly LandRules[];
};

export type Schools = {
  readonly date: string;
  /** Whose zones are catchments; null where there is none */
  readonly geography: string | null;
  /** Of that geography, the cut that is valid on the day */
  readonly version: number | null;
  readonly schools: readonly ({
    readonly school: string;
    readonly name: string;
    readonly type: string;
    readonly address: string;
    /** Longitude and latitude */
    readonly at: readonly [number, number];
    /** In the projected CRS of the municipality */
    readonly xy: readonly [number, number];
    readonly classesPerYear: number | null;
    readonly classSize: number | null;
    readonly placesPerYear: number | null;
    /** The first of zones */
    readonly catchment: string | null;
    readonly zones: readonly string[];
  })[];
  readonly findings: readonly SchoolFinding[];
};

export type SearchAlternatives = {
  /** 1 is usual, 0 is nothing */
  readonly weights?: {
    readonly capacity?: number;
    readonly distance?: number;
    readonly hazards?: number;
    readonly mix?: number;
    readonly compactness?: number;
    readonly siblings?: number;
    readonly change?: number;
  };
  /** Of the children, who may get another school than today */
  readonly maxMovedShare?: number;
  readonly locks?: {
    readonly zones?: readonly string[];
    readonly blocks?: readonly string[];
  };
  /** That count, all alike; all forecast ones without it */
  readonly years?: readonly number[];
  readonly variant?: 'low' | 'medium' | 'high';
  readonly limitM?: number;
  /** Where the search begins; changes are counted from today in any case */
  readonly from?: 'plan' | 'today';
  readonly capacityHard?: boolean;
  readonly contiguity?: 'zone' | 'closer-neighbour' | 'free';
  readonly seed?: number;
  readonly seconds?: number;
  /** Proposals: the same seed and number give the same alternatives on every machine, if `seconds` suffice */
  readonly iterations?: number;
};

export type Session = {
  /** Null for a viewer who has not signed in */
  readonly account: string | null;
  readonly name: string | null;
  readonly roles: readonly ('viewer' | 'planner' | 'editor' | 'statistics' | 'dpo' | 'admin')[];
  readonly clearances: readonly ({
    readonly clearance: 'block-counts';
    readonly source: string;
    readonly purpose: string;
    readonly expiresAt: string;
  })[];
  /** To be sent in Zuschnitt-CSRF with everything that changes something; null without a session */
  readonly csrf: string | null;
  /** Whether /sign-in/oidc is offered */
  readonly identityProvider: boolean;
};

export type SetPassword = {
  readonly password: string;
};

export type SignIn = {
  readonly account: string;
  readonly password: string;
};

export type Signature = {
  readonly account: string;
  readonly role: 'dpo' | 'statistics';
  readonly decision: 'no-objection' | 'objection' | 'approve';
  readonly reason: string;
  readonly at: string;
};

export type Signatures = {
  readonly required: readonly ('dpo' | 'statistics')[];
};

export type SourceRules = {
  /** Least count that may be seen */
  readonly threshold: number;
  readonly zeros?: 'open' | 'protect' | 'structural';
  /** Units behind the persons, such as households */
  readonly secondUnit?: {
    readonly statistic: string;
    readonly threshold: number;
  };
  /** Least number of the base that must not be counted */
  readonly homogeneity?: {
    readonly threshold: number;
  };
  readonly minimumDenominator?: number;
  readonly roundingBase?: number;
  readonly protect?: 'exact' | 'small';
  readonly attackerMinimum?: 0 | 1;
  readonly dominance?: {
    readonly n: number;
    readonly k: number;
  } | {
    readonly p: number;
    readonly q?: number;
  } | readonly ({
    readonly n: number;
    readonly k: number;
  } | {
    readonly p: number;
    readonly q?: number;
  })[];
  /** How cell keys change counts: parameters of the noise of most entropy, or a perturbation table by count from 0 */
  readonly noise?: {
    readonly largest: number;
    readonly variance: number;
    readonly blocked?: number;
    readonly unimodal?: boolean;
  } | {
    readonly rows: readonly ({
      readonly noise: readonly number[];
      readonly probability: readonly number[];
    })[];
  };
};

export type Standing = {
  readonly disabled?: boolean;
  readonly databaseRole?: string | null;
};

export type Statistic = {
  readonly statistic: string;
  readonly name: Names;
  readonly unit: string;
  readonly population: string | null;
  readonly source: string;
  readonly referenceDates: readonly string[];
};

export type Statistics = {
  readonly statistics: readonly Statistic[];
};

export type StoredRuleSet = {
  readonly source: string;
  readonly version: number;
  readonly rules: RuleSet;
  readonly basis: string;
  readonly author: string;
  readonly createdAt: string;
};

export type TableColumn = {
  readonly name: string;
  readonly empty: number;
  readonly distinct: number;
  readonly leadingZeros: boolean;
  readonly examples: readonly string[];
  readonly numbers: number;
  readonly days: number;
  readonly signs: Readonly<Record<string, number>>;
  readonly marks: Readonly<Record<string, number>>;
  readonly values: readonly ({
    readonly value: string;
    readonly label: string | null;
    readonly rows: number;
  })[] | null;
};

export type TableLook = {
  readonly reading: TableReading | null;
  readonly form: 'long' | 'wide' | null;
  /** A TableMapping with all of its parts */
  readonly proposal: {
    readonly format: string;
    readonly version: number;
  } | null;
  readonly codebook: {
    readonly columns: readonly ({
      readonly name: string;
      readonly from: number;
      readonly width: number;
      readonly values?: Readonly<Record<string, string>>;
    })[];
  } | null;
  readonly sheets: readonly string[];
  readonly outcome: TableOutcome | null;
  readonly problems: readonly ImportIssue[];
};

export type TableLookBody = {
  /** What the columns mean; absent: a proposal is made and nothing else */
  readonly mapping?: TableMapping;
  /** Sheet, encoding, separator, decimal sign, header, where somebody knows better */
  readonly reading?: {
    readonly sheet?: string;
    readonly encoding?: 'utf-8' | 'utf-16' | 'windows-1252';
    readonly separator?: string;
    readonly decimal?: '.' | ',';
    readonly headerRow?: number;
    readonly headerRows?: number;
    readonly lastRow?: number;
    readonly codebook?: {
      readonly columns: readonly ({
        readonly name: string;
        readonly from: number;
        readonly width: number;
        readonly values?: Readonly<Record<string, string>>;
      })[];
    };
  };
  /** Of a file of fixed width: CSV, JSON or YAML by the extension */
  readonly codebook?: {
    readonly file: string;
    readonly text: string;
  };
  /** The day, where the mapping leaves it to whoever brings the file */
  readonly referenceDate?: string;
};

export type TableMapping = {
  readonly format: 'zuschnitt-table-mapping';
  readonly version: 1;
  readonly title?: string;
  readonly reading?: {
    readonly sheet?: string;
    readonly encoding?: 'utf-8' | 'utf-16' | 'windows-1252';
    readonly separator?: string;
    readonly decimal?: '.' | ',';
    readonly headerRow?: number;
    readonly headerRows?: number;
    readonly lastRow?: number;
    readonly codebook?: {
      readonly columns: readonly ({
        readonly name: string;
        readonly from: number;
        readonly width: number;
        readonly values?: Readonly<Record<string, string>>;
      })[];
    };
  };
  readonly area: {
    readonly columns: readonly string[];
    readonly join?: string;
    readonly pad?: number;
    readonly unassignable?: readonly string[];
    readonly totals?: readonly string[];
  };
  readonly date: {
    readonly from: 'given';
  } | {
    readonly from: 'column';
    readonly column: string;
    readonly yearDay?: string;
  } | {
    readonly from: 'header';
    readonly yearDay?: string;
  };
  readonly values: 'rows' | readonly ({
    readonly column: string;
    readonly measure: string;
  })[];
  readonly categories?: readonly string[];
  readonly rules: readonly ({
    readonly statistic: string | null;
    readonly measure?: string;
    readonly when?: Readonly<Record<string, readonly string[]>>;
  })[];
  readonly otherwise?: 'refuse' | 'leave';
  readonly absent?: 'missing' | 'zero';
  readonly signs?: {
    readonly nothing?: 'zero' | 'missing';
    readonly blank?: 'zero' | 'missing';
    readonly limited?: 'keep' | 'drop';
    readonly others?: Readonly<Record<string, 'nothing' | 'secret' | 'blocked' | 'unreliable' | 'later'>>;
  };
  readonly unmatched?: 'refuse' | 'unlocated';
  readonly source?: string;
  readonly statistics?: Readonly<Record<string, {
    readonly de: string;
    readonly en: string;
    readonly unit?: string;
  }>>;
};

/** Numbers of the sender's own file */
export type TableOutcome = {
  readonly rows: number;
  readonly unassignableRows: number;
  readonly totalRows: number;
  readonly fields: {
    readonly values: number;
    readonly zeros: number;
    readonly withheld: number;
    readonly missing: Readonly<Record<string, number>>;
    readonly marks: Readonly<Record<string, number>>;
    readonly left: number;
    readonly absent: number;
  };
  readonly unmatched: readonly ({
    readonly row: number;
    readonly id: string;
  })[];
  readonly unmatchedRows: number;
  readonly dates: readonly ({
    readonly date: string;
    readonly blocks: number;
    readonly missingBlocks: number;
    readonly statistics: readonly ({
      readonly statistic: string;
      readonly sum: number;
      readonly elsewhere: number | null;
      readonly total: number | null;
      readonly withheld: number;
      readonly unknown: number;
    })[];
  })[];
  readonly first: readonly ({
    readonly row: number;
    readonly id: string;
    readonly figures: readonly ({
      readonly state: 'value';
      readonly value: number;
    } | {
      readonly state: 'withheld' | 'missing';
    })[];
  })[];
};

export type TableReading = {
  readonly kind: 'delimited' | 'fixed' | 'sheet';
  readonly encoding: string | null;
  readonly separator: string | null;
  readonly decimal: '.' | ',' | null;
  /** Numbers can be read both ways, and somebody has to say */
  readonly decimalOpen: boolean;
  readonly titles: readonly string[];
  readonly titleDay: string | null;
  readonly headerRow: number;
  readonly headerRows: number;
  readonly notes: readonly string[];
  readonly rows: number;
  readonly columns: readonly TableColumn[];
};

export type TellPresence = {
  /** Chosen by the page, so that one account may be there twice */
  readonly window?: string;
  readonly at?: Place | null;
  readonly zone?: string | null;
  readonly tool?: string | null;
  /** The window closes */
  readonly gone?: boolean;
};

export type Token = {
  readonly id: string;
  readonly label: string;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly expiresAt: string;
};

/** Slope of the line of least squares through the values as they are shown, with the 95 % interval by Student's t */
export type Trend = {
  readonly state: 'value';
  /** Change a year (365.25 days) */
  readonly slope: number;
  readonly low: number;
  readonly high: number;
  readonly from: string;
  readonly to: string;
  /** Dates that have a value; withheld and missing ones are left out */
  readonly dates: number;
} | {
  readonly state: 'tooFew';
  readonly dates: number;
};

export type Typology = {
  readonly catalogue: string;
  readonly geography: string;
  readonly version: number;
  readonly date: string;
  readonly method: 'quantile' | 'deviation' | 'kmeans' | 'ward';
  readonly classes: number;
  /** Numbers of the releases that it is made of */
  readonly releases: readonly number[];
  readonly indicators: readonly TypologyIndicator[];
  /** Indicators of the catalogue that are not released for this cut and date */
  readonly lacking: readonly string[];
  /** Borders between classes, descending; an index at a border belongs to the higher class */
  readonly breaks: readonly number[] | null;
  readonly zones: readonly TypologyZone[];
  /** Zones of which an indicator is withheld or missing; they count nowhere */
  readonly leftOut: readonly ({
    readonly zone: string;
    readonly name: string;
    /** By indicator */
    readonly states: readonly ('value' | 'withheld' | 'missing')[];
  })[];
  /** By indicator: zones whose class is another when it is left out; null for groups */
  readonly sensitivity: readonly ({
    readonly indicator: string;
    readonly changes: readonly ({
      readonly zone: string;
      readonly name: string;
      readonly from: number;
      readonly to: number;
    })[];
  })[] | null;
  /** Index and index of changes in standard deviations, more is better: status 1 above 1, 2 above -1, 3 above -1.5, 4; dynamics 1 above 1, 2 above -1, 3 */
  readonly dynamics: {
    readonly since: string;
    readonly zones: readonly ({
      readonly zone: string;
      readonly name: string;
      readonly status: number;
      readonly statusClass: number;
      readonly dynamics: number;
      readonly dynamicsClass: number;
    })[];
  } | null;
  /** Sums of numerators over sums of denominators of the members, on the scale of the zones */
  readonly bundles: {
    readonly geography: string;
    readonly version: number;
    readonly zones: readonly ({
      readonly zone: string;
      readonly name: string;
      readonly members: readonly string[];
      readonly values: readonly number[];
      readonly standardised: readonly number[];
      readonly index: number;
      /** 0 for groups, which have no borders */
      readonly class: number;
    })[];
    /** A member is withheld, missing or lies in several bundles */
    readonly leftOut: readonly ({
      readonly zone: string;
      readonly name: string;
      readonly members: readonly string[];
    })[];
  } | null;
};

export type TypologyIndicator = {
  readonly indicator: string;
  readonly name: Names;
  readonly unit: Names;
  readonly precision: number;
  readonly direction: 1 | -1;
  readonly weight: number;
  readonly numerator: readonly string[];
  /** Taken off the numerator */
  readonly less: readonly string[];
  readonly denominator: readonly string[];
  readonly per: number;
  /** Over the zones that take part */
  readonly mean: number | null;
  /** Population standard deviation over them */
  readonly deviation: number;
};

export type TypologyZone = {
  readonly zone: string;
  readonly name: string;
  /** By indicator, as they are reckoned with */
  readonly values: readonly number[];
  /** By indicator, with the direction: (value - mean) / deviation */
  readonly standardised: readonly number[];
  /** Weighted mean of the standardised values */
  readonly index: number;
  /** 1 for the highest index */
  readonly rank: number;
  /** 1 for the highest */
  readonly class: number;
};

export type VerifyRelease = {
  readonly decision: 'no-objection' | 'objection';
  readonly reason?: string;
  /** No objection although findings follow from what was public before, whatever is released now; needs its reason */
  readonly acceptEarlier?: boolean;
};

export type WhatIf = {
  readonly geography: string;
  readonly version: number;
  readonly statistics: readonly string[];
  readonly referenceDates: readonly string[];
  readonly variants: readonly ({
    readonly threshold: number;
    readonly zeros?: 'open' | 'protect' | 'structural';
    /** suppress: numbers are withheld; round: all are multiples of a base; cell-key: all have noise, the same blocks always the same. Noisy numbers do not add up. Of fixed geographies only, by rules with a perturbation table */
    readonly method?: 'suppress' | 'round' | 'cell-key';
    readonly protect?: 'exact' | 'small';
  })[];
};

export type WhatIfResult = {
  readonly variants: readonly ({
    readonly threshold: number;
    readonly zeros: 'open' | 'protect' | 'structural';
    /** suppress: numbers are withheld; round: all are multiples of a base; cell-key: all have noise, the same blocks always the same. Noisy numbers do not add up. Of fixed geographies only, by rules with a perturbation table */
    readonly method: 'suppress' | 'round' | 'cell-key';
    /** What the numbers of a rounded release are multiples of */
    readonly roundingBase: number | null;
    readonly protect: 'exact' | 'small';
    readonly cells: number;
    readonly withheld: number;
    readonly primary: number;
    readonly secondary: number;
    readonly findings: number;
    /** Residents (or the base of the statistic) of zones whose cell is withheld, on average over statistics and dates */
    readonly residentsWithheld: number;
    readonly residentsShare: number | null;
    /** By how much a number is changed on average, up or down, where numbers are rounded or have noise; else null */
    readonly meanChange: number | null;
    /** The same as a share of what the numbers would add up to */
    readonly changeShare: number | null;
  })[];
};

export type ZoneName = {
  readonly zone: string;
  readonly name: string;
};

export type ZoneProperties = {
  readonly zone: string;
  readonly name: string;
  readonly position: number;
};

/** By operation id: method, path template, JSON body and JSON answer (undefined where it is no JSON). */
export interface Operations {
  readonly getHealth: {
    readonly method: 'GET';
    readonly path: '/healthz';
    readonly body: undefined;
    readonly answer: Health;
  };
  readonly getMunicipality: {
    readonly method: 'GET';
    readonly path: '/municipality';
    readonly body: undefined;
    readonly answer: Municipality;
  };
  readonly listBlockSets: {
    readonly method: 'GET';
    readonly path: '/block-sets';
    readonly body: undefined;
    readonly answer: BlockSets;
  };
  readonly getCoverage: {
    readonly method: 'GET';
    readonly path: '/block-sets/{blockSet}/coverage';
    readonly body: undefined;
    readonly answer: undefined;
  };
  readonly getLineage: {
    readonly method: 'GET';
    readonly path: '/block-sets/{blockSet}/lineage';
    readonly body: undefined;
    readonly answer: Lineage;
  };
  readonly listGeographies: {
    readonly method: 'GET';
    readonly path: '/geographies';
    readonly body: undefined;
    readonly answer: Geographies;
  };
  readonly createGeography: {
    readonly method: 'POST';
    readonly path: '/geographies';
    readonly body: CreateGeography;
    readonly answer: Geography;
  };
  readonly getZones: {
    readonly method: 'GET';
    readonly path: '/geographies/{geography}/versions/{version}/zones';
    readonly body: undefined;
    readonly answer: {
      readonly type: 'FeatureCollection';
      readonly features: readonly ({
        readonly type: 'Feature';
        readonly id: string;
        readonly geometry: {
          readonly type: string;
        } | null;
        readonly properties: ZoneProperties;
      })[];
    };
  };
  readonly getAssignment: {
    readonly method: 'GET';
    readonly path: '/geographies/{geography}/versions/{version}/assignment';
    readonly body: undefined;
    readonly answer: Assignment;
  };
  readonly listStatistics: {
    readonly method: 'GET';
    readonly path: '/statistics';
    readonly body: undefined;
    readonly answer: Statistics;
  };
  readonly listReferenceLayers: {
    readonly method: 'GET';
    readonly path: '/reference-layers';
    readonly body: undefined;
    readonly answer: ReferenceLayers;
  };
  readonly getReferenceLayer: {
    readonly method: 'GET';
    readonly path: '/reference-layers/{layer}';
    readonly body: undefined;
    readonly answer: {
      readonly type: 'FeatureCollection';
      readonly features: readonly ({
        readonly type: 'Feature';
        readonly id: string;
        readonly geometry: {
          readonly type: string;
        } | null;
        readonly properties: {
          readonly name: string;
        };
      })[];
    };
  };
  readonly getConstantCutSeries: {
    readonly method: 'GET';
    readonly path: '/geographies/{geography}/versions/{version}/series';
    readonly body: undefined;
    readonly answer: ConstantCutSeries;
  };
  readonly getTypology: {
    readonly method: 'GET';
    readonly path: '/typology';
    readonly body: undefined;
    readonly answer: Typology;
  };
  readonly listBaseMaps: {
    readonly method: 'GET';
    readonly path: '/base-maps';
    readonly body: undefined;
    readonly answer: BaseMaps;
  };
  readonly replaceBaseMaps: {
    readonly method: 'PUT';
    readonly path: '/base-maps';
    readonly body: BaseMaps;
    readonly answer: BaseMaps;
  };
  readonly listPlans: {
    readonly method: 'GET';
    readonly path: '/plans';
    readonly body: undefined;
    readonly answer: Plans;
  };
  readonly createPlan: {
    readonly method: 'POST';
    readonly path: '/plans';
    readonly body: CreatePlan;
    readonly answer: Plan;
  };
  readonly getPlan: {
    readonly method: 'GET';
    readonly path: '/plans/{plan}';
    readonly body: undefined;
    readonly answer: Plan;
  };
  readonly getPlanBlocks: {
    readonly method: 'GET';
    readonly path: '/plans/{plan}/blocks';
    readonly body: undefined;
    readonly answer: PlanBlocks;
  };
  readonly getPlanZones: {
    readonly method: 'GET';
    readonly path: '/plans/{plan}/zones';
    readonly body: undefined;
    readonly answer: {
      readonly type: 'FeatureCollection';
      readonly features: readonly ({
        readonly type: 'Feature';
        readonly id: string;
        readonly geometry: {
          readonly type: string;
        } | null;
        readonly properties: ZoneProperties;
      })[];
    };
  };
  readonly getPlanCounts: {
    readonly method: 'GET';
    readonly path: '/plans/{plan}/counts';
    readonly body: undefined;
    readonly answer: PlanCounts;
  };
  readonly getPlanHistory: {
    readonly method: 'GET';
    readonly path: '/plans/{plan}/history';
    readonly body: undefined;
    readonly answer: PlanHistory;
  };
  readonly operateOnPlan: {
    readonly method: 'POST';
    readonly path: '/plans/{plan}/operations';
    readonly body: PlanOperation;
    readonly answer: PlanChange;
  };
  readonly undoPlanStep: {
    readonly method: 'POST';
    readonly path: '/plans/{plan}/undo';
    readonly body: undefined;
    readonly answer: PlanChange;
  };
  readonly redoPlanStep: {
    readonly method: 'POST';
    readonly path: '/plans/{plan}/redo';
    readonly body: undefined;
    readonly answer: PlanChange;
  };
  readonly submitPlan: {
    readonly method: 'POST';
    readonly path: '/plans/{plan}/submit';
    readonly body: undefined;
    readonly answer: PlanChange;
  };
  readonly approvePlan: {
    readonly method: 'POST';
    readonly path: '/plans/{plan}/approve';
    readonly body: undefined;
    readonly answer: PlanChange;
  };
  readonly rejectPlan: {
    readonly method: 'POST';
    readonly path: '/plans/{plan}/reject';
    readonly body: undefined;
    readonly answer: PlanChange;
  };
  readonly adoptPlan: {
    readonly method: 'POST';
    readonly path: '/plans/{plan}/adopt';
    readonly body: AdoptPlan;
    readonly answer: AdoptedVersion;
  };
  readonly getPlanDisclosure: {
    readonly method: 'GET';
    readonly path: '/plans/{plan}/disclosure';
    readonly body: undefined;
    readonly answer: PlanDisclosure;
  };
  readonly streamPlanEvents: {
    readonly method: 'GET';
    readonly path: '/plans/{plan}/events';
    readonly body: undefined;
    readonly answer: undefined;
  };
  readonly listPlanSnapshots: {
    readonly method: 'GET';
    readonly path: '/plans/{plan}/snapshots';
    readonly body: undefined;
    readonly answer: PlanSnapshots;
  };
  readonly namePlanVersion: {
    readonly method: 'POST';
    readonly path: '/plans/{plan}/snapshots';
    readonly body: NamePlanVersion;
    readonly answer: PlanSnapshot;
  };
  readonly restorePlan: {
    readonly method: 'POST';
    readonly path: '/plans/{plan}/restore';
    readonly body: RestorePlan;
    readonly answer: PlanChange;
  };
  readonly getPlanDifference: {
    readonly method: 'GET';
    readonly path: '/plans/{plan}/difference';
    readonly body: undefined;
    readonly answer: PlanDifference;
  };
  readonly getPlanFile: {
    readonly method: 'GET';
    readonly path: '/plans/{plan}/file';
    readonly body: undefined;
    readonly answer: undefined;
  };
  readonly importPlanFile: {
    readonly method: 'POST';
    readonly path: '/plans/{plan}/file';
    readonly body: ImportPlanFile;
    readonly answer: PlanFileReport;
  };
  readonly tellPresence: {
    readonly method: 'POST';
    readonly path: '/plans/{plan}/presence';
    readonly body: TellPresence;
    readonly answer: undefined;
  };
  readonly listPlanComments: {
    readonly method: 'GET';
    readonly path: '/plans/{plan}/comments';
    readonly body: undefined;
    readonly answer: PlanComments;
  };
  readonly addPlanComment: {
    readonly method: 'POST';
    readonly path: '/plans/{plan}/comments';
    readonly body: AddPlanComment;
    readonly answer: PlanComment;
  };
  readonly decidePlanComment: {
    readonly method: 'PATCH';
    readonly path: '/plans/{plan}/comments/{comment}';
    readonly body: DecidePlanComment;
    readonly answer: PlanComment;
  };
  readonly deletePlanComment: {
    readonly method: 'DELETE';
    readonly path: '/plans/{plan}/comments/{comment}';
    readonly body: undefined;
    readonly answer: undefined;
  };
  readonly listPlanCommentSteps: {
    readonly method: 'GET';
    readonly path: '/plans/{plan}/comment-steps';
    readonly body: undefined;
    readonly answer: PlanCommentSteps;
  };
  readonly getPlanPublicLink: {
    readonly method: 'GET';
    readonly path: '/plans/{plan}/public-comments';
    readonly body: undefined;
    readonly answer: PlanPublicLink;
  };
  readonly setPlanPublicLink: {
    readonly method: 'PUT';
    readonly path: '/plans/{plan}/public-comments';
    readonly body: OpenPlanToPublic;
    readonly answer: PlanPublicLink;
  };
  readonly getPublicPlan: {
    readonly method: 'GET';
    readonly path: '/public/plans/{token}';
    readonly body: undefined;
    readonly answer: PublicPlan;
  };
  readonly addPublicComment: {
    readonly method: 'POST';
    readonly path: '/public/plans/{token}/comments';
    readonly body: AddPublicComment;
    readonly answer: PublicCommentTaken;
  };
  readonly listSchools: {
    readonly method: 'GET';
    readonly path: '/schools';
    readonly body: undefined;
    readonly answer: Schools;
  };
  readonly getSchoolSettings: {
    readonly method: 'GET';
    readonly path: '/school-settings';
    readonly body: undefined;
    readonly answer: SchoolSettings;
  };
  readonly changeSchoolSettings: {
    readonly method: 'PUT';
    readonly path: '/school-settings';
    readonly body: ChangeSchoolSettings;
    readonly answer: SchoolSettings;
  };
  readonly makeSchoolDistances: {
    readonly method: 'POST';
    readonly path: '/school-distances';
    readonly body: undefined;
    readonly answer: JobAccepted;
  };
  readonly getPlanCatchments: {
    readonly method: 'GET';
    readonly path: '/plans/{plan}/catchments';
    readonly body: undefined;
    readonly answer: Catchments;
  };
  readonly getCatchments: {
    readonly method: 'GET';
    readonly path: '/geographies/{geography}/versions/{version}/catchments';
    readonly body: undefined;
    readonly answer: Catchments;
  };
  readonly searchCatchmentAlternatives: {
    readonly method: 'POST';
    readonly path: '/plans/{plan}/catchment-alternatives';
    readonly body: SearchAlternatives;
    readonly answer: JobAccepted;
  };
  readonly checkPlanAnnex: {
    readonly method: 'GET';
    readonly path: '/plans/{plan}/annex';
    readonly body: undefined;
    readonly answer: AnnexCheck;
  };
  readonly publishPlanAnnex: {
    readonly method: 'POST';
    readonly path: '/plans/{plan}/annex';
    readonly body: PublishAnnex;
    readonly answer: undefined;
  };
  readonly getPlanStreetDirectory: {
    readonly method: 'GET';
    readonly path: '/plans/{plan}/street-directory';
    readonly body: undefined;
    readonly answer: undefined;
  };
  readonly getStreetDirectory: {
    readonly method: 'GET';
    readonly path: '/geographies/{geography}/versions/{version}/street-directory';
    readonly body: undefined;
    readonly answer: undefined;
  };
  readonly listPlanHousing: {
    readonly method: 'GET';
    readonly path: '/plans/{plan}/housing';
    readonly body: undefined;
    readonly answer: DrawnHousingList;
  };
  readonly putPlanHousing: {
    readonly method: 'PUT';
    readonly path: '/plans/{plan}/housing/{housing}';
    readonly body: PutHousing;
    readonly answer: DrawnHousing;
  };
  readonly removePlanHousing: {
    readonly method: 'DELETE';
    readonly path: '/plans/{plan}/housing/{housing}';
    readonly body: undefined;
    readonly answer: undefined;
  };
  readonly getSchoolReach: {
    readonly method: 'GET';
    readonly path: '/schools/{school}/reach';
    readonly body: undefined;
    readonly answer: SchoolReach;
  };
  readonly searchAddresses: {
    readonly method: 'GET';
    readonly path: '/addresses';
    readonly body: undefined;
    readonly answer: Addresses;
  };
  readonly getResponsibleSchools: {
    readonly method: 'GET';
    readonly path: '/responsible-schools';
    readonly body: undefined;
    readonly answer: ResponsibleSchools;
  };
  readonly listReleases: {
    readonly method: 'GET';
    readonly path: '/releases';
    readonly body: undefined;
    readonly answer: Releases;
  };
  readonly requestRelease: {
    readonly method: 'POST';
    readonly path: '/releases';
    readonly body: CreateRelease;
    readonly answer: Release;
  };
  readonly getRelease: {
    readonly method: 'GET';
    readonly path: '/releases/{release}';
    readonly body: undefined;
    readonly answer: Release;
  };
  readonly getReleaseZones: {
    readonly method: 'GET';
    readonly path: '/releases/{release}/zones';
    readonly body: undefined;
    readonly answer: {
      readonly type: 'FeatureCollection';
      readonly features: readonly ({
        readonly type: 'Feature';
        readonly id: string;
        readonly geometry: {
          readonly type: string;
        } | null;
        readonly properties: ReleasedZoneProperties;
      })[];
    };
  };
  readonly getReleaseCells: {
    readonly method: 'GET';
    readonly path: '/releases/{release}/cells.csv';
    readonly body: undefined;
    readonly answer: undefined;
  };
  readonly auditRelease: {
    readonly method: 'POST';
    readonly path: '/releases/{release}/audit';
    readonly body: undefined;
    readonly answer: Release;
  };
  readonly verifyRelease: {
    readonly method: 'POST';
    readonly path: '/releases/{release}/verify';
    readonly body: VerifyRelease;
    readonly answer: Release;
  };
  readonly approveRelease: {
    readonly method: 'POST';
    readonly path: '/releases/{release}/approve';
    readonly body: ApproveRelease;
    readonly answer: Release;
  };
  readonly publishRelease: {
    readonly method: 'POST';
    readonly path: '/releases/{release}/publish';
    readonly body: undefined;
    readonly answer: Release;
  };
  readonly withdrawRelease: {
    readonly method: 'POST';
    readonly path: '/releases/{release}/withdraw';
    readonly body: undefined;
    readonly answer: Release;
  };
  readonly getSignatures: {
    readonly method: 'GET';
    readonly path: '/signatures';
    readonly body: undefined;
    readonly answer: Signatures;
  };
  readonly setSignatures: {
    readonly method: 'PUT';
    readonly path: '/signatures';
    readonly body: RequireSignatures;
    readonly answer: Signatures;
  };
  readonly listFindings: {
    readonly method: 'GET';
    readonly path: '/releases/{release}/findings';
    readonly body: undefined;
    readonly answer: Findings;
  };
  readonly getFindingShapes: {
    readonly method: 'GET';
    readonly path: '/releases/{release}/findings/shapes';
    readonly body: undefined;
    readonly answer: {
      readonly type: 'FeatureCollection';
      readonly features: readonly ({
        readonly type: 'Feature';
        readonly id: string;
        readonly geometry: {
          readonly type: string;
        } | null;
        readonly properties: FindingShapeProperties;
      })[];
    };
  };
  readonly listProposals: {
    readonly method: 'GET';
    readonly path: '/releases/{release}/proposals';
    readonly body: undefined;
    readonly answer: Proposals;
  };
  readonly askWhatIf: {
    readonly method: 'POST';
    readonly path: '/releases/what-if';
    readonly body: WhatIf;
    readonly answer: WhatIfResult;
  };
  readonly getLedger: {
    readonly method: 'GET';
    readonly path: '/ledger';
    readonly body: undefined;
    readonly answer: Ledger;
  };
  readonly verifyLedger: {
    readonly method: 'GET';
    readonly path: '/ledger/verify';
    readonly body: undefined;
    readonly answer: LedgerCheck;
  };
  readonly listRuleSets: {
    readonly method: 'GET';
    readonly path: '/rule-sets';
    readonly body: undefined;
    readonly answer: RuleSets;
  };
  readonly addRuleSet: {
    readonly method: 'POST';
    readonly path: '/rule-sets';
    readonly body: CreateRuleSet;
    readonly answer: StoredRuleSet;
  };
  readonly listPublished: {
    readonly method: 'GET';
    readonly path: '/published';
    readonly body: undefined;
    readonly answer: Published;
  };
  readonly listIndicators: {
    readonly method: 'GET';
    readonly path: '/indicators';
    readonly body: undefined;
    readonly answer: Indicators;
  };
  readonly getIndicatorValues: {
    readonly method: 'GET';
    readonly path: '/indicators/{indicator}/values';
    readonly body: undefined;
    readonly answer: IndicatorValues;
  };
  readonly getIndicatorTrend: {
    readonly method: 'GET';
    readonly path: '/indicators/{indicator}/trend';
    readonly body: undefined;
    readonly answer: IndicatorTrend;
  };
  readonly getKomMonitorLastModification: {
    readonly method: 'GET';
    readonly path: '/kommonitor/management/public/database/last-modification';
    readonly body: undefined;
    readonly answer: {
      readonly 'access-control': string;
      readonly georesources: string;
      readonly indicators: string;
      readonly 'process-scripts': string;
      readonly 'spatial-units': string;
      readonly topics: string;
      readonly 'web-services': string;
    };
  };
  readonly listKomMonitorTopics: {
    readonly method: 'GET';
    readonly path: '/kommonitor/management/public/topics';
    readonly body: undefined;
    readonly answer: readonly KomMonitorTopic[];
  };
  readonly getKomMonitorTopicOrder: {
    readonly method: 'GET';
    readonly path: '/kommonitor/management/public/topics/display-order/mode';
    readonly body: undefined;
    readonly answer: readonly ({
      readonly topicResource: 'indicator' | 'georesource';
      readonly orderMode: 'custom' | 'alphabetical';
    })[];
  };
  readonly getKomMonitorTopic: {
    readonly method: 'GET';
    readonly path: '/kommonitor/management/public/topics/{topicId}';
    readonly body: undefined;
    readonly answer: KomMonitorTopic;
  };
  readonly listKomMonitorSpatialUnits: {
    readonly method: 'GET';
    readonly path: '/kommonitor/management/public/spatial-units';
    readonly body: undefined;
    readonly answer: readonly KomMonitorSpatialUnit[];
  };
  readonly getKomMonitorSpatialUnit: {
    readonly method: 'GET';
    readonly path: '/kommonitor/management/public/spatial-units/{spatialUnitId}';
    readonly body: undefined;
    readonly answer: KomMonitorSpatialUnit;
  };
  readonly getKomMonitorSpatialUnitSchema: {
    readonly method: 'GET';
    readonly path: '/kommonitor/management/public/spatial-units/{spatialUnitId}/schema';
    readonly body: undefined;
    readonly answer: Readonly<Record<string, 'string' | 'integer' | 'double' | 'date'>>;
  };
  readonly getKomMonitorSpatialUnitFeatures: {
    readonly method: 'GET';
    readonly path: '/kommonitor/management/public/spatial-units/{spatialUnitId}/allFeatures';
    readonly body: undefined;
    readonly answer: undefined;
  };
  readonly getKomMonitorSpatialUnitOnDay: {
    readonly method: 'GET';
    readonly path: '/kommonitor/management/public/spatial-units/{spatialUnitId}/{year}/{month}/{day}';
    readonly body: undefined;
    readonly answer: undefined;
  };
  readonly getKomMonitorZone: {
    readonly method: 'GET';
    readonly path: '/kommonitor/management/public/spatial-units/{spatialUnitId}/singleFeature/{featureId}';
    readonly body: undefined;
    readonly answer: undefined;
  };
  readonly getKomMonitorZoneRecord: {
    readonly method: 'GET';
    readonly path: '/kommonitor/management/public/spatial-units/{spatialUnitId}/singleFeature/{featureId}/singleFeatureRecord/{recordId}';
    readonly body: undefined;
    readonly answer: undefined;
  };
  readonly listKomMonitorHierarchiesOfSpatialUnit: {
    readonly method: 'GET';
    readonly path: '/kommonitor/management/public/spatial-units/{spatialUnitId}/hierarchies';
    readonly body: undefined;
    readonly answer: readonly KomMonitorHierarchyPlace[];
  };
  readonly listKomMonitorHierarchies: {
    readonly method: 'GET';
    readonly path: '/kommonitor/management/public/spatial-unit-hierarchies';
    readonly body: undefined;
    readonly answer: readonly ({
      readonly hierarchyId: string;
      readonly name: string;
      readonly mandantId: string;
      readonly isPublic: true;
    })[];
  };
  readonly getKomMonitorHierarchy: {
    readonly method: 'GET';
    readonly path: '/kommonitor/management/public/spatial-unit-hierarchies/{hierarchyId}';
    readonly body: undefined;
    readonly answer: KomMonitorHierarchy;
  };
  readonly listKomMonitorHierarchyMembers: {
    readonly method: 'GET';
    readonly path: '/kommonitor/management/public/spatial-unit-hierarchies/{hierarchyId}/members';
    readonly body: undefined;
    readonly answer: readonly ({
      readonly spatialUnitId: string;
      readonly spatialUnitLevel: string;
      readonly hierarchyLevel: number;
      readonly nextUpperSpatialUnitId: string | null;
      readonly nextLowerSpatialUnitId: string | null;
    })[];
  };
  readonly listKomMonitorIndicators: {
    readonly method: 'GET';
    readonly path: '/kommonitor/management/public/indicators';
    readonly body: undefined;
    readonly answer: readonly KomMonitorIndicator[];
  };
  readonly getKomMonitorIndicator: {
    readonly method: 'GET';
    readonly path: '/kommonitor/management/public/indicators/{indicatorId}';
    readonly body: undefined;
    readonly answer: KomMonitorIndicator;
  };
  readonly filterKomMonitorIndicators: {
    readonly method: 'POST';
    readonly path: '/kommonitor/management/public/indicators/filter';
    readonly body: {
      readonly topicIds?: readonly string[];
      readonly ids?: readonly string[];
    };
    readonly answer: readonly KomMonitorIndicator[];
  };
  readonly getKomMonitorValues: {
    readonly method: 'GET';
    readonly path: '/kommonitor/management/public/indicators/{indicatorId}/{spatialUnitId}';
    readonly body: undefined;
    readonly answer: undefined;
  };
  readonly getKomMonitorValuesWithoutGeometry: {
    readonly method: 'GET';
    readonly path: '/kommonitor/management/public/indicators/{indicatorId}/{spatialUnitId}/without-geometry';
    readonly body: undefined;
    readonly answer: readonly ({
      readonly ID: string;
      readonly NAME: string;
      readonly validStartDate: string;
      readonly validEndDate: string | null;
      readonly arisenFrom: string | null;
    })[];
  };
  readonly exportKomMonitorValues: {
    readonly method: 'GET';
    readonly path: '/kommonitor/management/public/indicators/{indicatorId}/{spatialUnitId}/export';
    readonly body: undefined;
    readonly answer: undefined;
  };
  readonly getKomMonitorValuesOnDay: {
    readonly method: 'GET';
    readonly path: '/kommonitor/management/public/indicators/{indicatorId}/{spatialUnitId}/{year}/{month}/{day}';
    readonly body: undefined;
    readonly answer: undefined;
  };
  readonly exportKomMonitorValuesOnDay: {
    readonly method: 'GET';
    readonly path: '/kommonitor/management/public/indicators/{indicatorId}/{spatialUnitId}/{year}/{month}/{day}/export';
    readonly body: undefined;
    readonly answer: undefined;
  };
  readonly listKomMonitorGeoresources: {
    readonly method: 'GET';
    readonly path: '/kommonitor/management/public/georesources';
    readonly body: undefined;
    readonly answer: readonly KomMonitorGeoresource[];
  };
  readonly getKomMonitorGeoresource: {
    readonly method: 'GET';
    readonly path: '/kommonitor/management/public/georesources/{georesourceId}';
    readonly body: undefined;
    readonly answer: KomMonitorGeoresource;
  };
  readonly filterKomMonitorGeoresources: {
    readonly method: 'POST';
    readonly path: '/kommonitor/management/public/georesources/filter';
    readonly body: {
      readonly topicIds?: readonly string[];
      readonly ids?: readonly string[];
    };
    readonly answer: readonly KomMonitorGeoresource[];
  };
  readonly getKomMonitorGeoresourceSchema: {
    readonly method: 'GET';
    readonly path: '/kommonitor/management/public/georesources/{georesourceId}/schema';
    readonly body: undefined;
    readonly answer: Readonly<Record<string, 'string' | 'integer' | 'double' | 'date'>>;
  };
  readonly getKomMonitorGeoresourceFeatures: {
    readonly method: 'GET';
    readonly path: '/kommonitor/management/public/georesources/{georesourceId}/allFeatures';
    readonly body: undefined;
    readonly answer: undefined;
  };
  readonly getKomMonitorGeoresourceRows: {
    readonly method: 'GET';
    readonly path: '/kommonitor/management/public/georesources/{georesourceId}/allFeatures/without-geometry';
    readonly body: undefined;
    readonly answer: readonly ({
      readonly ID: string;
      readonly NAME: string;
      readonly validStartDate: string;
      readonly validEndDate: string | null;
      readonly arisenFrom: string | null;
    })[];
  };
  readonly getKomMonitorGeoresourceOnDay: {
    readonly method: 'GET';
    readonly path: '/kommonitor/management/public/georesources/{georesourceId}/{year}/{month}/{day}';
    readonly body: undefined;
    readonly answer: undefined;
  };
  readonly listKomMonitorScripts: {
    readonly method: 'GET';
    readonly path: '/kommonitor/management/public/process-scripts';
    readonly body: undefined;
    readonly answer: readonly unknown[];
  };
  readonly listKomMonitorWebServices: {
    readonly method: 'GET';
    readonly path: '/kommonitor/management/public/web-services';
    readonly body: undefined;
    readonly answer: readonly unknown[];
  };
  readonly getKomMonitorConfigAddresses: {
    readonly method: 'GET';
    readonly path: '/kommonitor/config/config-storage-server.json';
    readonly body: undefined;
    readonly answer: Readonly<Record<string, string>>;
  };
  readonly getKomMonitorAppConfig: {
    readonly method: 'GET';
    readonly path: '/kommonitor/config/app-config.js';
    readonly body: undefined;
    readonly answer: undefined;
  };
  readonly getKomMonitorKeycloakConfig: {
    readonly method: 'GET';
    readonly path: '/kommonitor/config/keycloak-config.json';
    readonly body: undefined;
    readonly answer: Readonly<Record<string, unknown>>;
  };
  readonly getKomMonitorControlsConfig: {
    readonly method: 'GET';
    readonly path: '/kommonitor/config/controls-config.json';
    readonly body: undefined;
    readonly answer: readonly ({
      readonly id: string;
      readonly roles: readonly string[];
    })[];
  };
  readonly getKomMonitorFilterConfig: {
    readonly method: 'GET';
    readonly path: '/kommonitor/config/filter-config.json';
    readonly body: undefined;
    readonly answer: readonly unknown[];
  };
  readonly getInbox: {
    readonly method: 'GET';
    readonly path: '/inbox';
    readonly body: undefined;
    readonly answer: Inbox;
  };
  readonly importFile: {
    readonly method: 'POST';
    readonly path: '/imports';
    readonly body: undefined;
    readonly answer: JobAccepted;
  };
  readonly previewFile: {
    readonly method: 'POST';
    readonly path: '/imports/previews';
    readonly body: undefined;
    readonly answer: Preview;
  };
  readonly getPreview: {
    readonly method: 'GET';
    readonly path: '/imports/previews/{preview}';
    readonly body: undefined;
    readonly answer: Preview;
  };
  readonly dropPreview: {
    readonly method: 'DELETE';
    readonly path: '/imports/previews/{preview}';
    readonly body: undefined;
    readonly answer: undefined;
  };
  readonly listImportMappings: {
    readonly method: 'GET';
    readonly path: '/import-mappings';
    readonly body: undefined;
    readonly answer: SavedTableMappings;
  };
  readonly getImportMapping: {
    readonly method: 'GET';
    readonly path: '/import-mappings/{name}';
    readonly body: undefined;
    readonly answer: SavedTableMapping;
  };
  readonly saveImportMapping: {
    readonly method: 'PUT';
    readonly path: '/import-mappings/{name}';
    readonly body: TableMapping;
    readonly answer: SavedTableMapping;
  };
  readonly deleteImportMapping: {
    readonly method: 'DELETE';
    readonly path: '/import-mappings/{name}';
    readonly body: undefined;
    readonly answer: undefined;
  };
  readonly lookAtTable: {
    readonly method: 'POST';
    readonly path: '/imports/previews/{preview}/table';
    readonly body: TableLookBody;
    readonly answer: TableLook;
  };
  readonly listJobs: {
    readonly method: 'GET';
    readonly path: '/jobs';
    readonly body: undefined;
    readonly answer: Jobs;
  };
  readonly getJob: {
    readonly method: 'GET';
    readonly path: '/jobs/{job}';
    readonly body: undefined;
    readonly answer: JobStatus;
  };
  readonly dismissJob: {
    readonly method: 'DELETE';
    readonly path: '/jobs/{job}';
    readonly body: undefined;
    readonly answer: JobStatus;
  };
  readonly getJobResults: {
    readonly method: 'GET';
    readonly path: '/jobs/{job}/results';
    readonly body: undefined;
    readonly answer: JobResult;
  };
  readonly getSession: {
    readonly method: 'GET';
    readonly path: '/session';
    readonly body: undefined;
    readonly answer: Session;
  };
  readonly signIn: {
    readonly method: 'POST';
    readonly path: '/sign-in';
    readonly body: SignIn;
    readonly answer: Session;
  };
  readonly signOut: {
    readonly method: 'POST';
    readonly path: '/sign-out';
    readonly body: undefined;
    readonly answer: Session;
  };
  readonly changePassword: {
    readonly method: 'POST';
    readonly path: '/password';
    readonly body: ChangePassword;
    readonly answer: Session;
  };
  readonly beginIdentitySignIn: {
    readonly method: 'GET';
    readonly path: '/sign-in/oidc';
    readonly body: undefined;
    readonly answer: undefined;
  };
  readonly finishIdentitySignIn: {
    readonly method: 'GET';
    readonly path: '/sign-in/oidc/callback';
    readonly body: undefined;
    readonly answer: undefined;
  };
  readonly listAccounts: {
    readonly method: 'GET';
    readonly path: '/accounts';
    readonly body: undefined;
    readonly answer: Accounts;
  };
  readonly addAccount: {
    readonly method: 'POST';
    readonly path: '/accounts';
    readonly body: AddAccount;
    readonly answer: Account;
  };
  readonly grantClearance: {
    readonly method: 'POST';
    readonly path: '/accounts/{account}/clearances';
    readonly body: NewClearanceGrant;
    readonly answer: undefined;
  };
  readonly revokeClearances: {
    readonly method: 'DELETE';
    readonly path: '/accounts/{account}/clearances';
    readonly body: undefined;
    readonly answer: {
      readonly revoked: number;
    };
  };
  readonly setPassword: {
    readonly method: 'PUT';
    readonly path: '/accounts/{account}/password';
    readonly body: SetPassword;
    readonly answer: undefined;
  };
  readonly setStanding: {
    readonly method: 'PUT';
    readonly path: '/accounts/{account}/standing';
    readonly body: Standing;
    readonly answer: undefined;
  };
  readonly listTokens: {
    readonly method: 'GET';
    readonly path: '/accounts/{account}/tokens';
    readonly body: undefined;
    readonly answer: {
      readonly tokens: readonly Token[];
    };
  };
  readonly addToken: {
    readonly method: 'POST';
    readonly path: '/accounts/{account}/tokens';
    readonly body: NewToken;
    readonly answer: MadeToken;
  };
  readonly revokeTokens: {
    readonly method: 'DELETE';
    readonly path: '/accounts/{account}/tokens';
    readonly body: undefined;
    readonly answer: {
      readonly revoked: number;
    };
  };
  readonly listAccess: {
    readonly method: 'GET';
    readonly path: '/access-log';
    readonly body: undefined;
    readonly answer: AccessLog;
  };
  readonly getArchive: {
    readonly method: 'GET';
    readonly path: '/archive';
    readonly body: undefined;
    readonly answer: undefined;
  };
}
