import { readdirSync } from 'node:fs';
import { repository } from '../run-app.ts';
import type { Row } from './row.ts';

/** The table that `npm run conformance` prints. */
export const file: string = `${repository}docs/conformance.md`;
const files = readdirSync(new URL('rows', import.meta.url));

/** Names the file of a row. */
export function fileOf({ id }: Row): string | undefined {
  return files.find((name) => name.startsWith(`d${id.slice(1).padStart(2, '0')}-`));
}

/** What stands in a row of the table before the columns of upstream. */
export function ownCells(row: Row): string {
  const { id, what, unmet } = row;
  const shownBy = `[${fileOf(row)?.replace('.ts', '')}](../test/conformance/rows/${fileOf(row)})`;
  return `| ${id} | ${what} | ${unmet === undefined ? 'yes' : `no: ${unmet}`} | ${shownBy} |`;
}
