// House addresses: houses get numbers along their streets, odd on the left, even on the right.
import type { Building } from './buildings.ts';
import { createRandom } from './random.ts';
import type { CellStands } from './stands.ts';
import type { Streets } from './streets.ts';
import type { Address, Scale } from './town.ts';

const ADDRESSES = { town: 6000, city: 40_000 } as const;

/** Exactly as many as the scale asks for, at least one in every cell with a house; in the order of streets and numbers. */
export function numberHouses(scale: Scale, buildings: readonly Building[], streets: Streets, stands: CellStands, seed: number): Address[] {
  const random = createRandom(seed);
  const houses = buildings.filter((building) => building.kind === 'house');
  const chosen = chooseHouses(houses, ADDRESSES[scale], random);
  const byStreet = chosen.toSorted((a, b) => a.street - b.street || a.alongM - b.alongM || Number(b.left) - Number(a.left));
  const addresses: Address[] = [];
  let street = -1;
  let odd = 1;
  let even = 2;
  for (const house of byStreet) {
    if (house.street !== street) {
      street = house.street;
      odd = 1;
      even = 2;
    }
    const number = house.left ? odd : even;
    if (house.left) odd += 2;
    else even += 2;
    const { ring } = house;
    addresses.push({
      address: `A${String(addresses.length + 1).padStart(6, '0')}`,
      street: streets.streets[street]!.name,
      houseNumber: String(number),
      block: stands.stand2020.ids[stands.stand2020.blockOf[house.cell]!]!,
      x: Math.round(((ring[0]! + ring[4]!) / 2) * 100) / 100,
      y: Math.round(((ring[1]! + ring[5]!) / 2) * 100) / 100,
      weight: house.dwellings,
    });
  }
  return addresses;
}

function chooseHouses(houses: readonly Building[], wanted: number, random: () => number): Building[] {
  if (houses.length < wanted) throw new Error(`${houses.length} houses for ${wanted} addresses`);
  const must = new Set<Building>();
  let cell = -1;
  for (const house of houses) {
    if (house.cell !== cell) must.add(house);
    cell = house.cell;
  }
  // Selection sampling: every other house has the same chance and exactly as many are chosen as are missing.
  let left = houses.length - must.size;
  let missing = wanted - must.size;
  return houses.filter((house) => {
    if (must.has(house)) return true;
    const take = random() * left < missing;
    left--;
    if (take) missing--;
    return take;
  });
}
