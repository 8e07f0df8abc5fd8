import { execFileSync } from 'node:child_process';
import { readNetwork, verify } from './evaluated';
import { CASES, subnetId } from './networks';

/**
 * CPU time and memory of one verification of large networks, reading included, each in a new process, and how the time grows with the
 * rules. Goals are those of the list. The exit code is 1 when a goal is missed twice over, which no other load on the machine explains.
 */
const [wanted] = process.argv.slice(2);
if (wanted !== undefined) {
  const one = CASES.find(({ name }) => name === wanted)!;
  const resource = one.make();
  const names = Object.keys(resource['azurerm_subnet']!);
  const start = process.cpuUsage();
  const { findings } = verify(readNetwork({ resource }), names.map((name) => [name, subnetId(name)] as const));
  const { user, system } = process.cpuUsage(start);
  process.stdout.write(JSON.stringify({ ms: (user + system) / 1000, mb: process.memoryUsage().rss / 1e6, findings }));
} else {
  const times = new Map<string, number>();
  process.stdout.write('Verification of large networks, a new process each\n');
  for (const { name, goal, smaller } of CASES) {
    const run = execFileSync(process.execPath, [...process.execArgv, __filename, name], { encoding: 'utf8' });
    const { ms, mb, findings } = JSON.parse(run) as { ms: number; mb: number; findings: number };
    times.set(name, ms);
    const growth = smaller === undefined ? '' : `; growth for ten times as many: ${(ms / times.get(smaller)!).toFixed(1)}`;
    process.stdout.write(`${name}: ${ms.toFixed(0)} CPU ms (goal ${goal}), ${mb.toFixed(0)} MB, ${findings} findings${growth}\n`);
    process.exitCode = ms > 2 * goal ? 1 : process.exitCode;
  }
}
