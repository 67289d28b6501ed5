import { ATTR_SERVICE_NAME, ATTR_SERVICE_VERSION, ATTR_VCS_REF_HEAD_REVISION, ATTR_VCS_REPOSITORY_URL_FULL } from '@telewright/semconv';
import { readGitCheckout } from './git-checkout.js';
import { entryDirectory, findManifest, isInstalled } from './package-manifest.js';
import type { ResourceBuilder } from './resource-builder.js';
import type { ResourceInput } from './resource-input.js';

/** Offers name and version of the package that the running code belongs to. */
export function offerPackage(builder: ResourceBuilder, input: ResourceInput): void {
  if (!builder.needs(ATTR_SERVICE_NAME) && !builder.needs(ATTR_SERVICE_VERSION)) return;
  const manifest = findManifest(entryDirectory(input.entryPoint), input.workingDirectory);
  builder.offer(ATTR_SERVICE_NAME, manifest?.name, 'package.json');
  builder.offer(ATTR_SERVICE_VERSION, manifest?.version, 'package.json');
}

/** Offers revision and repository of the git checkout that the running code is in. */
export function offerGit(builder: ResourceBuilder, input: ResourceInput): void {
  const entry = entryDirectory(input.entryPoint);
  const start = entry === undefined || isInstalled(entry) ? input.workingDirectory : entry;
  if (start === undefined || (!builder.needs(ATTR_VCS_REF_HEAD_REVISION) && !builder.needs(ATTR_VCS_REPOSITORY_URL_FULL))) return;
  const checkout = readGitCheckout(start);
  builder.offer(ATTR_VCS_REF_HEAD_REVISION, checkout?.revision, 'git');
  builder.offer(ATTR_VCS_REPOSITORY_URL_FULL, checkout?.remote, 'git');
}
