// What a release withholds besides because a part is never more than its whole, and what of that follows whatever is withheld.
import type { ProgramSolver } from '../../../core/disclosure/differencing/program.ts';
import { type FamilySecret, protectFamily } from '../../../core/disclosure/releases/family-secrecy.ts';
import { protectLinked } from '../../../core/disclosure/releases/linked-protection.ts';
import { isTold, type LinkedSecret, type LinkedStatistic } from '../../../core/disclosure/releases/linked-secrecy.ts';
import type { ReleaseAudit } from '../../../core/disclosure/releases/release-audit.ts';
import type { Exchanges } from '../../../core/disclosure/suppression/exchanges.ts';
import type { AuditMemory } from '../../../core/disclosure/suppression/audit-memory.ts';
import { StuckSecrets } from '../../../core/disclosure/suppression/stuck-secrets.ts';
import type { RuleSet } from '../../../core/disclosure/threshold.ts';
import { AT_LEAST, VALUE, WITHHELD } from './release-cells.ts';
import type { CheckedStatistic, CheckFinding } from './release-check.ts';
import type { CellProtection } from './release-protection.ts';
import { standsAlone, type Complement, type DateTables } from './release-tables.ts';

/** Atoms among which parts of a whole may move for one secret: few at first, which most need. */
const NEAR_OF_BREAKDOWNS = [20, 60];

/** Told which zones of the release must be withheld besides. */
type Withhold = (statistic: string, zones: readonly number[]) => void;

/** Secrets that are asked with all that is linked: those of one place take a second together. */
const MOST_ASKED = 200;

export class ReleaseLinks {
  /** Secrets that two statistics alone leave open. */
  private readonly open = new Map<string, OpenSecret>();

  private readonly asked = new StuckSecrets();

  constructor(
    private readonly tables: DateTables,
    private readonly protection: CellProtection,
    private readonly audit: ReleaseAudit,
    private readonly solver: ProgramSolver,
    /** As they are now; all of them are published (`DateTables.publish`). */
    private readonly released: ReadonlyMap<string, { readonly checked: CheckedStatistic; readonly state: Uint8Array }>,
    private readonly exchanges: Exchanges,
    private readonly proven: AuditMemory,
  ) {}

  /**
   * Looks after a part and its whole, with all others as they are. Of stored cells, secrets that the same two left open in an audit before are not asked here: with all that is
   * linked they were free, which is asked first (`openOnes`).
   */
  pair(pair: Complement, withhold: Withhold): void {
    const { pattern, referenceDate } = this.tables.task;
    const name = `${referenceDate} ${pair.part} ${pair.whole}`;
    const before = pattern === null ? new Set<string>() : this.proven.leftOpen(name);
    const left = this.ask(pair, withhold, before.size === 0 ? undefined : (secret) => before.has(this.keyOf(secret)));
    this.proven.keepOpen(name, new Set(left.map((secret) => this.keyOf(secret))));
    for (const secret of left) this.open.set(`${secret.of === 'whole' ? pair.whole : `${pair.part} ${secret.of}`} ${secret.atoms.join()}`, { pair, secret, isAsked: !before.has(this.keyOf(secret)) });
  }

  /** What a part and its whole leave open. */
  private ask(pair: Complement, withhold: Withhold, unasked?: (secret: LinkedSecret) => boolean): readonly LinkedSecret[] {
    const { populations } = this.tables.setup;
    const [part, whole] = [this.linked(pair.part, pair), this.linked(pair.whole, pair)];
    if (part === null || whole === null || !isAnyPublic(part) || !isAnyPublic(whole)) return [];
    const alone = (one: LinkedStatistic) => standsAlone(one.published, one.bounded);
    // Zones that share no block say nothing of each other, and a whole that may be seen leaves room for as many of the part; with noise it may be seen as less than its part.
    if (!this.tables.hasNoise(pair) && alone(part) && alone(whole) && part.rules.threshold <= whole.rules.threshold) return [];
    const above = populations[pair.whole];
    const made = protectLinked({
      atoms: this.audit.atoms,
      part,
      whole,
      within: this.partsOf(pair.part),
      beside: this.partsOf(pair.whole, pair.part),
      above: above === undefined ? null : (this.tables.column(above)?.counts ?? null),
      apart: this.toldApart(pair),
      partsOfWhole: above === undefined ? this.partsOf(pair.whole) : null,
      solver: this.solver,
      exchanges: this.exchanges,
      asked: this.asked,
      remembered: this.remembered(pair),
      unasked,
    });
    withhold(pair.part, made.part);
    withhold(pair.whole, made.whole);
    return made.helpless;
  }

