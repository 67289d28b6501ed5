import { type DetectedResource, detectResource, type ResourceInput } from '../src/index.js';
import { fileTree } from './file-tree.js';

export const processFacts: ResourceInput['process'] = {
  pid: 42,
  executablePath: '/usr/local/bin/node',
  runtimeVersion: '24.21.0',
  platform: 'linux',
  arch: 'x64',
  hostname: 'node-7',
};

export const uuid = '11111111-2222-4333-8444-555555555555';

/** Detects a resource on an empty machine, but for what a test gives. */
export function resourceOf(input: Partial<ResourceInput> = {}): DetectedResource {
  return detectResource({ environment: {}, process: processFacts, fileRoot: fileTree({}), randomUuid: () => uuid, ...input });
}

/** Gives the rules of the findings about one key. */
export function rulesFor(resource: DetectedResource, key: string): string[] {
  return resource.findings.filter((finding) => finding.key === key).map((finding) => finding.rule);
}
