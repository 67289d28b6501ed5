import { repository } from '../run-app.ts';
import type { Row } from './rows.ts';

/** The table that `npm run conformance` prints. */
export const file: string = `${repository}docs/conformance.md`;

/** What stands in a row of the table before the column of upstream. */
export function ownCells({ id, what, unmet, tests }: Row): string {
  const shownBy = (tests ?? [`test/conformance/conformance.test.ts#${id}`]).map((test) => test.split('#')[0] as string);
  const links = [...new Set(shownBy)].map((path) => `[${path.split('/').at(-1)?.replace('.test.ts', '')}](../${path})`);
  return `| ${id} | ${what} | ${unmet === undefined ? 'yes' : `no: ${unmet}`} | ${links.join(', ')} |`;
}
