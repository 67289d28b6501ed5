import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import pino from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { instrumentPino, type Unsubscribe } from '../src/index.js';
import { CapturedLines, steady } from './captured-lines.js';
import { type CapturedTelemetry, captureTelemetry } from './captured-telemetry.js';

let telemetry: CapturedTelemetry;
let stop: Unsubscribe;
const folder = mkdtempSync(join(tmpdir(), 'telewright-pino-'));

/** As `@opentelemetry/instrumentation-pino` names the stream that it adds to a logger. */
class OTelPinoStream extends Writable {
  override _write(_chunk: unknown, _encoding: unknown, done: () => void): void {
    done();
  }
}

function transportIn(name: string): string {
  const file = join(folder, 'node_modules', name, 'index.mjs');
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, `import { Writable } from 'node:stream';\nexport default () => new Writable({ write: (_c, _e, done) => done() });\n`);
  return file;
}

beforeAll(() => {
  telemetry = captureTelemetry();
});
afterEach(() => stop());
afterAll(() => {
  telemetry.stop();
  rmSync(folder, { recursive: true });
});

describe('a logger whose stream sends its lines by itself', () => {
  it('is not sent again when the stream is that of instrumentation-pino, alone or among others', () => {
    stop = instrumentPino({ sending: true });
    pino(steady, new OTelPinoStream()).info('x');
    pino(steady, pino.multistream([{ stream: new CapturedLines() }, { stream: new OTelPinoStream() }])).info('x');
    expect(telemetry.records()).toEqual([]);
    pino(steady, pino.multistream([{ stream: new CapturedLines() }])).info('x');
    expect(telemetry.records().length).toBe(1);
  });

  it('is not sent again when its worker runs pino-opentelemetry-transport, and is sent with another worker', async () => {
    stop = instrumentPino({ sending: true });
    const before = telemetry.records().length;
    const seen: number[] = [];
    for (const name of ['pino-opentelemetry-transport', 'pino-other-transport']) {
      const transport = pino.transport({ target: transportIn(name) });
      await new Promise((resolve) => transport.once('ready', resolve));
      pino(steady, transport).info('x');
      seen.push(telemetry.records().length - before);
      await new Promise((resolve) => transport.once('close', resolve).end());
    }
    expect(seen).toEqual([0, 1]);
  });
});
