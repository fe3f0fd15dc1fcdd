// Reason codes of the domain to problems: the one place where a refusal gets its words.
import { inEnglish } from '../../core/refusals/say.ts';
import type { InputError, InputProblem } from '../gdal/input-error.ts';
import { problem, type Problem, type ProblemIssue } from '../problem.ts';
import type { AdoptRefusal } from '../workspace/plans/plan-adoption.ts';
import type { CreateRefusal } from '../workspace/plans/plan-desk.ts';
import type { Refusal } from '../workspace/plans/plan-events.ts';
import type { ReleaseRefusal } from '../workspace/releases/release-wish.ts';

export type AnyRefusal = Refusal | CreateRefusal | ReleaseRefusal | AdoptRefusal;

/** Names at most five, so that an answer to a wrong operation over a whole city stays short. */
const some = (names: readonly string[]) => names.slice(0, 5).join(', ') + (names.length > 5 ? ` and ${names.length - 5} more` : '');

export function refusalToProblem(refusal: AnyRefusal): Problem {
  const named = (field: string, names: readonly string[], text: string) => {
    const issues = names.slice(0, 20).map((name): ProblemIssue => ({ problem: text, field, row: name }));
    return problem(refusal.code, `${text}: ${some(names)}`, { issues });
  };
  const lined = (code: AnyRefusal['code'], text: string, accepted: string) => problem(code, `line: ${text}; accepted: ${accepted}`, { issues: [{ problem: text, field: 'line', accepted }] });
  switch (refusal.code) {
    case 'UNKNOWN_BLOCK':
      return named('blocks', refusal.blocks, 'not a block of this plan');
    case 'REPEATED_BLOCK':
      return named('blocks', refusal.blocks, 'named twice');
    case 'UNKNOWN_ZONE':
      return named('zone', refusal.zones, 'not a zone of this plan');
    case 'ZONE_EXISTS':
      return named('zone', refusal.zones, 'a zone of this plan already');
    case 'ZONE_LOCKED':
      return named('zone', refusal.zones, 'locked');
    case 'BLOCK_LOCKED':
      return named('blocks', refusal.blocks, 'locked; unlock it first (lockBlocks with locked: false)');
    case 'LINE_TOO_SHORT':
      return lined(refusal.code, 'has fewer than two different points', 'a line of two points or more, 0.1 mm apart at least');
    case 'LINE_CROSSES_ITSELF':
      return lined(refusal.code, 'crosses itself', 'a line that meets no part of itself');
    case 'LINE_OUTSIDE': {
      const names = refusal.zones ?? refusal.blocks ?? [];
      return lined(refusal.code, `runs nowhere through ${some(names)}`, refusal.zones === undefined ? 'a line from border to border of the block' : 'a line that begins and ends on the border of the zone, or beyond it');
    }
    case 'LINE_TOUCHES_NOT_BORDER':
      return lined(refusal.code, `does not reach the common border of ${refusal.zones.join(' and ')}`, 'a line that begins and ends at the border that the two zones share, or whose ends lead to it');
    case 'ENTERS_TWICE':
      return lined(refusal.code, `enters ${some(refusal.blocks)} more than once`, 'a line that parts the block in two; cut the pieces again for more');
    case 'TOO_SMALL':
      return lined(refusal.code, `would cut ${refusal.areaM2.toPrecision(2)} m2 off ${some(refusal.blocks)}`, 'pieces of 1 m2 or more');
    case 'NOT_NEIGHBOURS':
      return named('zones', refusal.zones, 'no common border with the other');
    case 'SPLIT_LEAVES_NOTHING':
      return lined(refusal.code, `does not part ${some(refusal.zones)}, or would leave it without land`, 'a line that parts the zone in two');
    case 'BORDER_UNCHANGED':
      return lined(refusal.code, `runs along the border that ${refusal.zones.join(' and ')} have already`, 'a line that leaves the common border and comes back to it');
    case 'NOT_CUT':
      return named('block', refusal.blocks, 'a whole block, nothing to heal');
    case 'SEVERAL_ZONES':
      return problem(refusal.code, `block: the fragments of ${some(refusal.blocks)} are in ${refusal.zones.map((zone) => zone || 'no zone').join(', ')}; assign them to one zone first, then they heal by themselves`);
    case 'CUTS_DO_NOT_FIT':
      return named('cuts', refusal.blocks, 'a cut that does not fit the blocks of this plan; accepted are cuts as GET /plans/{plan}/blocks gives them');
    case 'EMPTY_ZONE_CODE':
      return problem(refusal.code, 'zone: the empty code stands for no zone');
    case 'NOTHING_TO_MERGE':
      return problem(refusal.code, 'zones: name at least one zone other than the one to merge into');
    case 'NOT_DRAFT':
      return problem(refusal.code, `the plan is ${refusal.state}; only a draft can be changed`, { members: { state: refusal.state } });
    case 'WRONG_STATE':
      return problem(refusal.code, `the state is ${refusal.state}; this step needs ${refusal.accepted.join(' or ')}`, { members: { state: refusal.state } });
    case 'NOTHING_TO_UNDO':
      return problem(refusal.code, 'no operation of the plan is in force');
    case 'NOTHING_TO_REDO':
      return problem(refusal.code, 'no operation was taken back since the last change');
    case 'VERSION_CONFLICT':
      return problem(refusal.code, `the plan is at version ${refusal.version} now; nothing was changed`, {
        members: { version: refusal.version },
        headers: { ETag: `"${refusal.version}"` },
      });
    case 'NO_PARENT':
      return problem(refusal.code, 'upper: the geography of the plan has no parent with a cut; leave `upper` out, or give the geography a parent');
    case 'UPPER_ON_OTHER_BLOCKS':
      return problem(refusal.code, 'upper: the cut of the parent geography lies on blocks of another stand; a plan begun on the newest blocks can move both borders');
    case 'UPPER_NOT_DRAFT':
      return problem(refusal.code, `upper: the upper plan is ${refusal.state}; only a draft can be changed`, { members: { upperPlan: refusal.plan } });
    case 'UPPER_CUT_OTHERWISE':
      return problem(refusal.code, `upper: ${some(refusal.blocks)} cut in the upper plan along another line; heal there first`, { members: { upperPlan: refusal.plan } });
    case 'UPPER_MOVED_ON':
      return problem(refusal.code, 'this step moved upper borders too, and others were moved there since; take those back in the upper plan first', { members: { upperPlan: refusal.plan } });
    case 'UPPER_REFUSED': {
      const { details } = refusalToProblem(refusal.reason);
      return problem(refusal.code, `upper: ${details.detail}`, { members: { upperPlan: refusal.plan }, ...(details.issues === undefined ? {} : { issues: details.issues }) });
    }
    case 'UNKNOWN_GEOGRAPHY':
      return problem(refusal.code, 'geography: no geography has this code; GET /geographies lists them');
    case 'NO_BLOCKS':
      return problem(refusal.code, 'the municipality has no blocks yet; import some first');
    case 'UNKNOWN_VERSION':
      return problem(refusal.code, 'version: the geography has no such version; GET /geographies lists them');
    case 'UNKNOWN_STATISTIC':
      return named('statistics', refusal.statistics, 'not a statistic of this municipality');
    case 'UNKNOWN_REFERENCE_DATE':
      return named('referenceDates', refusal.dates, 'no counts of this date over the blocks of the cut');
    case 'SAME_PERSON':
      return problem(refusal.code, 'a second person has to decide: who asked for it does not sign, and nobody signs twice');
    case 'AUDIT_RUNNING':
      return problem(refusal.code, 'the audit is not done yet; ask again when audit.state is done');
    case 'AUDIT_FAILED':
      return problem(refusal.code, 'the audit could not be carried out; POST /releases/{release}/audit tries again');
    case 'AUDIT_FOR_OTHER':
      return problem(refusal.code, 'the audit was made for another cut or for other cells; POST /releases/{release}/audit makes one for these');
    case 'HAS_FINDINGS':
      return problem(refusal.code, 'something small would follow from this release and what is public already; GET /releases/{release}/findings tells what', { members: { findings: refusal.findings } });
    case 'NO_NOISE':
      return named('ruleSets', refusal.sources, 'a source whose rules have no perturbation table yet; statistics adds one as their next version');
    case 'NOISE_TOO_SMALL':
      return named('ruleSets', refusal.sources, 'a source whose noise does not hide counts below the threshold that is asked for; ask without a threshold of your own, or withhold or round');
    case 'NOISE_ON_OTHER_VERSION':
      return problem(refusal.code, `version: version ${refusal.version} of the geography has noise for these statistics and dates; noise over borders that change could be averaged away, so that the cell key serves fixed geographies only. Withhold or round, or ask for that version`);
    case 'NOISE_BESIDE_EXACT':
      return problem(refusal.code, `version: release ${refusal.release} shows exact numbers of the same zones, statistics and dates; beside them noise hides nothing and tells what it is made by. Withhold or round`);
    case 'NOISE_ON_ENOUGH_CUTS':
      return problem(refusal.code, `geography: ${some(refusal.geographies)} have noise for these statistics and dates; with one more the noise could be averaged away. Withhold or round`);
    case 'NOISE_TABLES_DIFFER':
      return problem(refusal.code, `release ${refusal.releases.join(' and ')} had noise from different tables; ask for their dates and statistics apart`);
    case 'COUNTS_CHANGED':
      return problem(refusal.code, `counts of ${refusal.statistic} of ${refusal.referenceDate} were imported since; withdraw this release and ask for a new one`);
    case 'OVERTAKEN':
      return problem(refusal.code, 'others published again and again while this was audited; try again');
    case 'PLAN_OVERTAKEN':
      return problem(refusal.code, 'somebody changed another plan on these blocks, which has to go along to their fragments; nothing was done, ask again');
    case 'FRAGMENTS_OPEN':
    case 'VALIDITY_OVERLAP':
    case 'BLOCKS_ENDED':
      return problem(refusal.code, `validFrom: ${refusal.detail}`);
  }
}

/** Bad input as a problem that tells file, row and field. */
export function inputErrorToProblem({ input, message }: InputError): Problem {
  return problem('INVALID_INPUT', message, { issues: [toIssue(input)] });
}

export function toIssue({ problem: said, file, row, field, option, accepted, code }: InputProblem): ProblemIssue {
  const place = field ?? option;
  return {
    ...(code === undefined ? {} : { code }),
    problem: inEnglish(said),
    ...(typeof said === 'string' ? {} : said),
    ...(file === undefined ? {} : { file }),
    ...(row === undefined ? {} : { row }),
    ...(place === undefined ? {} : { field: place }),
    ...(accepted === undefined ? {} : { accepted: inEnglish(accepted) }),
    ...(accepted === undefined || typeof accepted === 'string' ? {} : { remedy: accepted }),
  };
}
