import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { run } from '../../lib/cli/program';
import { tagFile, weekly } from '../support/service-tags';

const root = join(__dirname, '..', '..');
const DEPLOYMENT = join(root, 'examples', 'own-requirement.yaml');

function call(...args: string[]): { code: number; out: string; err: string } {
  let [out, err] = ['', ''];
  const code = run(['lookup', ...args], {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
  });
  return { code, out, err };
}

/** What the tests look at in the JSON. */
interface Shown {
  readonly serviceTags?: string[];
  readonly requirements: { readonly id: string; readonly deployment: { readonly state: string; readonly reason: string } }[];
  readonly deployment: {
    readonly requirementIds: string[]; readonly serviceTagRequirementIds: string[]; readonly rules: { readonly where: string }[];
  };
}

function json(...args: string[]): { code: number; results: Shown[] } {
  const { code, out } = call(...args, '--format', 'json');
  return { code, results: JSON.parse(out) as Shown[] };
}

test('a documented host: the requirement, its citation and its scenario', () => {
  const { code, out } = call('pypi.org');
  expect(code).toBe(0);
  expect(out).toContain('python-packages.pypi: outbound TCP 443 to pypi.org');
  expect(out).toContain('how-to-access-azureml-behind-firewall (2023-04-14, 2026-03-19)');
});

