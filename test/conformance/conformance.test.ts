import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { allDefinitions } from '../../packages/node/src/settings/definitions.ts';
import { repository } from '../run-app.ts';
import { file, ownCells } from './document.ts';
import { environmentProbes } from './environment-probes.ts';
import { conforms, probes } from './probes.ts';
import { type Row, rows } from './rows.ts';
import { ours } from './subjects.ts';

const checks: Readonly<Record<string, () => void>> = {
  D5: () => {
    const withoutOption = allDefinitions().filter(({ options }) => options.length === 0);
    expect(withoutOption.flatMap(({ variables }) => variables).filter((name) => !name.endsWith('_PROTOCOL'))).toEqual([]);
    const names = allDefinitions().flatMap(({ variables }) => variables);
    expect(names.filter((name) => !/^(OTEL_|TELEWRIGHT_|FINOPS_|https?_proxy$|no_proxy$)/i.test(name))).toEqual([]);
  },
};

async function check({ id, tests }: Row): Promise<void> {
  for (const test of tests ?? []) {
    const [path = '', name = ''] = test.split('#');
    expect(readFileSync(repository + path, 'utf8')).toContain(name);
  }
  checks[id]?.();
  const probe = probes[id] ?? environmentProbes[id];
  if (probe) expect(await probe(ours)).toBe(conforms);
  expect(tests !== undefined || probe !== undefined || id in checks).toBe(true);
}

describe('conformance', () => {
  for (const row of rows) it(`${row.id}: ${row.what}`, () => check(row), 60_000);

  it('has every row, and all that are compared have a probe', () => {
    expect(rows.map(({ id }) => id)).toEqual(Array.from({ length: 42 }, (_, index) => `D${index + 1}`));
    expect(rows.filter(({ id, upstream }) => upstream && !(id in probes)).map(({ id }) => id)).toEqual([]);
  });
});

describe('docs/conformance.md', () => {
  it('has each row as it is (npm run conformance writes it anew)', () => {
    const lines = readFileSync(file, 'utf8').split('\n');
    for (const row of rows) {
      const line = lines.find((candidate) => candidate.startsWith(`| ${row.id} |`)) ?? '';
      expect(line.startsWith(ownCells(row)) || line).toBe(true);
      if (row.upstream) expect(line).toMatch(/\| (yes|no: [^|]+) \|$/);
    }
  });
});
