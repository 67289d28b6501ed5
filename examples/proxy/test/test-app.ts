import type { FastifyInstance } from 'fastify';
import { onTestFinished } from 'vitest';
import { buildApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';

export interface TestApp {
  readonly app: FastifyInstance;
  /** The log lines so far, parsed. */
  readonly lines: Record<string, unknown>[];
}

/** Builds the real service from environment variables, with its log kept; closed when the test ends. */
export function testApp(environment: Record<string, string> = {}, random?: () => number): TestApp {
  const { config, findings } = readConfig(environment);
  if (findings.length > 0) throw new Error(findings.join('\n'));
  const lines: Record<string, unknown>[] = [];
  const app = buildApp(config, { logStream: { write: (line) => lines.push(JSON.parse(line)) }, ...(random && { random }) });
  onTestFinished(() => app.close());
  return { app, lines };
}

/** Starts the real service on a free port and gives its address. */
export async function listeningApp(environment: Record<string, string> = {}): Promise<TestApp & { readonly url: string }> {
  const started = testApp(environment);
  return { ...started, url: await started.app.listen({ host: '127.0.0.1', port: 0 }) };
}
