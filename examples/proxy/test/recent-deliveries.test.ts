import { describe, expect, it } from 'vitest';
import { RecentDeliveries } from '../src/recent-deliveries.ts';

describe('RecentDeliveries', () => {
  it('holds no more than its capacity and drops the oldest first', () => {
    const recent = new RecentDeliveries(2);
    for (const id of ['a', 'b', 'c']) recent.add(id);
    expect(['a', 'b', 'c'].map((id) => recent.has(id))).toEqual([false, true, true]);
  });

  it('forgets a delivery on request', () => {
    const recent = new RecentDeliveries(2);
    recent.add('a');
    recent.forget('a');
    expect(recent.has('a')).toBe(false);
  });
});
