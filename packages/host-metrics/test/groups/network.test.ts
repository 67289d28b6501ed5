import { describe, expect, it } from 'vitest';
import { readHost } from '../../src/read-host.js';
import { layOutMachine } from '../machine.js';
import { valuesOf } from '../values-of.js';

describe('network', () => {
  it('tells bytes, packets, errors and drops of each direction', () => {
    expect(valuesOf('network').slice(8, 16)).toEqual([
      'system.network.io By {"network.interface.name":"wlp0s20f3","network.io.direction":"receive"} 5203441201',
      'system.network.packet.count {packet} {"network.interface.name":"wlp0s20f3","network.io.direction":"receive"} 4203112',
      'system.network.errors {error} {"network.interface.name":"wlp0s20f3","network.io.direction":"receive"} 3',
      'system.network.packet.dropped {packet} {"network.interface.name":"wlp0s20f3","network.io.direction":"receive"} 1204',
      'system.network.io By {"network.interface.name":"wlp0s20f3","network.io.direction":"transmit"} 812034411',
      'system.network.packet.count {packet} {"network.interface.name":"wlp0s20f3","network.io.direction":"transmit"} 2103341',
      'system.network.errors {error} {"network.interface.name":"wlp0s20f3","network.io.direction":"transmit"} 0',
      'system.network.packet.dropped {packet} {"network.interface.name":"wlp0s20f3","network.io.direction":"transmit"} 7',
    ]);
  });

  it('reads lines without a space after the colon', () => {
    const machine = layOutMachine();
    machine.write('proc/net/dev', ' eth0:1024 2 0 0 0 0 0 0 2048 3 0 0 0 0 0 0\n');
    expect(valuesOf('network', machine)[0]).toContain(' 1024');
  });

  it('takes the interfaces that a filter of one’s own names', () => {
    const { network } = readHost({ ...layOutMachine('laptop').options, include: ['network'], networkInterfaces: (name) => name === 'lo' });
    expect(network?.map(({ name }) => name)).toEqual(['lo']);
  });
});