  /** The same after a block has moved elsewhere. */
  private keyOf({ of, atoms: [atom] }: LinkedSecret): string {
    return `${of} ${this.audit.atoms.blocks[atom!]![0]!}`;
  }

  /** Of stored cells alone: which cells are withheld now must not depend on what was asked before. */
  private remembered({ part, whole }: Complement) {
    const { pattern, referenceDate } = this.tables.task;
    return pattern === null ? undefined : { both: this.proven.movesOf(`${referenceDate} ${part} ${whole}`), whole: this.proven.movesOf(`${referenceDate} all ${whole}`) };
  }

  private rememberedOf(family: readonly string[]) {
    const { pattern, referenceDate } = this.tables.task;
    return pattern === null ? undefined : this.proven.movesOf(`${referenceDate} family ${family.join(' ')}`);
  }

  /** Asks what was left open once more, with all that is linked; returns what follows whatever is withheld. */
  openOnes(withhold: Withhold): CheckFinding[] {
    this.settleUnasked(withhold);
    if (this.open.size === 0) return [];
    const asked = [...this.open.values()].slice(0, MOST_ASKED);
    const made = this.askFamily(asked, false);
    made.more.forEach(({ statistic, zones }) => withhold(statistic, zones));
    const left = made.helpless.map(({ pair, secret }) => this.found(pair, secret));
    return [...left, ...[...this.open.values()].slice(MOST_ASKED).map(({ pair, secret }) => this.found(pair, secret))];
  }

  /** What was left out as it was open before: free with all that is linked and nothing more withheld, or else asked now as all other secrets were. */
  private settleUnasked(withhold: Withhold): void {
    const unasked = [...this.open].filter(([, { isAsked }]) => !isAsked);
    if (unasked.length === 0) return;
    const stuck = new Set<OpenSecret>();
    for (let from = 0; from < unasked.length; from += MOST_ASKED) for (const one of this.askFamily(unasked.slice(from, from + MOST_ASKED).map(([, of]) => of), true).helpless) stuck.add(one);
    const leftOf = new Map<Complement, ReadonlySet<string>>();
    for (const [key, one] of unasked) {
      if (!stuck.has(one)) {
        this.open.delete(key);
        continue;
      }
      let left = leftOf.get(one.pair);
      if (left === undefined) leftOf.set(one.pair, (left = new Set(this.ask(one.pair, withhold).map((secret) => this.keyOf(secret)))));
      if (!left.has(this.keyOf(one.secret))) this.open.delete(key);
    }
  }

  /** Secrets with all that is linked with any of them. `isFixed`: nothing more may be withheld. */
  private askFamily(asked: readonly OpenSecret[], isFixed: boolean): { readonly more: readonly { readonly statistic: string; readonly zones: readonly number[] }[]; readonly helpless: readonly OpenSecret[] } {
    const names = this.family(asked.flatMap(({ pair }) => [pair.part, pair.whole]));
    const place = new Map(names.map((name, i) => [name, i]));
    const statistics = names.map((name) => this.linked(name, asked[0]!.pair)!);
    const secrets = new Map(asked.map((one) => [{ ...one.secret, part: place.get(one.pair.part)!, whole: place.get(one.pair.whole)! }, one]));
    const made = protectFamily({
      atoms: this.audit.atoms,
      statistics: isFixed ? statistics.map((one) => ({ ...one, free: null })) : statistics,
      wholeOf: names.map((name) => place.get(this.tables.setup.populations[name] ?? '') ?? -1),
      secrets: [...secrets.keys()],
      solver: this.solver,
      exchanges: this.exchanges,
      proven: this.proven,
      remembered: this.rememberedOf(names),
    });
    return { more: made.more.map((zones, i) => ({ statistic: names[i]!, zones })), helpless: made.helpless.map((secret) => secrets.get(secret)!) };
  }

