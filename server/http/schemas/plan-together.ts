// Schemas of working together on a plan: who is there, names of versions, comments, the public page.
import { z } from 'zod';
import { IsoTime, Version, ZoneCode } from './common.ts';

/** Letters that turn the direction of what follows could make a text say another thing than it holds. */
const HARMLESS = /^[^\p{Cc}\u202a-\u202e\u2066-\u2069]*$/u;
const LINES = /^(?:[^\p{Cc}\u202a-\u202e\u2066-\u2069]|[\n\t])*$/u;

/** One line, shown as it is: no mark-up is ever read in it. */
export const line = (most: number) => z.string().trim().max(most).regex(HARMLESS, 'no control characters');
export const CommentText = z
  .string()
  .transform((text) => text.replaceAll(/\r\n?/g, '\n').trim())
  .pipe(z.string().min(1).max(2000).regex(LINES, 'no control characters but line ends'))
  .meta({ description: 'Plain text of up to 2,000 characters; whatever looks like mark-up is text' });

export const Place = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]).meta({ id: 'Place', description: 'Longitude and latitude, CRS84' });

export const TellPresence = z
  .strictObject({
    window: z.string().regex(/^[\w-]{1,40}$/, 'up to 40 letters, digits, _ and -').default('').meta({ description: 'Chosen by the page, so that one account may be there twice' }),
    at: Place.nullable().default(null),
    zone: ZoneCode.nullable().default(null),
    tool: z.string().regex(/^[a-z][a-zA-Z-]{0,39}$/, 'the name of a tool').nullable().default(null),
    gone: z.boolean().default(false).meta({ description: 'The window closes' }),
  })
  .meta({ id: 'TellPresence' });

export const PresenceData = z
  .union([
    z.strictObject({ account: z.string(), name: z.string(), window: z.string(), at: Place.nullable(), zone: z.string().nullable(), tool: z.string().nullable() }),
    z.strictObject({ account: z.string(), window: z.string(), gone: z.literal(true) }),
  ])
  .meta({ id: 'PlanPresence', description: 'Data of the server-sent event `presence`' });

export const NameVersion = z
  .strictObject({ name: line(120).min(1), version: Version.optional().meta({ description: 'The present version without it' }) })
  .meta({ id: 'NamePlanVersion' });

export const Snapshot = z
  .strictObject({
    snapshot: z.string(),
    name: z.string(),
    version: Version,
    account: z.string(),
    at: IsoTime,
    restorable: z.boolean().meta({ description: 'False for versions from before the plan was carried over to other blocks' }),
  })
  .meta({ id: 'PlanSnapshot' });
export const Snapshots = z.strictObject({ snapshots: z.array(Snapshot) }).meta({ id: 'PlanSnapshots' });

export const RestorePlan = z
  .union([z.strictObject({ snapshot: z.string().min(1).max(200) }), z.strictObject({ version: Version })])
  .meta({ id: 'RestorePlan', description: 'What to return to: a named version or any other' });

export const CommentState = z.enum(['open', 'done', 'waiting', 'hidden']).meta({ id: 'CommentState' });

export const Comment = z
  .strictObject({
    comment: z.string(),
    text: z.string(),
    zone: z.string().nullable(),
    at: Place.nullable(),
    parent: z.string().nullable().meta({ description: 'First comment of the thread' }),
    author: z.strictObject({ account: z.string().nullable().meta({ description: 'null: somebody of the public' }), name: z.string() }),
    createdAt: IsoTime,
    state: CommentState,
    public: z.boolean().meta({ description: 'Stands on the public page while it is open or done' }),
    decidedBy: z.string().nullable().meta({ description: 'Who set the state last' }),
    decidedAt: IsoTime.nullable(),
  })
  .meta({ id: 'PlanComment' });
export const Comments = z.strictObject({ comments: z.array(Comment) }).meta({ id: 'PlanComments' });

export const CommentNotice = z
  .union([z.strictObject({ comment: Comment }), z.strictObject({ gone: z.string() })])
  .meta({ id: 'PlanCommentNotice', description: 'Data of the server-sent event `comment`: as it is now, or the id of one that was deleted' });

const pinned = { text: CommentText, zone: ZoneCode.nullable().default(null), at: Place.nullable().default(null), parent: z.string().min(1).max(200).nullable().default(null) };
export const AddComment = z
  .strictObject({ ...pinned, public: z.boolean().default(false).meta({ description: 'For the public page as well; planners and editors only' }) })
  .meta({ id: 'AddPlanComment' });
export const DecideComment = z.strictObject({ state: z.enum(['open', 'done', 'hidden']) }).meta({ id: 'DecidePlanComment' });

export const CommentSteps = z
  .strictObject({ steps: z.array(z.strictObject({ comment: z.string(), action: z.enum(['open', 'done', 'hidden', 'deleted']), account: z.string(), at: IsoTime })) })
  .meta({ id: 'PlanCommentSteps' });

export const OpenToPublic = z
  .strictObject({
    open: z.boolean(),
    renew: z.boolean().default(false).meta({ description: 'A new link; the one before leads nowhere any more' }),
    version: Version.optional().meta({ description: 'What the public sees; the present version without it' }),
  })
  .meta({ id: 'OpenPlanToPublic' });
export const PublicLink = z
  .strictObject({
    open: z.boolean(),
    token: z.string().nullable().meta({ description: 'null while it is closed' }),
    path: z.string().nullable().meta({ description: 'Of the data that the public page shows' }),
    version: Version.nullable().meta({ description: 'Version that the public sees' }),
    account: z.string().nullable(),
    at: IsoTime.nullable(),
    waiting: z.int().meta({ description: 'Comments of the public that nobody has shown or hidden' }),
  })
  .meta({ id: 'PlanPublicLink' });

export const PublicComment = z
  .strictObject({
    comment: z.string(),
    text: z.string(),
    zone: z.string().nullable(),
    at: Place.nullable(),
    parent: z.string().nullable(),
    name: z.string().meta({ description: 'What the author calls themselves, maybe empty; of the office the municipality' }),
    office: z.boolean(),
    createdAt: IsoTime,
    state: z.enum(['open', 'done']),
  })
  .meta({ id: 'PublicComment' });

const Outline = z.looseObject({ type: z.string() }).nullable();
export const PublicPlan = z
  .strictObject({
    municipality: z.string(),
    name: z.string(),
    geography: z.strictObject({ de: z.string(), en: z.string() }),
    validFrom: z.iso.date().nullable(),
    zones: z.strictObject({
      type: z.literal('FeatureCollection'),
      features: z.array(z.strictObject({ type: z.literal('Feature'), id: z.string(), geometry: Outline, properties: z.strictObject({ zone: z.string(), name: z.string(), position: z.int() }) })),
    }),
    comments: z.array(PublicComment),
  })
  .meta({ id: 'PublicPlan', description: 'A draft as the public sees it: outlines, names and comments that were shown. No counts, no blocks.' });

export const AddPublicComment = z.strictObject({ ...pinned, name: line(60).default('') }).meta({ id: 'AddPublicComment' });
export const PublicCommentTaken = z.strictObject({ comment: z.string(), state: z.literal('waiting') }).meta({ id: 'PublicCommentTaken' });
