// Builds the resource once, in a process that has built none before, and prints how long that took.
import { hostname } from 'node:os';
import { detectResource } from '@telewright/resource';

const { pid, execPath: executablePath, platform, arch } = process;
const input = {
  environment: { OTEL_SERVICE_NAME: 'bench', FINOPS_TEAM: 'platform', FINOPS_ENVIRONMENT: 'test' },
  entryPoint: process.argv[2],
  podInfoDirectory: process.argv[3],
  process: { pid, executablePath, platform, arch, hostname: hostname(), runtimeVersion: process.versions.node },
};
const begin = performance.now();
const { attributes } = detectResource(input);
console.log(JSON.stringify({ millis: performance.now() - begin, attributes: Object.keys(attributes).length }));