  /**
   * That women and men are all must not tell anything small either. Every place that holds few of a part, or of the whole, must be able to hold as many as the threshold while all of them move
   * together. Sums that share a statistic are asked together: by age groups, residents less the others are the children under 15, and those under 18 less these the ones of 15 to 17.
   */
  breakdowns(withhold: Withhold): CheckFinding[] {
    return joinBreakdowns(this.tables.breakdowns.filter((one) => this.isOpenIn(one)))
      .filter((joined) => joined.some(({ whole, parts }) => [whole, ...parts].some((name) => this.released.has(name))))
      .flatMap((joined) => this.joined(joined, withhold));
  }

  private joined(joined: readonly NamedBreakdown[], withhold: Withhold): CheckFinding[] {
    const names = [...new Set(joined.flatMap(({ whole, parts }) => [whole, ...parts]))];
    const place = new Map(names.map((name, i) => [name, i]));
    const sums = joined.map(({ whole, parts }) => ({ whole: place.get(whole)!, parts: parts.map((part) => place.get(part)!) }));
    const wholeOf = names.map((_, at) => sums.find(({ parts }) => parts.includes(at))?.whole ?? -1);
    const partOf = names.map((_, at) => sums.find(({ whole }) => whole === at)?.parts[0] ?? at);
    const statistics = () => names.map((name) => this.linked(name, { part: joined[0]!.parts[0]!, whole: joined[0]!.whole })!);
    const at = statistics();
    const told = this.tables.setup.partitions.map((_, g) => at.some((one) => isTold(one, g)));
    let secrets = placesOf(this.audit.atoms, told).flatMap((atoms) =>
      at.flatMap(({ counts, rules: { threshold } }, i): FamilySecret[] => {
        const held = atoms.reduce((sum, atom) => this.audit.atoms.blocks[atom]!.reduce((total, block) => total + counts[block]!, sum), 0);
        if (held <= 0 || held >= threshold) return [];
        return [wholeOf[i]! < 0 ? { of: 'whole', part: partOf[i]!, whole: i, atoms } : { of: 'part', part: i, whole: wholeOf[i]!, atoms }];
      }),
    );
    // Zones of one cut have nothing to do with each other; elsewhere more places are looked at where few leave a secret open.
    const levels = at.every((one) => standsAlone(one.published, one.bounded)) ? [1] : NEAR_OF_BREAKDOWNS;
    // Stored cells were enough when they were made: nothing is said to be lacking among few places that wider ones make up for. Among the widest one question tells both, since what is
    // withheld already costs next to nothing.
    const [asStored, more] = this.tables.task.pattern === null ? [[], levels] : [levels.slice(0, -1), levels.slice(-1)];
    for (const [near, isFixed] of [...asStored.map((of) => [of, true] as const), ...more.map((of) => [of, false] as const)]) {
      if (secrets.length === 0) break;
      const made = protectFamily({ atoms: this.audit.atoms, statistics: isFixed ? statistics().map((one) => ({ ...one, free: null })) : statistics(), wholeOf, sums, near, secrets, solver: this.solver, exchanges: this.exchanges, proven: this.proven, remembered: this.rememberedOf(names) });
      made.more.forEach((zones, i) => withhold(names[i]!, zones));
      secrets = [...made.helpless];
    }
    return secrets.map(({ part, of, whole, atoms }) => this.found({ part: names[of === 'whole' ? whole : part]!, whole: names[whole]! }, { of: 'part', atoms }));
  }

  /** Whether anything follows from it: of all its statistics but one something is public. */
  private isOpenIn({ whole, parts }: NamedBreakdown): boolean {
    const names = [whole, ...parts];
    return names.filter((name) => !isAnyPublic(this.linked(name, { part: parts[0]!, whole })!)).length <= 1;
  }

  /** All that is counted and linked with these, through whatever. */
  private family(of: readonly string[]): string[] {
    const pairs = Object.entries(this.tables.setup.populations).filter(([part, whole]) => part !== whole && this.tables.column(part) !== null && this.tables.column(whole) !== null);
    const found = new Set(of);
    for (let before = 0; before < found.size; ) {
      before = found.size;
      for (const [part, whole] of pairs) if (found.has(part) || found.has(whole)) found.add(part).add(whole);
    }
    return [...found];
  }

