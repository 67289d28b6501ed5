import * as standard from '@opentelemetry/semantic-conventions';
import * as incubating from '@opentelemetry/semantic-conventions/incubating';
import { describe, expect, it } from 'vitest';
import * as finops from '../src/finops.js';
import * as index from '../src/index.js';
import * as resource from '../src/resource-attributes.js';

const own = Object.entries(resource).filter(([name]) => name.startsWith('ATTR_TELEWRIGHT_'));
const copied = Object.entries(resource).filter(([name]) => !name.startsWith('ATTR_TELEWRIGHT_'));

describe('resource attribute names', () => {
  it.each(copied)('%s is the name that the conventions give', (name, value) => {
    expect(value).toBe((incubating as Record<string, unknown>)[name]);
  });

  it('copies exactly these from the incubating conventions, all others are stable', () => {
    expect(
      copied
        .filter(([name]) => !(name in standard))
        .map(([, value]) => value)
        .sort(),
    ).toEqual([
      'cicd.pipeline.name',
      'cicd.pipeline.run.id',
      'cicd.pipeline.run.url.full',
      'cloud.account.id',
      'cloud.availability_zone',
      'cloud.platform',
      'cloud.provider',
      'cloud.region',
      'host.arch',
      'host.id',
      'host.name',
      'host.type',
      'os.type',
      'os.version',
      'process.command_args',
      'process.executable.name',
      'process.executable.path',
      'process.pid',
      'process.runtime.name',
      'process.runtime.version',
      'service.criticality',
      'service.instance.cost_center.id',
      'service.instance.cost_center.name',
      'vcs.ref.head.revision',
      'vcs.repository.url.full',
    ]);
  });

  it('uses a prefix of its own for what the conventions do not name', () => {
    const invented = [...own, ...Object.entries(finops).filter(([name]) => name.startsWith('ATTR_'))].map(([, value]) => value as string);
    expect(invented.every((value) => /^(finops|telewright)\./.test(value))).toBe(true);
    const known = new Set(Object.values({ ...standard, ...incubating }));
    expect(invented.filter((value) => known.has(value as never))).toEqual([]);
  });

  it('is given by the package entry', () => {
    expect(index).toMatchObject({ ...resource, ...finops });
  });
});
