import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rows } from './all-rows.ts';
import { file, fileOf, ownCells } from './document.ts';
import { attempt } from './row.ts';
import { ours } from './subjects.ts';

for (const { id, what, compared = {}, tries = {}, unmet } of rows) {
  // Mostly they wait for their processes.
  describe.concurrent(`${id}: ${what}`, () => {
    for (const [name, run] of Object.entries(compared)) {
      // What can't be met fails, and is noticed when it no longer does.
      (unmet === undefined ? it : it.fails)(name, () => attempt(run, ours), 60_000);
    }
    for (const [name, run] of Object.entries(tries)) it(name, () => attempt(run, ours), 60_000);
  });
}

describe('the rows', () => {
  it('are all there, each in a file of its own that tries something', () => {
    expect(rows.map(({ id }) => id)).toEqual(Array.from({ length: 42 }, (_, index) => `D${index + 1}`));
    expect(readdirSync(new URL('rows', import.meta.url)).sort()).toEqual(rows.map((row) => fileOf(row)));
    for (const { id, tries, compared } of rows) expect(Object.keys({ ...tries, ...compared }), id).not.toEqual([]);
  });

  it('stand in docs/conformance.md as they are (npm run conformance writes it anew)', () => {
    const lines = readFileSync(file, 'utf8').split('\n');
    for (const row of rows) {
      const line = lines.find((candidate) => candidate.startsWith(`| ${row.id} |`)) ?? '';
      expect(line.startsWith(ownCells(row)) || line).toBe(true);
      if (row.compared) expect(line).toMatch(/\| (yes|no: [^|]+|–) \| (yes|no: [^|]+|–) \|$/);
    }
  });
});
