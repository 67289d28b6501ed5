import { offerCi } from './ci-systems.js';
import { offerContainer, offerSystemd } from './container.js';
import { offerResourceAttributes } from './declared-attributes.js';
import { offerGit, offerPackage } from './installed-code.js';
import { offerKubernetes } from './kubernetes.js';
import { offerHost, offerOperatingSystem, offerProcess } from './process-attributes.js';
import type { ResourceBuilder } from './resource-builder.js';
import type { DetectorName, ResourceInput } from './resource-input.js';

type Detector = (builder: ResourceBuilder, input: ResourceInput) => void;

const detectors: Readonly<Record<DetectorName, Detector | undefined>> = {
  // It derives from what all others gave, so it has its turn when they are done.
  serviceinstance: undefined,
  os: offerOperatingSystem,
  host: offerHost,
  process: offerProcess,
  systemd: offerSystemd,
  git: offerGit,
  package: offerPackage,
  ci: offerCi,
  container: offerContainer,
  kubernetes: offerKubernetes,
  env: offerResourceAttributes,
};

/** All detectors, in the order of their precedence: of two that know an attribute, the later one wins. */
export const detectorNames: readonly DetectorName[] = Object.keys(detectors) as DetectorName[];

/** Asks detectors, from the last to the first, for what is still missing. */
export function askDetectors(builder: ResourceBuilder, input: ResourceInput, names: readonly DetectorName[]): void {
  for (const name of names.toReversed()) detectors[name]?.(builder, input);
}
