// Reason codes of the domain to problems: the one place where a refusal gets its words.
import type { InputError, InputProblem } from '../gdal/input-error.ts';
import { problem, type Problem, type ProblemIssue } from '../problem.ts';
import type { AdoptRefusal, CreateRefusal } from '../workspace/plan-desk.ts';
import type { Refusal } from '../workspace/plan-events.ts';
import type { ReleaseRefusal } from '../workspace/release-wish.ts';

export type AnyRefusal = Refusal | CreateRefusal | ReleaseRefusal | AdoptRefusal;

/** Names at most five, so that an answer to a wrong operation over a whole city stays short. */
const some = (names: readonly string[]) => names.slice(0, 5).join(', ') + (names.length > 5 ? ` and ${names.length - 5} more` : '');

export function refusalToProblem(refusal: AnyRefusal): Problem {
  const named = (field: string, names: readonly string[], text: string) => {
    const issues = names.slice(0, 20).map((name): ProblemIssue => ({ problem: text, field, row: name }));
    return problem(refusal.code, `${text}: ${some(names)}`, { issues });
  };
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
    case 'METHOD_NOT_OFFERED':
      return problem(refusal.code, 'method: rounded releases are not offered yet', { issues: [{ problem: 'not offered yet', field: 'method', accepted: 'suppress' }] });
    case 'AUDIT_RUNNING':
      return problem(refusal.code, 'the audit is not done yet; ask again when audit.state is done');
    case 'AUDIT_FAILED':
      return problem(refusal.code, 'the audit could not be carried out; POST /releases/{release}/audit tries again');
    case 'AUDIT_FOR_OTHER':
      return problem(refusal.code, 'the audit was made for another cut or for other cells; POST /releases/{release}/audit makes one for these');
    case 'HAS_FINDINGS':
      return problem(refusal.code, 'something small would follow from this release and what is public already; GET /releases/{release}/findings tells what', { members: { findings: refusal.findings } });
    case 'COUNTS_CHANGED':
      return problem(refusal.code, `counts of ${refusal.statistic} of ${refusal.referenceDate} were imported since; withdraw this release and ask for a new one`);
    case 'OVERTAKEN':
      return problem(refusal.code, 'others published again and again while this was audited; try again');
    case 'VALIDITY_OVERLAP':
    case 'BLOCKS_ENDED':
      return problem(refusal.code, `validFrom: ${refusal.detail}`);
  }
}

/** Bad input as a problem that tells file, row and field. */
export function inputErrorToProblem({ input, message }: InputError): Problem {
  return problem('INVALID_INPUT', message, { issues: [toIssue(input)] });
}

export function toIssue({ problem: text, file, row, field, option, accepted, code }: InputProblem): ProblemIssue {
  const place = field ?? option;
  return {
    ...(code === undefined ? {} : { code }),
    problem: text,
    ...(file === undefined ? {} : { file }),
    ...(row === undefined ? {} : { row }),
    ...(place === undefined ? {} : { field: place }),
    ...(accepted === undefined ? {} : { accepted }),
  };
}

