import { DiagLogLevel, diag } from '@opentelemetry/api';
import { defaultIgnoredPaths, instrumentationNames } from '@telewright/channels';
import { KNOWN_HTTP_METHODS } from '@telewright/semconv';
import { afterEach, describe, expect, it } from 'vitest';
import { activeInstrumentations } from '../src/instrumentations.js';
import { patchedNames } from '../src/patching/patched-libraries.js';
import { resolveSettings } from '../src/settings/resolve.js';

afterEach(() => diag.disable());
const active = (environment: Record<string, string>): string[] => activeInstrumentations(resolveSettings({}, environment).values);

describe('the defaults', () => {
  it('are those of the packages', () => {
    const { values } = resolveSettings({}, {});
    expect(values.instrumentationsEnabled).toEqual([...new Set([...instrumentationNames, 'pino', 'runtime-node', ...patchedNames])]);
    expect(values.ignoreIncomingPaths).toEqual(defaultIgnoredPaths);
    expect(values.httpKnownMethods).toEqual(KNOWN_HTTP_METHODS);
  });
});

describe('activeInstrumentations', () => {
  it('are all of them by default, only the enabled ones, and never a disabled one', () => {
    const names = [
      'http',
      'http2',
      'undici',
      'express',
      'fastify',
      'h3',
      'graphql',
      'ai',
      'ioredis',
      'redis',
      'mysql2',
      'pino',
      'runtime-node',
    ];
    expect(active({})).toEqual([...names, ...patchedNames.filter((name) => !names.includes(name))]);
    expect(active({ OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'pino,http' })).toEqual(['http', 'pino']);
    expect(active({ OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'child_process,dns,net' })).toEqual(['net', 'dns', 'child_process']);
    expect(active({ OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'pino,http', OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'http' })).toEqual(['pino']);
  });

  it('reports a name that it does not know', () => {
    const said: string[] = [];
    const say = (text: string): void => void said.push(text);
    diag.setLogger(
      { error: say, warn: say, info: say, debug: say, verbose: say },
      { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
    );
    expect(active({ OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'http,kafka,fs', OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'dns,net' })).toEqual([
      'http',
    ]);
    expect(said).toEqual([
      expect.stringMatching(/^unknown instrumentation "kafka": expected one of http, http2, .*, winston; it is ignored$/),
      'the instrumentation fs is only active as an instance in start({ instrumentations }); its name is ignored',
    ]);
  });
});