test.each(['text', 'markdown'])('a near host says its cloud where that is not public Azure, in %s', (format) => {
  const { out } = call('ml.azure.cn', '--format', format);
  expect(out).toMatch(/studio\.ml\.azure\.cn.*\(a name below it.*; cloud china/);
  expect(out).toMatch(/ml\.azure\.us.*\(spelled nearly the same; cloud government/);
  expect(out).toMatch(/ml\.azure\.com.*\(spelled nearly the same(?!.*cloud)/);
});

test.each(['public', 'government', 'china'])('a near host is of the cloud %s, if that is asked for', (cloud) => {
  const { out } = call('ml.azure.cnn', 'ml.azure.uss', 'ml.azure.comm', '--cloud', cloud);
  const clouds = ['com', 'us', 'cn'].filter((end) => new RegExp(`to \\S*ml\\.azure\\.${end} `).test(out));
  expect(clouds).toEqual([{ public: 'com', government: 'us', china: 'cn' }[cloud]]);
});

test('nothing asks for it: an answer of its own, with what to do', () => {
  const { code, out } = call('exfil.example.com');
  expect(code).toBe(1);
  expect(out).toContain('Nothing documented asks for this.');
  expect(out).toContain('under "requirements" in the deployment file');
});

test('a host of a service that the articles name no host of', () => {
  const { code, out } = call('contoso.openai.azure.com:443');
  expect(code).toBe(1);
  expect(out).toContain('Nothing documented asks for this.');
  expect(out).toContain('how-to-secure-prompt-flow, 2023-11-02');
  expect(call('openai.azure.com.evil.example').out).not.toContain('prompt-flow');
});

test.each([
  ['ci.westus2.instances.ml.azure.ms', '*.instances.azureml.ms'],
  ['cdn-lfs-us-1.hf.co', 'cas-bridge.xethub.hf.co'],
  ['transfer.xethub.hf.co', 'cas-bridge.xethub.hf.co'],
])('nothing documented asks for %s, and it looks like a relative of %s', (host, relative) => {
  const { code, out } = call(host);
  expect(code).toBe(1);
  expect(out).toContain('Nothing documented asks for this.');
  expect(out).toContain(`It looks like a relative of ${relative}`);
});

test.each([
  ['29876', '2022-08-26'], ['BatchNodeManagement.WestUS2:29877/tcp', '2022-08-26'], ['viennaglobal.azurecr.io:443', '2022-09-06'],
])('%s was asked for once, by the article of %s', (endpoint, date) => {
  const { code, out } = call(endpoint);
  expect(code).toBe(1);
  expect(out).toContain(`The article of ${date} asked for it; the editions of 2023-04-14 and later do not.`);
});

test.each(['29875', '29876/udp', 'Storage:29876', 'mine.azurecr.io', 'viennaglobal.azurecr.us'])('%s was not', (endpoint) => {
  expect(call(endpoint).out).not.toContain('and later do not');
});

test('a relative that is documented itself needs no such word', () => {
  expect(call('cas-bridge.xethub.hf.co').out).not.toContain('looks like a relative');
  expect(call('evilhf.co').out).not.toContain('looks like a relative');
});

test.each(['settings.sdk.monitor.azure.com', 'eastus.livediagnostics.monitor.azure.com', '*.identity.azure.net'])(
  '%s is of the list of Foundry resources, which are no workspaces', (host) => {
    const { out } = call(host);

    expect(out).toContain('Nothing documented asks for this.');
    expect(out.replace(/\s+/g, ' ')).toContain('foundry/how-to/managed-virtual-network, 2026-08-18');
  });

test('what the other edition has in its place', () => {
  const { out } = call('MicrosoftContainerRegistry.WestUS2', '--edition', '2023-04-14');
  expect(out).toContain('edition 2026-03-19 has basic.microsoft-container-registry instead');
});

test('a deployment: on, left out with its reason, off, and its own requirements', () => {
  const own = json('packages.contoso.com:443', '--deployment', DEPLOYMENT);
  expect(own.code).toBe(0);
  expect(own.results[0]!.deployment.requirementIds).toEqual(['own.packages']);
  expect(own.results[0]!.deployment.rules.map(({ where }) => where).join()).toContain('firewall rules azureml');
  const front = json('AzureFrontDoor.Frontend', '--deployment', DEPLOYMENT).results[0]!;
  expect(front.requirements[0]!.deployment).toEqual({
    state: 'left-out',
    reason: 'left out by the deployment file: Nobody opens the studio from compute',
  });
  const off = json('update.code.visualstudio.com', '--deployment', DEPLOYMENT).results[0]!;
  expect(off.requirements[0]!.deployment)
    .toEqual({ state: 'off', reason: 'the section vs-code is off; it is switched on by the scenario vs-code' });
  const region = json('Storage.EastUS', '--deployment', DEPLOYMENT).results[0]!;
  expect(region.requirements[0]!.deployment.state).toBe('other');
});

test('a host name that a service tag of the deployment stands for', () => {
  const result = json('eastus.api.azureml.ms:443', '--deployment', DEPLOYMENT).results[0]!;
  expect(result.deployment.serviceTagRequirementIds).toEqual(['basic.azure-machine-learning-tcp']);
  expect(result.deployment.rules.length).toBeGreaterThan(1);
});

test('an address: unknown without a service tag file, and by its tag with one', () => {
  const without = call('20.51.9.40:18881');
  expect(without.code).toBe(4);
  expect(without.out).toContain('--service-tags');
  const tags = tagFile(weekly({ AzureMachineLearning: ['20.51.9.0/24'], 'Storage.WestUS2': ['20.60.0.0/16'] }));
  const { code, results } = json('20.51.9.40:18881', '20.51.10.1', '20.60.1.2:443', '--service-tags', tags);
  expect(code).toBe(1);
  expect(results.map(({ serviceTags }) => serviceTags)).toEqual([['AzureMachineLearning'], [], ['Storage.WestUS2']]);
  expect(results[0]!.requirements.map(({ id }) => id)).toContain('basic.azure-machine-learning-tcp');
  expect(results[2]!.requirements.map(({ id }) => id)).toContain('basic.storage');
});

test('a name that anybody may have is documented on a condition, which is said, and a deployment decides it', () => {
  const foreign = call('foreign.azurecr.io');
  expect(foreign.code).toBe(4);
  expect(foreign.out).toContain('Documented if foreign is the container registry of the workspace, in the section kubernetes.');
  expect(call('eastus.experiments.azureml.net', '--format', 'json')).toMatchObject({ code: 0 });
  expect(call('evil.experiments.azureml.net').out).toContain('names it, if evil is the region');
});

test('what is documented in part is not asked for as a whole', () => {
  const tag = call('Storage');
  expect(tag.code).toBe(1);
  expect(tag.out).toContain('Only a part of it is documented');
  const all = call('0.0.0.0/0', '--deployment', DEPLOYMENT);
  expect(all.code).toBe(1);
  expect(all.out).toContain('the deployment file asks only for a part of it');
  expect(all.out).toContain('on for a part of it: own.licences');
  expect(json('203.0.113.16/29:1055', '--deployment', DEPLOYMENT))
    .toMatchObject({ code: 0, results: [{ deployment: { partialRequirementIds: [] } }] });
});

test('a private address is of the virtual network or of none, and no service tag file would tell', () => {
  const { code, out } = call('10.1.2.3:443');
  expect(code).toBe(4);
  expect(out).toContain('Documented if the address is in the virtual network, or in one that is connected to it, in the section basic.');
  expect(out).not.toContain('--service-tags');
  const { code: other, out: words } = call('127.0.0.1');
  expect([other, words.includes('--service-tags')]).toEqual([1, false]);
});

test('a host name comes with the service tags that stand for it', () => {
  const { out } = call('westus2.api.azureml.ms:443');
  expect(out).toContain('rules for AzureMachineLearning (basic.azure-machine-learning-tcp) cover it');
  expect(call('westus2.tundra.azureml.ms:5831/udp').out).toContain('AzureMachineLearning (basic.azure-machine-learning-udp)');
  expect(call('pypi.org').out).not.toContain('service tag');
});

test('a line of a log, as somebody pastes it', () => {
  const lines = [
    '2026-11-24 HTTPS request from 10.1.1.5:50101 to pypi.org:443. Action: Deny. No rule matched. Proceeding with default action',
    '{"category":"AZFWApplicationRule","properties":{"SourceIp":"10.1.1.5","Protocol":"HTTPS","Fqdn":"pypi.org","DestinationPort":443,' +
      '"Action":"Deny"}}',
    '{"category":"AZFWDnsQuery","properties":{"SourceIp":"10.1.1.5","QueryName":"pypi.org.","Protocol":"udp","ResponseCode":"NXDOMAIN"}}',
  ];
  lines.forEach((line) => {
    const { code, out } = call(line);
    expect([line, code]).toEqual([line, 0]);
    expect(out).toContain('Taken from a line of a log.');
    expect(out).toContain('python-packages.pypi');
  });
  expect(call('ICMP Type=8 request from 10.1.1.5 to 20.51.9.40. Action: Deny. ').err).toContain('asks only for TCP and UDP');
  expect(call('HTTPS request from 10.1.1.5:50101. Action: Deny. Reason: SNI TLS extension was missing.').err).toContain('without a host');
  expect(call("TCP request from 203.0.113.9:50 to 203.0.113.1:22 was DNAT'ed to 10.1.1.4:22").err).toContain('from outside');
});

test('many from standard input: a line that is wrong is said with its number, and the others are answered', () => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['-r', './scripts/typescript/register.js', 'lib/cli/main.ts', 'lookup', '-', '--format', 'json'],
    {
      cwd: root,
      encoding: 'utf8',
      input: '# a comment\npypi.org\n\nx.example:99999\r\n8787\n',
    },
  );
  expect(status).toBe(2);
  expect(stderr).toBe('standard input, line 4: lookup: port "99999" in "x.example:99999" is not a whole number from 0 to 65535\n');
  expect((JSON.parse(stdout) as { asked: string }[]).map(({ asked }) => asked)).toEqual(['pypi.org', '8787']);
});

test('Markdown shows what was asked as it is', () => {
  const { out } = call('https://x.example/<b>|`*', '--format', 'markdown');
  expect(out).toContain("### `https://x.example/<b>\\|'*`");
});

test('--network needs a deployment', () => {
  expect(call('pypi.org', '--network', 'x.json')).toMatchObject({
    code: 2,
    err: '--network: needs --deployment too, for the subnets and the firewall\n',
  });
});
