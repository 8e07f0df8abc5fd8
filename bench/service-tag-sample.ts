/**
 * A made-up service tag file of the size and shape of that of public Azure (2025-11-10: 3,041 tags, 95,823 prefixes, of which a
 * quarter are IPv6 and half are in several tags; the median tag has 6). The same bytes in each run.
 */
const REGIONS = 64;
const SERVICES = 46;

export function sampleFile(): string {
  const random = numbers(20251110);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
  const ipv4 = (region: number): string => {
    const length = pick([24, 25, 26, 27, 27, 28, 28, 28, 29, 29, 30, 30, 31, 31, 32, 32]);
    const address = (20 * 2 ** 24 + region * 2 ** 17 + Math.floor(random() * 2 ** 17 / 2 ** (32 - length)) * 2 ** (32 - length));
    return `${[24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.')}/${length}`;
  };
  const ipv6 = (region: number): string => {
    const length = pick([48, 56, 64, 122, 123, 124, 125, 126, 127, 128]);
    const groups = [0x2603, 0x1000 + region * 16, Math.floor(random() * 8) * 256, 0, 0, 0, 0, 0];
    if (length > 64) {
      groups[3] = pick([1, 2, 0x402, 0x802]);
      groups[7] = Math.floor(random() * 4096 / 2 ** (128 - length)) * 2 ** (128 - length);
    }
    return `${groups.map((group) => group.toString(16)).join(':').replace(/(:0)+$/, '::').replace(/(:0){2,}:/, '::')}/${length}`;
  };
  const tags = new Map<string, string[]>([['AzureCloud', []]]);
  for (let service = 0; service < SERVICES; service++) {
    const whole: string[] = [];
    tags.set(`Service${service}`, whole);
    for (let region = 0; region < REGIONS; region++) {
      const prefixes = Array.from({ length: Math.floor(2 ** (random() * 5.6)) }, () => (random() < 0.75 ? ipv4(region) : ipv6(region)));
      tags.set(`Service${service}.Region${region}`, prefixes);
      whole.push(...prefixes);
      tags.get('AzureCloud')!.push(...prefixes.filter(() => random() < 0.4));
    }
  }
  const values = [...tags].map(([name, addressPrefixes], i) => ({
    name, id: name,
    properties: {
      changeNumber: i, region: '', regionId: 0, platform: 'Azure', systemService: 'Service', addressPrefixes,
      networkFeatures: ['API', 'NSG', 'UDR', 'FW'],
    },
  }));
  return JSON.stringify({ changeNumber: 1, cloud: 'Public', values }, null, 2);
}

/** Numbers from 0 to 1 that look like chance (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
