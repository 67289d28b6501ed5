import type { Counter } from '../counter.ts';
import { startService } from '../service.ts';
import type { Variant } from '../variants.ts';
import type { Case } from './cases.ts';
import { load } from './run.ts';

/** Room for what is allocated in one stretch of load, so that no collection comes between. */
const room = ['--min-semi-space-size=256', '--max-semi-space-size=256'];
const warmUpSeconds = 2;
const stretchSeconds = 0.1;
const stretches = 12;

/** Gives how many bytes a request allocates on the heap of JavaScript, in several stretches of load. */
export async function allocatedPerRequest(measured: Case, variant: Variant, folder: string, counter: Counter): Promise<number[]> {
  const service = await startService({
    folder,
    flags: [...room, ...variant.flags.commonjs],
    app: ['service.cjs', measured.kind],
    environment: variant.environment(counter.url),
  });
  const bytes: number[] = [];
  try {
    await load(service.port, measured.path, warmUpSeconds);
    for (let stretch = 0; stretch < stretches; stretch++) {
      const before = await service.used();
      const { requests } = await load(service.port, measured.path, stretchSeconds);
      const after = await service.used();
      // Where it is less there was a collection.
      if (after.heapUsed > before.heapUsed) bytes.push((after.heapUsed - before.heapUsed) / requests);
    }
  } finally {
    service.kill();
    await counter.take();
  }
  return bytes;
}
