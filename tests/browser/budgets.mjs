// What a page may cost. KNOWN holds what isn't reached yet: such a figure must not rise, and where it
// falls, the table has to follow, so that it never rises again.

const KB = 1000;

// What we want: bytes with Brotli, on a first visit.
export const TARGETS = {
  requests: 10,
  transfer: 160 * KB,
  html: 6 * KB,
  // A page with a list, which may be long.
  list: 12 * KB,
  css: 9 * KB,
  js: 1 * KB,
  picture: 60 * KB,
  // A page of a document with its picture, for a reader who has the letters and the style sheet already.
  evidence: 250 * KB,
  shift: 0.01,
};

// What is above its target today.
export const KNOWN = [
  // The browser's own controls of a player settle while it looks at the file.
  { what: "shift", where: "recording", figure: 0.03 },
];

// By how much a figure in KNOWN may be too high before it has to follow.
const SLACK = 0.02;

// Only these kinds carry their pictures within the budget of a first visit; on others each picture
// that is seen first has a weight of its own.
const WITH_PICTURES = ["home", "statement"];

// Kinds that are weighed as evidence: a page that shows what can be read weighs more than others.
const EVIDENCE = ["segment", "message"];

// The figures of one visit, and what no figure says.
export function figuresOf(kind, { loaded, pictures, shift }) {
  const waiting = pictures.filter(({ isFirst, isLazy }) => !isFirst && isLazy).map(({ path }) => path);
  const first = loaded.filter(({ path }) => !waiting.includes(path));
  const isPicture = ({ resource }) => resource === "image";
  const counted = WITH_PICTURES.includes(kind) ? first : first.filter((one) => !isPicture(one));
  const isKept = ({ resource }) => ["stylesheet", "font", "script"].includes(resource);
  const evidence = EVIDENCE.includes(kind) ? [{ what: "evidence", where: kind, figure: loaded.filter((one) => !isKept(one)).reduce((sum, { bytes }) => sum + bytes, 0) }] : [];
  // The first picture of a page never waits: on most windows it is seen first.
  const late = new Set(pictures.slice(1).filter(({ isFirst, isLazy }) => !isFirst && !isLazy).map(({ path }) => path));
  const figures = [
    { what: "requests", where: kind, figure: counted.length },
    { what: "transfer", where: kind, figure: counted.reduce((sum, { bytes }) => sum + bytes, 0) },
    { what: "shift", where: kind, figure: shift },
    ...evidence,
    ...(evidence.length > 0 ? [] : first.filter(isPicture)).map(({ path, bytes }) => ({ what: "picture", where: path.split("/").at(-1), figure: bytes })),
  ];
  return { figures, faults: [...late].map((path) => `${path} is seen later and doesn't wait: loading="lazy" is missing`) };
}

// Which figures are too high, and which entries of `known` are.
export function budgetFaults(figures, known = KNOWN) {
  const highest = new Map();
  for (const { what, where, figure } of figures) highest.set(`${what} of ${where}`, { what, figure: Math.max(figure, highest.get(`${what} of ${where}`)?.figure ?? 0) });
  const present = new Map(known.map(({ what, where, figure }) => [`${what} of ${where}`, figure]));
  const tooHigh = [...highest].filter(([name, { what, figure }]) => figure > (present.get(name) ?? TARGETS[what]));
  // What moves depends on the letters of the system until ours come; only bytes are the same everywhere.
  const exact = new Map(known.filter(({ what }) => what !== "shift").map(({ what, where, figure }) => [`${what} of ${where}`, figure]));
  const stale = [...exact].filter(([name, figure]) => !highest.has(name) || highest.get(name).figure < figure * (1 - SLACK));
  return [
    ...tooHigh.map(([name, { what, figure }]) => `${name}: ${round(figure)}, more than ${present.get(name) ?? TARGETS[what]}`),
    ...stale.map(([name, figure]) => `${name}: ${round(highest.get(name)?.figure ?? 0)} now, and KNOWN in budgets.mjs says ${figure}; let it follow`),
  ];
}

// The figures that are nearest to their limits, for whoever wants to know how much room there is.
export function nearest(figures) {
  const kinds = Object.keys(TARGETS).map((what) => figures.filter((one) => one.what === what).toSorted((a, b) => b.figure - a.figure)[0]);
  return kinds.filter(Boolean).map(({ what, where, figure }) => `${what} ${round(figure)} of ${TARGETS[what]} (${where})`);
}

function round(figure) {
  return figure < 1 ? figure.toFixed(4) : Math.round(figure);
}
