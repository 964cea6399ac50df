// What is wrong today and known, each with what has to be done. Such a fault is told no more; once
// nothing shows it, its entry is a fault, so that it can't come back unseen.

export const KNOWN_FAULTS = [];

// The faults that nobody knew, and the entries that nothing needs any more.
export function unknownFaults(faults, known = KNOWN_FAULTS) {
  const stale = known.filter(({ words }) => !faults.some((fault) => words.test(fault)));
  return [...faults.filter((fault) => !known.some(({ words }) => words.test(fault))), ...stale.map(({ words }) => `known.mjs knows a fault that is mended: ${words}`)];
}
