import { describe, expect, it } from 'vitest';
import { valuesOf } from '../values-of.js';

describe('connections', () => {
  it('counts TCP over IPv4 and IPv6 by state', () => {
    const lines = valuesOf('connections');
    expect(lines).toHaveLength(11);
    expect(lines.filter((line) => !line.endsWith(' 0'))).toEqual([
      'system.network.connection.count {connection} {"network.transport":"tcp","network.connection.state":"established"} 1',
      'system.network.connection.count {connection} {"network.transport":"tcp","network.connection.state":"time_wait"} 1',
      'system.network.connection.count {connection} {"network.transport":"tcp","network.connection.state":"close_wait"} 1',
      'system.network.connection.count {connection} {"network.transport":"tcp","network.connection.state":"listen"} 2',
    ]);
  });
});
