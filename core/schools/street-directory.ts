// Streets and house numbers of zones as the annex of a Satzung writes them: whole streets, ranges, odd and even sides, letters.

/** "12a" is 12 and "a"; "12-14" is 12 and "-14". Compared by number, then by what follows. */
export interface HouseNumber {
  readonly number: number;
  readonly suffix: string;
}

export interface DirectoryAddress {
  readonly street: string;
  /** As the register has it: "12", "12a", "12 A", "12-14"; may have no digits at all. */
  readonly houseNumber: string;
  /** Zone by position; negative for none. */
  readonly zone: number;
}

/** All houses of a side from one number to another, both included; of both sides for `both`. */
export interface NumberRange {
  readonly side: 'both' | 'odd' | 'even';
  readonly from: HouseNumber;
  readonly to: HouseNumber;
  /** Nothing of the side comes after it, so that a new house at the end belongs to the zone as well. */
  readonly toEnd: boolean;
}

export interface DirectoryEntry {
  readonly street: string;
  /** Every address of the street lies in the zone: no numbers are needed. */
  readonly whole: boolean;
  /** Ascending; empty for a whole street. */
  readonly ranges: readonly NumberRange[];
  /** House numbers without digits, as the register has them. */
  readonly others: readonly string[];
}

/** Number and suffix of a house number; null where it does not begin with a digit. */
export function parseHouseNumber(text: string): HouseNumber | null {
  const match = /^\s*(\d{1,9})\s*(.*?)\s*$/u.exec(text);
  return match === null ? null : { number: Number(match[1]), suffix: match[2]!.toLowerCase() };
}

export function compareHouseNumbers(a: HouseNumber, b: HouseNumber): number {
  return a.number - b.number || (a.suffix < b.suffix ? -1 : a.suffix > b.suffix ? 1 : 0);
}

/**
 * The entries of every zone, streets by code unit of their names. A street that several zones share is described by runs
 * of the houses that exist: by runs over both sides where these are no more than those of each side, since "1-8" reads
 * better than "1-7 odd, 2-8 even", else side by side, as streets are cut. A house is in exactly one range of one zone; two zones
 * at one address (the register has it twice) are both told, and it is then in both.
 */
export function streetDirectory(addresses: readonly DirectoryAddress[], zoneCount: number): DirectoryEntry[][] {
  const streets = new Map<string, DirectoryAddress[]>();
  for (const address of addresses) (streets.get(address.street) ?? streets.set(address.street, []).get(address.street)!).push(address);
  const entries: DirectoryEntry[][] = Array.from({ length: zoneCount }, () => []);
  for (const street of [...streets.keys()].toSorted()) {
    const houses = streets.get(street)!;
    const zones = new Set(houses.map(({ zone }) => zone));
    if (zones.size === 1) {
      const [zone] = zones;
      if (zone! >= 0) entries[zone!]!.push({ street, whole: true, ranges: [], others: [] });
      continue;
    }
    const numbered = collect(houses);
    for (const zone of zones) {
      if (zone < 0) continue;
      const others = houses.filter((house) => house.zone === zone && parseHouseNumber(house.houseNumber) === null).map(({ houseNumber }) => houseNumber.trim());
      entries[zone]!.push({ street, whole: false, ranges: rangesOf(numbered, zone), others: [...new Set(others)].toSorted() });
    }
  }
  return entries;
}

interface House extends HouseNumber {
  readonly zones: ReadonlySet<number>;
}

/** Each house number once, ascending, with the zones that it lies in. */
function collect(houses: readonly DirectoryAddress[]): House[] {
  const found = new Map<string, House & { readonly zones: Set<number> }>();
  for (const { houseNumber, zone } of houses) {
    const parsed = parseHouseNumber(houseNumber);
    if (parsed === null) continue;
    const key = `${parsed.number} ${parsed.suffix}`;
    const house = found.get(key) ?? { ...parsed, zones: new Set<number>() };
    house.zones.add(zone);
    found.set(key, house);
  }
  return [...found.values()].toSorted(compareHouseNumbers);
}

function rangesOf(houses: readonly House[], zone: number): NumberRange[] {
  const both = runs(houses, zone, 'both');
  const sided = [
    ...runs(houses.filter(({ number }) => number % 2 === 1), zone, 'odd'),
    ...runs(houses.filter(({ number }) => number % 2 === 0), zone, 'even'),
  ];
  return both.length <= sided.length ? both : sided;
}

function runs(houses: readonly House[], zone: number, side: NumberRange['side']): NumberRange[] {
  const ranges: NumberRange[] = [];
  let from: HouseNumber | null = null;
  houses.forEach((house, i) => {
    if (!house.zones.has(zone)) {
      from = null;
      return;
    }
    if (from === null) from = house;
    else ranges.pop();
    ranges.push({ side, from: numberOf(from), to: numberOf(house), toEnd: i === houses.length - 1 });
  });
  return ranges;
}

function numberOf({ number, suffix }: HouseNumber): HouseNumber {
  return { number, suffix };
}

/** Words around ranges in the reader's language. */
export interface RangeWords {
  readonly odd: string;
  readonly even: string;
  /** "bis Ende"; null writes the last number that exists. */
  readonly toEnd: string | null;
}

/** "1–7 ungerade, 12a, 20 bis Ende gerade"; what has no digits comes last. */
export function formatRanges(ranges: readonly NumberRange[], others: readonly string[], words: RangeWords): string {
  const parts = ranges.map(({ side, from, to, toEnd }) => {
    const sideWord = side === 'both' ? '' : ` ${words[side]}`;
    const first = `${from.number}${from.suffix}`;
    if (toEnd && words.toEnd !== null) return `${first} ${words.toEnd}${sideWord}`;
    // A single house needs no side.
    return compareHouseNumbers(from, to) === 0 ? first : `${first}–${to.number}${to.suffix}${sideWord}`;
  });
  return [...parts, ...others].join(', ');
}

/**
 * Ranges of whole numbers without gaps, as Berlin's Intelligent Zoning Engine prints them (tests/test_addresslist.R): for lists of which
 * nobody knows what other houses the street has. Duplicates count once.
 */
export function numberRanges(numbers: readonly number[]): (readonly [number, number])[] {
  const ranges: [number, number][] = [];
  for (const number of [...new Set(numbers)].toSorted((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === number - 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges;
}
