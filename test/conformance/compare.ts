import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { repository } from '../run-app.ts';
import { rows } from './all-rows.ts';
import { file, ownCells } from './document.ts';
import { attempt, NotApplicable, type Row } from './row.ts';
import { ours, type Subject, upstream } from './subjects.ts';

// Runs the rows in which upstream was seen to diverge on us and on upstream, and writes the table.
const folder = `${repository}test/conformance/upstream`;
if (!existsSync(`${folder}/node_modules`))
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'inherit' });

/** What is seen of a row on a distribution. */
async function seen({ compared = {} }: Row, subject: Subject): Promise<string> {
  const otherwise: string[] = [];
  let applicable = 0;
  for (const run of Object.values(compared)) {
    try {
      await attempt(run, subject);
      applicable++;
    } catch (error) {
      if (error instanceof NotApplicable) continue;
      applicable++;
      otherwise.push((error as Error).message.split('\n', 1)[0] as string);
    }
  }
  if (applicable === 0) return '–';
  return otherwise.length === 0 ? 'yes' : `no: ${otherwise.join('; ')}`;
}

const lines: string[] = [];
for (const row of rows) {
  const cells = ['', ''];
  if (row.compared) {
    const own = await seen(row, ours);
    if ((own === 'yes') !== (row.unmet === undefined)) throw new Error(`${row.id}: ${own}`);
    for (const [index, subject] of upstream.entries()) cells[index] = await seen(row, subject);
    process.stdout.write(`${row.id} ${cells.join(' | ')}\n`);
  }
  lines.push(`${ownCells(row)} ${cells.join(' | ')} |`);
}
const { dependencies } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
const [automatic, sdk] = ['auto-instrumentations-node', 'sdk-node'].map((name) => dependencies[`@opentelemetry/${name}`]);
const head = `| row | what | Telewright | shown by | auto-instrumentations-node/register ${automatic} | NodeSDK ${sdk} |\n|---|---|---|---|---|---|`;
const document = readFileSync(file, 'utf8');
writeFileSync(
  file,
  document.replace(
    /(<!-- rows -->\n).*(\n<!-- end -->)/s,
    (_, begin: string, end: string) => `${begin}\n${[head, ...lines].join('\n')}\n${end}`,
  ),
);
