import { describe, expect, it } from 'vitest';
import { measureHost } from '../../src/measure-host.js';
import { createHostReader, readHost } from '../../src/read-host.js';
import { layOutMachine } from '../machine.js';

const include = ['energy'] as const;
const PACKAGE = 'sys/class/powercap/intel-rapl:0';

describe('energy', () => {
  it('tells packages from the whole host and leaves out the zones within them', () => {
    const measurements = measureHost(readHost({ ...layOutMachine('laptop').options, include }));
    expect(measurements.map(({ metric, value, attributes }) => [metric.name, metric.unit, value, attributes])).toEqual([
      ['hw.energy', 'J', 81_203.441203, { 'hw.id': 'intel-rapl:0', 'hw.name': 'package-0', 'hw.type': 'cpu' }],
      ['hw.host.energy', 'J', 203_441.203112, { 'hw.id': 'intel-rapl:1', 'hw.name': 'psys' }],
    ]);
  });

  it('goes on where the hardware’s counter wraps around', () => {
    const machine = layOutMachine('laptop');
    const read = createHostReader({ ...machine.options, include });
    const joules = (microjoules: number): number | undefined => {
      machine.write(`${PACKAGE}/energy_uj`, `${microjoules}\n`);
      return read().energy?.[0]?.joules;
    };
    expect([joules(262_000_000_000), joules(262_143_000_000), joules(671_150), joules(1_671_150)]).toEqual([
      262_000, 262_143, 262_144, 262_145,
    ]);
  });

  it('never steps back where the kernel tells no range', () => {
    const machine = layOutMachine('laptop');
    machine.remove(`${PACKAGE}/max_energy_range_uj`);
    const read = createHostReader({ ...machine.options, include });
    read();
    machine.write(`${PACKAGE}/energy_uj`, '5000000\n');
    expect(read().energy?.[0]?.joules).toBeCloseTo(81_208.441203, 6);
  });

  it('says that the counter cannot be read', () => {
    const machine = layOutMachine('laptop');
    machine.remove(`${PACKAGE}/energy_uj`);
    const { energy, unavailable } = readHost({ ...machine.options, include });
    expect(energy).toBeUndefined();
    expect(unavailable[0]?.reason).toContain('energy_uj');
  });
});
