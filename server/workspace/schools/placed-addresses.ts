// Addresses by the zones of a cut: for street directories, letters, and which school is responsible for a house.
import { streetDirectory, type DirectoryEntry } from '../../../core/schools/street-directory.ts';
import type { Address } from '../../db/queries/addresses.ts';
import type { School } from './school-register.ts';

/** A cut with its schools, as an address is asked about it. */
export interface PlacedCut {
  readonly zones: readonly ({ readonly zone: string; readonly name: string } | null)[];
  readonly schools: readonly School[];
  readonly schoolsOf: readonly (readonly number[])[];
  /** Zone slot of a place, -1 for none. */
  zoneAt(x: number, y: number): number;
}

/** Directory by slot, and addresses that lie in no zone. */
export function directoryOf({ zones, zoneAt }: PlacedCut, addresses: readonly Address[]): { readonly entries: DirectoryEntry[][]; readonly outside: readonly Address[] } {
  const outside: Address[] = [];
  const placed = addresses.flatMap((address) => {
    const zone = zoneAt(address.x, address.y);
    if (zone < 0) outside.push(address);
    return address.street === '' ? [] : [{ street: address.street, houseNumber: address.houseNumber, zone }];
  });
  return { entries: streetDirectory(placed, zones.length), outside };
}

/** "Goethestr. 5A" and "goethestraße 5 a" are the same house. */
export function addressKey(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll(/str(\.|\b(?!asse))/g, 'strasse')
    .replaceAll(/[\s.-]+/g, '');
}

/** Addresses by what people type: all words of it at the beginning of the street or of one of its words, then the number. */
export class AddressSearch {
  private readonly keys: readonly string[];

  constructor(private readonly addresses: readonly Address[]) {
    this.keys = addresses.map(({ street, houseNumber }) => addressKey(`${street} ${houseNumber}`));
  }

  /** Exact houses first, then by street and number as the register has them. */
  find(query: string, most: number): readonly Address[] {
    const key = addressKey(query);
    if (key === '') return [];
    const found: Address[] = [];
    const exact: Address[] = [];
    for (let i = 0; i < this.keys.length; i++) {
      if (this.keys[i] === key) exact.push(this.addresses[i]!);
      else if (found.length < most && this.keys[i]!.startsWith(key)) found.push(this.addresses[i]!);
    }
    if (exact.length + found.length === 0) for (let i = 0; i < this.keys.length && found.length < most; i++) if (this.keys[i]!.includes(key)) found.push(this.addresses[i]!);
    return [...exact, ...found].slice(0, most);
  }

  /** All addresses of this street and number; a register may have one twice. */
  exactly(street: string, houseNumber: string): readonly Address[] {
    const key = addressKey(`${street} ${houseNumber}`);
    return this.addresses.filter((_, i) => this.keys[i] === key);
  }
}
