import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Bench } from './bench.ts';
import { startCounter } from './counter.ts';
import { type Figures, summarize } from './figures.ts';

const execute = promisify(execFile);
const usualRounds = 7;
const variants = ['telewright', 'sdk + our exporter', 'sdk'] as const;
const names: Readonly<Record<(typeof variants)[number], string>> = {
  telewright: 'our recorder and queue',
  'sdk + our exporter': "the official SDK's, batch processor, our exporter",
  sdk: "the official SDK's, batch processor and exporter",
};
const packages = [
  '@opentelemetry/api@1.10.0',
  '@opentelemetry/context-async-hooks@3.1.0',
  '@opentelemetry/exporter-logs-otlp-proto@0.301.0',
  '@opentelemetry/exporter-trace-otlp-proto@0.301.0',
  '@opentelemetry/resources@3.1.0',
  '@opentelemetry/sdk-logs@3.1.0',
  '@opentelemetry/sdk-trace@3.1.0',
];

/**
 * Measures a span and a log record with six attributes, all in: made, filled, ended, encoded, and its share of the request. Each recorder
 * has a process of its own, and they take turns. A run of which an item did not arrive is an error.
 */
export async function measureRecorder({ installations, progress, rounds = usualRounds }: Bench): Promise<Figures[]> {
  const folder = installations.folderOf({ name: 'the official recorder', packages });
  const counter = await startCounter();
  const built = (name: string): string => pathToFileURL(fileURLToPath(new URL(`../packages/${name}/dist/index.js`, import.meta.url))).href;
  const run = async (variant: string, signal: 'traces' | 'logs') => {
    const flags = ['--min-semi-space-size=64', '--max-semi-space-size=64'];
    const args = [...flags, join(folder, 'record.mjs'), variant, signal, `${counter.url}/v1/${signal}`, built('otlp'), built('recorder')];
    const { stdout } = await execute(process.execPath, args, { cwd: folder, timeout: 300_000 });
    const result = JSON.parse(stdout) as { micros: number; bytes: number; items: number };
    const { spans, logs } = await counter.take();
    if (spans + logs !== result.items) throw new Error(`${variant} recorded ${result.items} ${signal}, of which ${spans + logs} arrived`);
    return result;
  };
  try {
    const figures: Figures[] = [];
    for (const [signal, item] of [
      ['traces', 'span'],
      ['logs', 'log record'],
    ] as const) {
      const results = variants.map((): { micros: number; bytes: number }[] => []);
      for (let round = 0; round < rounds; round++) {
        for (const [index, variant] of variants.entries()) {
          progress(`recorder, ${signal}: round ${round + 1} of ${rounds}, ${variant}`);
          results[index]?.push(await run(variant, signal));
        }
      }
      for (const [index, variant] of variants.entries()) {
        const of = (field: 'micros' | 'bytes') => summarize((results[index] ?? []).map((result) => result[field]));
        figures.push({ name: `a ${item}, all in, ${names[variant]}: CPU`, unit: 'us', ...of('micros') });
        figures.push({ name: `a ${item}, ${names[variant]}: allocated, the caller's own objects included`, unit: 'B', ...of('bytes') });
      }
    }
    return figures;
  } finally {
    counter.close();
  }
}
