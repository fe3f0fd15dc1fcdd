// Reckons a typology from the CSV files of releases with nothing but arithmetic: no line of the product is used here, and nothing is
// written as the product writes it. Reads {csv: [...], date, indicators, classes, bundles, since, borders, groups} from standard input, writes the typology.
const readAll = async () => {
  let text = '';
  for await (const part of process.stdin) text += part;
  return JSON.parse(text);
};

/** Fields of a line of RFC 4180. */
const cut = (line) => (line.match(/("([^"]|"")*"|[^,]*)(,|$)/g) ?? []).map((part) => part.replace(/,$/, '').replace(/^"|"$/g, '').replaceAll('""', '"'));

const question = await readAll();
const counts = {}; // "date statistic zone" -> number | null
const zones = [];
for (const file of question.csv) {
  const lines = file.replace(/^\uFEFF/, '').split(/\r?\n/).filter((line) => line !== '');
  const names = cut(lines[0]);
  for (const line of lines.slice(1)) {
    const row = Object.fromEntries(cut(line).map((value, place) => [names[place], value]));
    if (row.zone === undefined || row.statistic === undefined) continue;
    if (!zones.includes(row.zone)) zones.push(row.zone);
    const key = `${row.reference_date} ${row.statistic} ${row.zone}`;
    if (!(key in counts)) counts[key] = row.state === 'value' ? Number(row.value) : null;
  }
}

const add = (date, codes, of) => {
  let total = 0;
  for (const code of codes) for (const zone of of) {
    const count = counts[`${date} ${code} ${zone}`];
    if (count === undefined || count === null) return null;
    total += count;
  }
  return total;
};

const rate = (date, indicator, of) => {
  const above = add(date, indicator.numerator, of);
  const off = add(date, indicator.less, of);
  const below = indicator.denominator.length === 0 ? 1 : add(date, indicator.denominator, of);
  return above === null || off === null || below === null || below === 0 ? null : (indicator.per * (above - off)) / below;
};

const average = (list) => list.reduce((a, b) => a + b, 0) / list.length;
/** Two passes, population. */
const scatter = (list) => Math.sqrt(average(list.map((one) => (one - average(list)) * (one - average(list)))));

/** Everything for some of the indicators: a map of zone to {values, z, index, class}. */
const typology = (indicators) => {
  const rows = {};
  for (const zone of zones) {
    const values = indicators.map((indicator) => rate(question.date, indicator, [zone]));
    if (values.every((value) => value !== null)) rows[zone] = { values };
  }
  const inside = Object.keys(rows);
  const scale = indicators.map((_, i) => ({ mean: average(inside.map((zone) => rows[zone].values[i])), deviation: scatter(inside.map((zone) => rows[zone].values[i])) }));
  const place = (values) => values.map((value, i) => (scale[i].deviation === 0 ? 0 : (indicators[i].direction * (value - scale[i].mean)) / scale[i].deviation));
  const weightOf = indicators.map(({ weight }) => weight);
  const mix = (z) => z.reduce((sum, one, i) => sum + one * weightOf[i], 0) / weightOf.reduce((a, b) => a + b, 0);
  for (const zone of inside) {
    rows[zone].z = place(rows[zone].values);
    rows[zone].index = mix(rows[zone].z);
  }
  // Quantiles: the first of every n-th part of the sorted indices opens a class.
  const sorted = inside.map((zone) => rows[zone].index).sort((a, b) => a - b);
  const borders = [];
  for (let k = 1; k < question.classes; k++) {
    const border = sorted[Math.ceil((k * sorted.length) / question.classes)];
    if (border !== undefined && border > sorted[0] && !borders.includes(border)) borders.push(border);
  }
  const classify = (index) => 1 + borders.filter((border) => index < border).length;
  for (const zone of inside) {
    rows[zone].class = classify(rows[zone].index);
    rows[zone].rank = 1 + inside.filter((other) => rows[other].index > rows[zone].index).length;
  }
  return { rows, scale, borders, place, mix, classify };
};

const whole = typology(question.indicators);

/** Only zones of the whole take part without one, so that both are of the same zones. */
const without = question.indicators.map((left) => {
  const kept = zones.slice();
  zones.splice(0, zones.length, ...Object.keys(whole.rows).sort((a, b) => kept.indexOf(a) - kept.indexOf(b)));
  const rest = typology(question.indicators.filter((one) => one !== left));
  zones.splice(0, zones.length, ...kept);
  const changes = {};
  for (const zone of Object.keys(whole.rows)) if (whole.rows[zone].class !== rest.rows[zone].class) changes[zone] = [whole.rows[zone].class, rest.rows[zone].class];
  return { indicator: left.indicator, changes };
});

const dynamics = {};
if (question.since) {
  const both = Object.keys(whole.rows).filter((zone) => question.indicators.every((indicator) => rate(question.since, indicator, [zone]) !== null));
  const score = (valuesOf, among) => {
    const table = among.map(valuesOf);
    const index = table.map((row) => {
      let sum = 0;
      let weights = 0;
      question.indicators.forEach(({ direction, weight }, i) => {
        const all = table.map((other) => other[i]);
        const spread = scatter(all);
        sum += spread === 0 ? 0 : (weight * -direction * (row[i] - average(all))) / spread;
        weights += weight;
      });
      return sum / weights;
    });
    const spread = scatter(index);
    return Object.fromEntries(among.map((zone, i) => [zone, (index[i] - average(index)) / spread]));
  };
  const status = score((zone) => whole.rows[zone].values, Object.keys(whole.rows));
  const change = score((zone) => question.indicators.map((indicator, i) => whole.rows[zone].values[i] - rate(question.since, indicator, [zone])), both);
  for (const zone of both) dynamics[zone] = { status: status[zone], dynamics: change[zone] };
}

/** Squared distance of z-scores, each by its weight. */
const apart = (a, b) => a.reduce((sum, one, i) => sum + question.indicators[i].weight * (one - b[i]) * (one - b[i]), 0);
const centre = (members) => question.indicators.map((_, i) => average(members.map((zone) => whole.rows[zone].z[i])));
/** Squares of all members to the centres of their groups. */
const spreadOf = (groups) => groups.reduce((sum, members) => sum + members.reduce((own, zone) => own + apart(whole.rows[zone].z, centre(members)), 0), 0);

/**
 * Ward among neighbours, the slow way: every pair of groups that have a border in common is joined on trial, and the whole spread reckoned anew. `borders` is a list of
 * pairs of zones.
 */
const ward = (count) => {
  let groups = Object.keys(whole.rows).map((zone) => [zone]);
  const touch = (a, b) => question.borders.some(([x, y]) => (a.includes(x) && b.includes(y)) || (a.includes(y) && b.includes(x)));
  while (groups.length > count) {
    let best = null;
    for (let a = 0; a < groups.length; a++) {
      for (let b = a + 1; b < groups.length; b++) {
        if (!touch(groups[a], groups[b])) continue;
        const joined = groups.filter((_, i) => i !== a && i !== b).concat([groups[a].concat(groups[b])]);
        const spread = spreadOf(joined);
        if (best === null || spread < best.spread - 1e-12) best = { joined, spread };
      }
    }
    if (best === null) break;
    groups = best.joined;
  }
  return { groups, spread: spreadOf(groups) };
};

/**
 * The least spread that any division into `count` groups has, by trying all of them: zone by zone into a group that is there or a new one, given up where the
 * spread so far is no less than the best. With ten zones and three groups these are 9,330 divisions.
 */
const leastSpread = (count) => {
  const inside = Object.keys(whole.rows);
  let best = { groups: null, spread: Infinity };
  const place = (at, groups) => {
    if (spreadOf(groups) >= best.spread - 1e-12) return;
    if (at === inside.length) {
      if (groups.length === count) best = { groups: groups.map((members) => members.slice()), spread: spreadOf(groups) };
      return;
    }
    for (const members of groups) {
      members.push(inside[at]);
      place(at + 1, groups);
      members.pop();
    }
    if (groups.length < count) place(at + 1, groups.concat([[inside[at]]]));
  };
  place(0, []);
  return best;
};

const grouped = {};
for (const [method, count] of Object.entries(question.groups ?? {})) {
  const found = method === 'ward' ? ward(count) : leastSpread(count);
  const meanIndex = (members) => average(members.map((zone) => whole.rows[zone].index));
  const ordered = found.groups.slice().sort((a, b) => meanIndex(b) - meanIndex(a));
  grouped[method] = { spread: found.spread, classes: Object.fromEntries(ordered.flatMap((members, i) => members.map((zone) => [zone, i + 1]))) };
}

const bundles = {};
for (const [name, members] of Object.entries(question.bundles ?? {})) {
  const values = question.indicators.map((indicator) => rate(question.date, indicator, members));
  if (values.some((value) => value === null)) continue;
  const z = whole.place(values);
  bundles[name] = { values, z, index: whole.mix(z), class: whole.classify(whole.mix(z)) };
}

process.stdout.write(JSON.stringify({ rows: whole.rows, scale: whole.scale, borders: whole.borders, without, dynamics, bundles, grouped }));
