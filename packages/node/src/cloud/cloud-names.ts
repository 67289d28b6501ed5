/** The clouds whose metadata service can be asked, by the names that OpenTelemetry's detectors have. */
export type CloudName = 'aws' | 'gcp' | 'azure';

export const cloudNames: readonly CloudName[] = ['aws', 'gcp', 'azure'];

/** Tells the clouds from the other detectors. */
export function isCloudName(name: string): name is CloudName {
  return cloudNames.some((cloud) => cloud === name);
}
