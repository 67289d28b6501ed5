import { ATTR_SERVICE_NAME, ATTR_SERVICE_VERSION, ATTR_VCS_REF_HEAD_REVISION, ATTR_VCS_REPOSITORY_URL_FULL } from '@telewright/semconv';
import { offerCi } from './ci-systems.js';
import { readGitCheckout } from './git-checkout.js';
import { entryDirectory, findManifest, isInstalled } from './package-manifest.js';
import type { ResourceBuilder } from './resource-builder.js';
import type { DetectorName, ResourceInput } from './resource-input.js';

/** Offers what package.json, CI and git tell about the code that runs. */
export function offerInstalledCode(builder: ResourceBuilder, input: ResourceInput, uses: (name: DetectorName) => boolean): void {
  if (uses('ci')) offerCi(builder, input.environment);
  const entry = entryDirectory(input.entryPoint);
  if (uses('package') && (builder.needs(ATTR_SERVICE_NAME) || builder.needs(ATTR_SERVICE_VERSION))) {
    const manifest = findManifest(entry, input.workingDirectory);
    builder.offer(ATTR_SERVICE_NAME, manifest?.name, 'package.json');
    builder.offer(ATTR_SERVICE_VERSION, manifest?.version, 'package.json');
  }
  const start = entry === undefined || isInstalled(entry) ? input.workingDirectory : entry;
  if (uses('git') && start !== undefined && (builder.needs(ATTR_VCS_REF_HEAD_REVISION) || builder.needs(ATTR_VCS_REPOSITORY_URL_FULL))) {
    const checkout = readGitCheckout(start);
    builder.offer(ATTR_VCS_REF_HEAD_REVISION, checkout?.revision, 'git');
    builder.offer(ATTR_VCS_REPOSITORY_URL_FULL, checkout?.remote, 'git');
  }
  builder.offer(ATTR_SERVICE_VERSION, builder.get(ATTR_VCS_REF_HEAD_REVISION), builder.sourceOf(ATTR_VCS_REF_HEAD_REVISION) ?? '');
}
