/** What a simulated network is called by the conventions, and the latency that it has, in milliseconds. */
export interface SyntheticNetwork {
  readonly type: 'wired' | 'wifi' | 'cell';
  readonly subtype?: 'nr' | 'lte' | 'umts' | 'edge';
  readonly minimumMs: number;
  readonly maximumMs: number;
}

export const syntheticNetworks = {
  wired: { type: 'wired', minimumMs: 1, maximumMs: 10 },
  wifi: { type: 'wifi', minimumMs: 5, maximumMs: 40 },
  '5g': { type: 'cell', subtype: 'nr', minimumMs: 10, maximumMs: 40 },
  '4g': { type: 'cell', subtype: 'lte', minimumMs: 30, maximumMs: 80 },
  '3g': { type: 'cell', subtype: 'umts', minimumMs: 80, maximumMs: 250 },
  '2g': { type: 'cell', subtype: 'edge', minimumMs: 250, maximumMs: 600 },
} as const satisfies Record<string, SyntheticNetwork>;

export type NetworkType = keyof typeof syntheticNetworks;
