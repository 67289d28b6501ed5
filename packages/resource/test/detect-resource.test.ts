import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DetectorName, detectorNames, detectResource } from '../src/index.js';
import { fileTree } from './file-tree.js';
import { processFacts, resourceOf, rulesFor, uuid } from './resource-of.js';

describe('detectResource', () => {
  it('takes a label from code, then its variable, OTEL_RESOURCE_ATTRIBUTES, annotation, label', () => {
    const fileRoot = fileTree({
      'etc/podinfo/annotations': 'resource.opentelemetry.io/finops.team.name="annotation"\n',
      'etc/podinfo/labels': 'team="label"\n',
    });
    const environment: Record<string, string> = { FINOPS_TEAM: 'variable', OTEL_RESOURCE_ATTRIBUTES: 'finops.team.name=attributes' };
    const team = (labels = {}): unknown[] => {
      const { attributes, sources } = resourceOf({ environment, fileRoot, labels });
      return [attributes['finops.team.name'], sources['finops.team.name']];
    };
    expect(team({ team: 'code' })).toEqual(['code', 'code']);
    expect(team()).toEqual(['variable', 'FINOPS_TEAM']);
    delete environment['FINOPS_TEAM'];
    expect(team()).toEqual(['attributes', 'OTEL_RESOURCE_ATTRIBUTES']);
    delete environment['OTEL_RESOURCE_ATTRIBUTES'];
    expect(team()).toEqual(['annotation', '/etc/podinfo/annotations']);
    const onlyLabel = fileTree({ 'etc/podinfo/labels': 'team="label"\n' });
    expect(resourceOf({ fileRoot: onlyLabel }).sources['finops.team.name']).toBe('/etc/podinfo/labels');
  });

  it('takes the service name from code, OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES, the pod, package.json, the systemd unit', () => {
    const fileRoot = fileTree({
      'etc/podinfo/labels': 'app.kubernetes.io/name="from-label"\n',
      'proc/self/cgroup': '0::/system.slice/from-unit.service\n',
      'app/package.json': '{"name":"@acme/from-package"}',
      'app/main.js': '',
    });
    const environment: Record<string, string> = {
      OTEL_SERVICE_NAME: 'from-variable',
      OTEL_RESOURCE_ATTRIBUTES: 'service.name=from-attributes',
      INVOCATION_ID: '0a1b',
    };
    const name = (more = {}): unknown[] => {
      const { attributes, sources } = resourceOf({ environment, fileRoot, entryPoint: `${fileRoot}/app/main.js`, ...more });
      return [attributes['service.name'], sources['service.name']];
    };
    expect(name({ labels: { service: 'from-code' } })).toEqual(['from-code', 'code']);
    expect(name()).toEqual(['from-variable', 'OTEL_SERVICE_NAME']);
    environment['OTEL_SERVICE_NAME'] = ' ';
    expect(name()).toEqual(['from-attributes', 'OTEL_RESOURCE_ATTRIBUTES']);
    delete environment['OTEL_RESOURCE_ATTRIBUTES'];
    expect(name()).toEqual(['from-label', '/etc/podinfo/labels']);
    expect(name({ podInfoDirectory: '/elsewhere' })).toEqual(['from-package', 'package.json']);
    expect(name({ podInfoDirectory: '/elsewhere', entryPoint: undefined })).toEqual(['from-unit', 'systemd unit']);
  });

  it('falls back to unknown_service with the executable, and says so', () => {
    const resource = resourceOf();
    expect(resource.attributes['service.name']).toBe('unknown_service:node');
    expect(resource.sources['service.name']).toBe('default');
    expect(rulesFor(resource, 'service.name')).toEqual(['default-name']);
  });

  it('treats unknown_service from a variable as a placeholder', () => {
    const resource = resourceOf({
      environment: { OTEL_SERVICE_NAME: 'unknown_service:java', OTEL_RESOURCE_ATTRIBUTES: 'service.name=shop' },
    });
    expect(resource.attributes['service.name']).toBe('shop');
    expect(resource.findings[0]).toMatchObject({
      key: 'service.name',
      rule: 'placeholder',
      got: "'unknown_service:java'",
      source: 'OTEL_SERVICE_NAME',
      action: 'the value from OTEL_RESOURCE_ATTRIBUTES is sent',
    });
  });

  it('gives process, host and operating system by the names and values of the conventions', () => {
    const { attributes, sources } = resourceOf({ process: { ...processFacts, osVersion: '6.1.0' } });
    expect(attributes).toEqual({
      'service.name': 'unknown_service:node',
      'service.instance.id': uuid,
      'process.pid': 42,
      'process.executable.name': 'node',
      'process.executable.path': '/usr/local/bin/node',
      'process.runtime.name': 'nodejs',
      'process.runtime.version': '24.21.0',
      'host.name': 'node-7',
      'host.arch': 'amd64',
      'os.type': 'linux',
      'os.version': '6.1.0',
    });
    expect(sources['process.pid']).toBe('detected from process');
  });

  it('knows windows paths and names', () => {
    const { attributes } = resourceOf({
      process: { ...processFacts, executablePath: 'C:\\node\\node.exe', runtimeVersion: 'v22.15.0', platform: 'win32', arch: 'ia32' },
    });
    expect(attributes).toMatchObject({
      'service.name': 'unknown_service:node.exe',
      'process.executable.name': 'node.exe',
      'process.runtime.version': '22.15.0',
      'os.type': 'windows',
      'host.arch': 'x86',
    });
  });

  it('sends the command line only if it is given', () => {
    expect(resourceOf().attributes['process.command_args']).toBeUndefined();
    const facts = { ...processFacts, commandArguments: ['node', 'app.js'] };
    expect(resourceOf({ process: facts }).attributes['process.command_args']).toEqual(['node', 'app.js']);
  });

  it('lets code and OTEL_RESOURCE_ATTRIBUTES beat what is detected', () => {
    const { attributes } = resourceOf({
      environment: { OTEL_RESOURCE_ATTRIBUTES: 'host.name=given,process.pid=7,a.b=c' },
      attributes: { 'process.pid': 8, list: ['x', 'y'], skipped: undefined },
    });
    expect(attributes).toMatchObject({ 'host.name': 'given', 'process.pid': 8, 'a.b': 'c', list: ['x', 'y'] });
    expect('skipped' in attributes).toBe(false);
  });

  it('takes the last of several values for one key in OTEL_RESOURCE_ATTRIBUTES', () => {
    expect(resourceOf({ environment: { OTEL_RESOURCE_ATTRIBUTES: 'k=1,k=2' } }).attributes['k']).toBe('2');
  });

  it('discards all of a broken OTEL_RESOURCE_ATTRIBUTES, says why without quoting it, and keeps the FINOPS labels', () => {
    const environment = { OTEL_RESOURCE_ATTRIBUTES: 'service.version=1,hunter2', FINOPS_TEAM: 'core' };
    const { attributes, findings } = resourceOf({ environment });
    expect(attributes['service.version']).toBeUndefined();
    expect(attributes['finops.team.name']).toBe('core');
    expect(findings[0]).toEqual({
      key: 'OTEL_RESOURCE_ATTRIBUTES',
      rule: 'unparsable',
      severity: 'error',
      expected: "key=value,key=value with ',', '=' and '%' percent-encoded",
      got: "pair 2 has no '='",
      source: 'OTEL_RESOURCE_ATTRIBUTES',
      action: 'all of it is discarded, as the specification says',
      remedy: "correct OTEL_RESOURCE_ATTRIBUTES: pair 2 has no '='",
    });
    expect(JSON.stringify(findings)).not.toContain('hunter2');
  });

  it('derives the namespace from Kubernetes and the grid zone from the cloud region', () => {
    const { attributes, sources } = resourceOf({
      environment: { K8S_NAMESPACE: 'shop', OTEL_RESOURCE_ATTRIBUTES: 'cloud.region=eu-north-1' },
    });
    expect(attributes).toMatchObject({ 'service.namespace': 'shop', 'finops.grid.zone': 'SE' });
    expect(sources).toMatchObject({
      'service.namespace': 'derived from k8s.namespace.name',
      'finops.grid.zone': 'derived from cloud.region',
    });
  });

  it('uses the revision as version where there is no other', () => {
    const environment = { GITHUB_ACTIONS: 'true', GITHUB_SHA: 'abc123' };
    const { attributes, sources } = resourceOf({ environment });
    expect([attributes['service.version'], sources['service.version']]).toEqual(['abc123', 'GitHub Actions']);
  });

  it('reports label options that it does not know, and values of the wrong type', () => {
    const labels = { taem: 'core', team: 7, service: 'shop' } as never;
    const { attributes, findings } = resourceOf({ labels, attributes: { bad: { nested: true } as never, worse: Number.NaN } });
    expect(attributes).not.toHaveProperty('bad');
    expect(attributes).not.toHaveProperty('worse');
    expect(findings.slice(0, 4)).toMatchObject([
      { key: 'finops.team.name', rule: 'malformed', got: 'a value of type number', action: 'left out' },
      { key: 'bad', rule: 'malformed', got: 'a value of type object' },
      { key: 'worse', rule: 'malformed', got: 'a value of type number' },
      { key: 'taem', rule: 'unknown-option', action: 'left out' },
    ]);
  });

  it('uses only the detectors that are asked for', () => {
    const environment = { OTEL_RESOURCE_ATTRIBUTES: 'a=b', FINOPS_TEAM: 'core', OTEL_SERVICE_NAME: 'shop' };
    expect(resourceOf({ environment, detectors: [] }).attributes).toEqual({ 'service.name': 'shop', 'finops.team.name': 'core' });
    expect(resourceOf({ environment, detectors: ['env', 'os'] }).attributes).toEqual({
      'service.name': 'shop',
      'finops.team.name': 'core',
      a: 'b',
      'os.type': 'linux',
    });
  });

  it('lets the later detector win where two know an attribute', () => {
    const environment = { OTEL_RESOURCE_ATTRIBUTES: 'host.name=given' };
    const name = (detectors: DetectorName[]): unknown => resourceOf({ environment, detectors }).attributes['host.name'];
    expect([name(['host', 'env']), name(['env', 'host']), name(['env', 'host', 'env'])]).toEqual(['given', 'node-7', 'given']);
    expect(name([...detectorNames])).toBe('given');
  });

  it('gives the same bytes for the same input, labels first, and is frozen', () => {
    const input = { environment: { OTEL_RESOURCE_ATTRIBUTES: 'z=1,finops.team.name=core' }, labels: { service: 'shop' } };
    const [first, second] = [resourceOf(input), resourceOf(input)];
    expect(JSON.stringify(first)).toBe(JSON.stringify(second));
    expect(Object.keys(first.attributes).slice(0, 4)).toEqual(['service.name', 'service.instance.id', 'finops.team.name', 'z']);
    expect([first, first.attributes, first.sources, first.findings].every(Object.isFrozen)).toBe(true);
  });

  it('has a source for each attribute and never throws, whatever the environment holds', () => {
    const names = [
      'OTEL_RESOURCE_ATTRIBUTES',
      'OTEL_SERVICE_NAME',
      'FINOPS_TEAM',
      'FINOPS_OWNER',
      'FINOPS_ENVIRONMENT',
      'K8S_POD_NAME',
      'INVOCATION_ID',
    ];
    const fileRoot = fileTree({});
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('__proto__=x', 'constructor', 'prod', 'a=%', `\${X}`, 'x'.repeat(5000)),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), value), (environment) => {
        const { attributes, sources } = detectResource({ environment, process: processFacts, fileRoot });
        expect(Object.keys(sources)).toEqual(Object.keys(attributes));
      }),
      { numRuns: 100 },
    );
  });
});
