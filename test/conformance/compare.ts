import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { repository } from '../run-app.ts';
import { file, ownCells } from './document.ts';
import { conforms, probes } from './probes.ts';
import { rows } from './rows.ts';
import { ours, upstream } from './subjects.ts';

// Runs the rows in which upstream was seen to diverge on both, and writes the table.
const folder = `${repository}test/conformance/upstream`;
if (!existsSync(`${folder}/node_modules`))
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'inherit' });

const lines: string[] = [];
for (const row of rows) {
  const probe = probes[row.id];
  let seen = '';
  if (row.upstream && probe) {
    const own = await probe(ours);
    if (own !== conforms) throw new Error(`${row.id}: ${own}`);
    const theirs = await probe(upstream);
    seen = theirs === conforms ? 'yes' : `no: ${theirs}`;
  }
  lines.push(`${ownCells(row)} ${seen} |`);
  process.stdout.write(`${row.id} ${seen}\n`);
}
const { dependencies } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
const head = `| row | what | Telewright | shown by | OpenTelemetry (auto-instrumentations-node ${dependencies['@opentelemetry/auto-instrumentations-node']}, sdk-node ${dependencies['@opentelemetry/sdk-node']}) |\n|---|---|---|---|---|`;
const document = readFileSync(file, 'utf8');
writeFileSync(
  file,
  document.replace(
    /(<!-- rows -->\n).*(\n<!-- end -->)/s,
    (_, begin: string, end: string) => `${begin}\n${[head, ...lines].join('\n')}\n${end}`,
  ),
);
