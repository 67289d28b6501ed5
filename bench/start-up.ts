import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Receiver } from '@telewright/testing';
import { type Figures, summarize } from './figures.ts';

interface Start {
  readonly listeningMillis: number;
  readonly cpuMillis: number;
  readonly rssMegabytes: number;
}

const apps = { 'plain http, CommonJS': 'http.cjs', 'express + pino, ESM': 'express-pino.mjs' } as const;
const rounds = 15;

/** Measures the start of an app, bare and preloaded in turn: time to "listening", CPU until settled, memory then. */
export async function measureStartUp(receiver: Receiver, progress: (text: string) => void): Promise<Figures[]> {
  const all: Figures[] = [];
  for (const [name, file] of Object.entries(apps)) {
    const bare: Start[] = [];
    const ours: Start[] = [];
    for (let round = -1; round < rounds; round++) {
      progress(`start-up, ${name}: round ${Math.max(0, round) + 1} of ${rounds}`);
      const [withoutUs, withUs] = [
        await start(file, [], receiver.url),
        await start(file, ['--require', '@telewright/node/register'], receiver.url),
      ];
      if (round < 0) continue; // the first round warms the file cache
      bare.push(withoutUs);
      ours.push(withUs);
    }
    const difference = (field: keyof Start): number[] => ours.map((value, index) => value[field] - (bare[index] as Start)[field]);
    all.push(
      { name: `${name}: bare, to "listening"`, unit: 'ms', ...summarize(bare.map(({ listeningMillis }) => listeningMillis)) },
      { name: `${name}: added to "listening"`, unit: 'ms', ...summarize(difference('listeningMillis')) },
      { name: `${name}: CPU added until settled`, unit: 'ms', ...summarize(difference('cpuMillis')) },
      { name: `${name}: memory (RSS) added`, unit: 'MB', ...summarize(difference('rssMegabytes')) },
    );
  }
  return all;
}

function start(file: string, flags: readonly string[], endpoint: string): Promise<Start> {
  return new Promise((resolve, reject) => {
    const begin = performance.now();
    const child = spawn(process.execPath, [...flags, file], {
      cwd: fileURLToPath(new URL('apps/', import.meta.url)),
      env: { ...process.env, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_SERVICE_NAME: 'bench' },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let listeningMillis = 0;
    let rest: Omit<Start, 'listeningMillis'> | undefined;
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line === 'listening') listeningMillis = performance.now() - begin;
      else rest = JSON.parse(line);
    });
    child.once('close', () => (rest ? resolve({ listeningMillis, ...rest }) : reject(new Error(`${file} ended without figures`))));
  });
}
