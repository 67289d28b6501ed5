import { context, diag } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { gridZoneOf } from '@telewright/resource';
import { ATTR_CLOUD_REGION, ATTR_FINOPS_GRID_ZONE } from '@telewright/semconv';
import { askAws } from './aws.js';
import { askAzure } from './azure.js';
import type { CloudName } from './cloud-names.js';
import { askGcp } from './gcp.js';
import { type Ask, askUntil, type CloudAttributes } from './metadata-service.js';

type Environment = Readonly<Record<string, string | undefined>>;

const clouds: Readonly<Record<CloudName, (ask: Ask, environment: Environment) => Promise<CloudAttributes>>> = {
  aws: askAws,
  gcp: askGcp,
  azure: askAzure,
};

/** Attributes that came from a cloud, and the cloud that each came from. */
export interface DetectedCloud {
  readonly attributes: Readonly<Record<string, string>>;
  readonly sources: Readonly<Record<string, string>>;
}

/**
 * Asks the metadata services of these clouds, all at once, for 1 second at the most. Of two that answer the later one wins. One that does
 * not answer is told in one line. Never rejects, and is not traced.
 */
export async function detectCloud(
  names: readonly CloudName[],
  environment: Environment,
  timeoutMillis: number = 1_000,
): Promise<DetectedCloud> {
  const ask = askUntil(AbortSignal.timeout(timeoutMillis));
  const answers = await context.with(suppressTracing(context.active()), () =>
    Promise.all(names.map((name) => answer(name, ask, environment))),
  );
  const attributes: Record<string, string> = {};
  const sources: Record<string, string> = {};
  const set = (attribute: string, value: string | undefined, source: string): void => {
    if (!value || value.length > 255) return;
    attributes[attribute] = value;
    sources[attribute] = source;
  };
  for (const [index, found] of answers.entries()) {
    for (const [attribute, value] of Object.entries(found)) set(attribute, value, `metadata service of ${names[index]}`);
  }
  set(ATTR_FINOPS_GRID_ZONE, gridZoneOf(attributes[ATTR_CLOUD_REGION] ?? ''), `derived from ${ATTR_CLOUD_REGION}`);
  return { attributes, sources };
}

async function answer(name: CloudName, ask: Ask, environment: Environment): Promise<CloudAttributes> {
  let reason = 'it does not know this machine';
  try {
    const found = await clouds[name](ask, environment);
    if (Object.keys(found).length > 0) return found;
  } catch (error) {
    reason =
      (error as Error).name === 'AbortError' || (error as Error).name === 'TimeoutError' ? 'no answer in time' : (error as Error).message;
  }
  diag.warn(`the metadata service of ${name} gave nothing (${reason}); its attributes are left out`);
  return {};
}