  private linked(statistic: string, { part, whole }: Complement): LinkedStatistic | null {
    const column = this.tables.column(statistic);
    if (column === null) return null;
    const own = this.released.get(statistic);
    const before = this.tables.beforeAll(statistic);
    const published = before.map((marks, g) => (g === 0 ? this.tables.publicOf(statistic) : marks));
    const bounded = this.tables.bounded(statistic);
    if (own === undefined) {
      const rules: RuleSet = this.tables.setup.rulesBeside?.[statistic] ?? (this.released.get(part) ?? this.released.get(whole) ?? [...this.released.values()][0]!).checked.rules;
      return { counts: column.counts, published, bounded, free: null, primary: null, rules };
    }
    if ((this.tables.setup.method ?? 'suppress') !== 'suppress') return { counts: column.counts, published, bounded, free: null, primary: null, rules: own.checked.rules };
    const primary = this.protection.primary(own.checked, column);
    const free = own.state.map((of, zone) => ((of === VALUE || of === AT_LEAST || of === WITHHELD) && primary[zone] !== 1 && before[0]?.[zone] !== 1 ? 1 : 0));
    return { counts: column.counts, published, bounded, free, primary, rules: own.checked.rules };
  }

  /** By partition: whether something else is public of it that the whole is no less than. */
  private toldApart({ part, whole }: Complement): boolean[] {
    const others = Object.entries(this.tables.setup.populations).flatMap(([other, of]) => (of === whole && other !== part && other !== whole ? [other] : []));
    return this.tables.setup.partitions.map((_, g) => others.some((other) => (g === 0 ? this.tables.publicOf(other) : this.tables.before(other, g))?.includes(1) === true || this.tables.bounded(other)[g] != null));
  }

  /** Counts by block of what is a part of it. */
  private partsOf(whole: string, but?: string): Int32Array[] {
    return Object.entries(this.tables.setup.populations).flatMap(([part, of]) => {
      const column = of === whole && part !== whole && part !== but ? this.tables.column(part) : null;
      return column === null ? [] : [column.counts];
    });
  }

  private found({ part, whole }: Complement, { of, atoms }: LinkedSecret): CheckFinding {
    const blocks = Uint32Array.from(atoms.flatMap((atom) => [...this.audit.atoms.blocks[atom]!])).sort();
    const { referenceDate } = this.tables.task;
    return { statistic: of === 'whole' ? whole : part, referenceDate, complementOf: of === 'rest' ? whole : null, kind: 'small', count: null, terms: [], dividedBy: 1, blocks, zones: [], already: true };
  }
}

/** A secret that two statistics alone leave open; not asked where it was open in an audit before. */
interface OpenSecret {
  readonly pair: Complement;
  readonly secret: LinkedSecret;
  readonly isAsked: boolean;
}

interface NamedBreakdown {
  readonly whole: string;
  readonly parts: readonly string[];
}

/** Those that share a statistic with each other, directly or by others, together. */
function joinBreakdowns(breakdowns: readonly NamedBreakdown[]): NamedBreakdown[][] {
  const groups: { readonly of: NamedBreakdown[]; readonly names: Set<string> }[] = [];
  for (const one of breakdowns) {
    const names = [one.whole, ...one.parts];
    const touched = groups.filter((group) => names.some((name) => group.names.has(name)));
    for (const group of touched) groups.splice(groups.indexOf(group), 1);
    groups.push({ of: [...touched.flatMap(({ of }) => of), one], names: new Set([...names, ...touched.flatMap((group) => [...group.names])]) });
  }
  return groups.map(({ of }) => of);
}

/** Atoms that nothing of these partitions tells apart. */
function placesOf({ width, zone, blocks }: ReleaseAudit['atoms'], told: readonly boolean[]): number[][] {
  const bySignature = new Map<string, number[]>();
  blocks.forEach((of, atom) => {
    if (of.length === 0) return;
    const signature = told.map((flag, g) => (flag ? zone[width * atom + g]! : '')).join(' ');
    const together = bySignature.get(signature);
    if (together === undefined) bySignature.set(signature, [atom]);
    else together.push(atom);
  });
  return [...bySignature.values()];
}

const isAnyPublic = ({ published, bounded }: LinkedStatistic) => published.some((marks) => marks?.includes(1)) || bounded?.some((of) => of !== null) === true;
