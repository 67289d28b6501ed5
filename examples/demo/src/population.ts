/** A simulated user: where it is, what it uses, and on which network. */
export interface SimulatedUser {
  readonly id: string;
  readonly region: string;
  readonly timezone: string;
  readonly device: 'mobile' | 'desktop' | 'tablet';
  readonly networkType: 'wired' | 'wifi' | '5g' | '4g';
}

const places = [
  { region: 'DE', timezone: 'Europe/Berlin' },
  { region: 'US', timezone: 'America/New_York' },
  { region: 'BR', timezone: 'America/Sao_Paulo' },
  { region: 'JP', timezone: 'Asia/Tokyo' },
  { region: 'KE', timezone: 'Africa/Nairobi' },
] as const;
const devices = ['mobile', 'desktop', 'tablet'] as const;
const networks = ['wired', 'wifi', '5g', '4g'] as const;

/** Makes a population in which every place, device and network occurs, the same in every run. */
export function population(size: number): SimulatedUser[] {
  return Array.from({ length: size }, (_, index) => ({
    id: `user-${index + 1}`,
    ...(places[index % places.length] as (typeof places)[number]),
    device: devices[index % devices.length] as SimulatedUser['device'],
    networkType: networks[Math.floor(index / devices.length) % networks.length] as SimulatedUser['networkType'],
  }));
}
