import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tagSuffix } from '../../lib/azure/regions';
import { Deployment } from '../../lib/deployment/deployment';
import { requestFromDeployment } from '../../lib/deployment/request-from-deployment';
import { ServiceTagFile } from '../../lib/input/service-tag-file';
import { explainer } from '../../lib/verification/explain';
import { parseFlow } from '../../lib/verification/flow';
import { readRequest } from '../../lib/verification/read-request';
import { madeTagFile } from './tags';

/**
 * How many flows of the examples are unknown when a service tag file is given, and why. Flows are to both ends of every tag of a made-up
 * file, to the tags themselves, to hosts that are documented and to some that are not, and to private addresses. Run `npm run examples`
 * before.
 */
const root = join(__dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'unknown-flows-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const PORTS = [['tcp', 22], ['tcp', 80], ['tcp', 443], ['tcp', 445], ['udp', 53], ['udp', 5831]] as const;
const HOSTS = [
  'pypi.org', 'files.pythonhosted.org', 'conda.anaconda.org', 'github.com', 'huggingface.co', 'example.com',
  'login.microsoftonline.com', 'management.azure.com', 'mcr.microsoft.com', 'contosoml.blob.core.windows.net',
];
const ADDRESSES = ['8.8.8.8', '41.0.0.1', '10.1.1.200', '10.200.0.9', '192.168.7.7', '168.63.129.16', '169.254.169.254'];

/** The first and the last address of a range `20.<n>.0.0/<length>`. */
const endsOf = (range: string): string[] => [range.replace(/0\/\d+$/, '0'), range.replace(/0\/(\d+)$/, (_, length) =>
  String(2 ** (32 - Number(length)) - 1))];

function endpoints(tags: ReadonlyMap<string, string>): string[] {
  return [...tags.keys(), ...new Set([...tags.values()].flatMap(endsOf)), ...ADDRESSES];
}

interface Count { asked: number; unknown: number }

const reasons = new Map<string, number>();
const whole: Count = { asked: 0, unknown: 0 };
for (const name of readdirSync(join(root, 'examples')).filter((file) => file.endsWith('.yaml')).sort()) {
  const output = join(root, 'cdktf.out', 'examples', name.replace(/\.yaml$/, ''));
  const deployment = Deployment.fromFile(join(root, 'examples', name));
  const { cloud, region } = deployment.requirements;
  if (!existsSync(output) || region === undefined) {
    process.stdout.write(`${name}: not synthesized\n`);
    continue;
  }
  const { text, tags } = madeTagFile(cloud, tagSuffix('Storage', region, cloud));
  const path = join(folder, `${name}.json`);
  writeFileSync(path, text);
  const { network, options } = readRequest(requestFromDeployment(deployment, { paths: [output] }));
  const explain = explainer(network, { ...options, serviceTags: ServiceTagFile.fromFile(path) });
  const count: Count = { asked: 0, unknown: 0 };
  for (const { name: subnet } of options.subnets) {
    const outbound = [...endpoints(tags), ...HOSTS].map((end) => ['outbound', end] as const);
    for (const [direction, end] of [...outbound, ...endpoints(tags).map((one) => ['inbound', one] as const)]) {
      for (const [protocol, port] of PORTS) {
        const { outcome, steps } = explain(parseFlow(`${subnet} ${direction} ${protocol} ${port} ${end}`, cloud));
        count.asked++;
        if (outcome === 'unknown') {
          count.unknown++;
          const step = steps.find(({ result }) => result === 'unknown')!;
          const why = `${direction}: ${step.cause?.own ?? step.text}`.replaceAll(end, 'END').replace(/\b\d+(\.\d+){3}(\/\d+)?/g, 'ADDRESS');
          reasons.set(why, (reasons.get(why) ?? 0) + 1);
        }
      }
    }
  }
  whole.asked += count.asked;
  whole.unknown += count.unknown;
  process.stdout.write(`${name}: ${share(count)}\n`);
}
process.stdout.write(`all: ${share(whole)}\n\n`);
[...reasons].sort(([, a], [, b]) => b - a).forEach(([why, times]) => process.stdout.write(`${String(times).padStart(6)}  ${why}\n`));

function share({ asked, unknown }: Count): string {
  return `${unknown} of ${asked} flows unknown (${(100 * unknown / Math.max(1, asked)).toFixed(1)} %)`;
}
