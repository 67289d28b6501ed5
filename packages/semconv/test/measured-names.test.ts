import * as incubating from '@opentelemetry/semantic-conventions/incubating';
import { describe, expect, it } from 'vitest';
import * as container from '../src/container.js';
import * as dns from '../src/dns.js';
import * as genAi from '../src/gen-ai.js';
import * as graphql from '../src/graphql.js';
import * as hardware from '../src/hardware.js';
import * as pressure from '../src/host-pressure.js';
import type { MetricDefinition } from '../src/metric-definition.js';
import * as nodejs from '../src/nodejs.js';
import * as process from '../src/process.js';
import * as system from '../src/system.js';
import * as v8js from '../src/v8js.js';
import { conventionComments } from './convention-comments.js';

const OWN_NAMES = [
  'system.cpu.load_average.15m',
  'system.cpu.load_average.1m',
  'system.cpu.load_average.5m',
  'telewright.host.pressure.kind',
  'telewright.host.pressure.resource',
  'telewright.host.pressure.time',
];

const exported: Record<string, string | MetricDefinition> = {
  ...container,
  ...dns,
  ...genAi,
  ...graphql,
  ...hardware,
  ...nodejs,
  ...pressure,
  ...process,
  ...system,
  ...v8js,
};
const conventions: Record<string, unknown> = { ...incubating };
const nameOf = (value: string | MetricDefinition): string => (typeof value === 'string' ? value : value.name);
const standard = Object.entries(exported).filter(([, value]) => !OWN_NAMES.includes(nameOf(value)));

describe('host and runtime metric names', () => {
  it('are those of the conventions, under the conventions’ own constant', () => {
    for (const [constant, value] of standard) {
      expect(conventions[typeof value === 'string' ? constant : `METRIC_${constant}`], constant).toBe(nameOf(value));
    }
  });

  it('include none that the conventions have deprecated', () => {
    const comments = conventionComments();
    // The names of generative AI have a repository of their own now; they have not changed.
    const retired = /@deprecated (?!Moved to the \[OpenTelemetry GenAI)/;
    expect(comments.get('ATTR_SYSTEM_DEVICE')).toMatch(retired);
    for (const [constant, value] of standard) {
      expect(comments.get(typeof value === 'string' ? constant : `METRIC_${constant}`) ?? '', constant).not.toMatch(retired);
    }
  });

  it('are our own only where the conventions have none', () => {
    const taken = new Set(Object.values(conventions));
    const own = Object.values(exported)
      .map(nameOf)
      .filter((name) => !taken.has(name));
    expect(own.sort()).toEqual(OWN_NAMES);
  });

  it('give every time in seconds and every size in bytes', () => {
    const units = Object.values(exported).flatMap((value) => (typeof value === 'string' ? [] : [`${value.name} ${value.unit}`]));
    expect(units.filter((line) => /time|delay|duration/.test(line)).every((line) => line.endsWith(' s'))).toBe(true);
    expect(
      units.filter((line) => /\.(io|limit)\b(?!_)|memory\.\S+(?<!utilization) |space\./.test(line)).every((line) => line.endsWith(' By')),
    ).toBe(true);
    expect(units.filter((line) => /utilization|charge/.test(line)).every((line) => line.endsWith(' 1'))).toBe(true);
  });

  it('cover all that the conventions have for Node.js and V8', () => {
    const comments = conventionComments();
    const theirs = Object.entries(conventions).flatMap(([constant, value]) =>
      /^METRIC_(NODEJS|V8JS)_/.test(constant) && !comments.get(constant)?.includes('@deprecated') ? [value] : [],
    );
    const ours = new Set(Object.values(exported).map(nameOf));
    expect(theirs.length).toBeGreaterThan(10);
    expect(theirs.filter((name) => !ours.has(name as string))).toEqual([]);
  });
});
