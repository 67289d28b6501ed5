import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { startReceiver } from '@telewright/testing';
import { measureEncoding } from './encoding.ts';
import { table } from './figures.ts';
import { measureInstall } from './install-size.ts';
import { measureLabels } from './labels.ts';
import { measureLogs } from './logs.ts';
import { measureMetrics } from './metrics.ts';
import { measureOutage } from './outage.ts';
import { measureRecorder } from './recorder.ts';
import { measureStartUp } from './start-up.ts';
import { measureThroughput } from './throughput.ts';

const parts = ['start-up', 'encoding', 'recorder', 'throughput', 'labels', 'logs', 'metrics', 'outage', 'install'];
const wanted = process.argv.slice(2);
const unknown = wanted.filter((part) => !parts.includes(part));
if (unknown.length > 0) {
  process.stderr.write(`bench: expected parts among ${parts.join(', ')}, got ${unknown.join(', ')}\n`);
  process.exit(2);
}

const progress = (text: string): void => {
  process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${text}` : '');
};
const runs = (part: string): boolean => wanted.length === 0 || wanted.includes(part);
const receiver = await startReceiver();
const sections: string[] = [];
if (runs('start-up')) sections.push(`## Start-up\n\n${table(await measureStartUp(receiver, progress))}`);
if (runs('encoding')) sections.push(`## Encoding\n\n${table(measureEncoding(progress))}`);
if (runs('recorder')) sections.push(`## Recorder\n\n${table(await measureRecorder(progress))}`);
if (runs('throughput')) sections.push(`## Throughput\n\n${await measureThroughput(progress)}`);
if (runs('labels')) sections.push(`## Labels\n\n${table(await measureLabels(receiver, progress))}`);
if (runs('logs')) sections.push(`## Logs\n\n${table(await measureLogs(receiver, progress))}`);
if (runs('metrics')) sections.push(`## Metrics\n\n${table(await measureMetrics(progress))}`);
if (runs('outage')) sections.push(`## Outage\n\n${table(await measureOutage(progress))}`);
if (runs('install')) sections.push(`## Install\n\n${table(measureInstall(progress))}`);
await receiver.close();
progress('');

const text = `# Benchmarks

Written by \`npm run bench\` (parts by name: ${parts.join(', ')}). Bare and preloaded runs of an app take turns; "added" is the difference of such a pair. Figures are medians
with their range; the machine decides the absolute numbers.

Node.js ${process.versions.node}, ${cpus().length} x ${cpus()[0]?.model.trim()}, ${process.platform} ${process.arch}.

${sections.join('\n\n')}
`;
process.stdout.write(text);
if (wanted.length === 0) writeFileSync(fileURLToPath(new URL('../docs/benchmarks.md', import.meta.url)), text);
