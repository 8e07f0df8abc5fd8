import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { Cloud, CLOUDS } from '../azure/clouds';
import { InputError, oneOf, printableLines, refusalOf } from '../azure/errors';
import { checkRangesOfSubnet } from '../azure/network-ranges';
import { parseResourceId } from '../azure/resource-ids';
import { Deployment } from '../deployment/deployment';
import { unwritable } from '../input/paths';
import { Edition, EDITIONS } from '../requirements/edition';
import { SCENARIOS } from '../requirements/scenario';
import { Output } from './output';
import { YES_OR_NO } from './stated-request';

export interface InitOptions {
  readonly name?: string;
  readonly edition?: Edition;
  readonly cloud?: Cloud;
  readonly region?: string;
  readonly subnetId?: string;
  readonly addressPrefix?: string;
  readonly firewall?: string;
  readonly privateEndpoint?: (typeof YES_OR_NO)[number];
  readonly publicIp?: (typeof YES_OR_NO)[number];
  readonly scenario?: readonly string[];
  readonly output: string;
}

interface Question {
  readonly key: 'name' | 'edition' | 'cloud' | 'region' | 'subnetId' | 'addressPrefix' | 'firewall';
  readonly option: string;
  readonly text: string;
  readonly allowed: string;
  /** Refuses what no file can have there, while the person can still answer otherwise. */
  readonly check?: (answer: string) => void;
  /** Whether it need not be answered. */
  readonly isOptional?: boolean;
}

const QUESTIONS: readonly Question[] = [
  { key: 'name', option: '--name', text: 'Name of the deployment', allowed: 'give a name such as training-network' },
  {
    key: 'edition', option: '--edition', text: `Edition of the article (${EDITIONS.join(', ')})`, allowed: `give ${EDITIONS.join(' or ')}`,
    check: (answer) => oneOf('--edition', answer, EDITIONS),
  },
  {
    key: 'cloud', option: '--cloud', text: `Cloud (${CLOUDS.join(', ')})`, allowed: `give one of ${CLOUDS.join(', ')}`,
    check: (answer) => oneOf('--cloud', answer, CLOUDS),
  },
  { key: 'region', option: '--region', text: 'Region of the workspace', allowed: 'give an ARM name such as westus2' },
  {
    key: 'subnetId', option: '--subnet-id', text: 'Id of the subnet', allowed: 'give the id of the subnet in Azure',
    check: (answer) => parseResourceId('--subnet-id', answer, 'Microsoft.Network/virtualNetworks/subnets'),
  },
  {
    key: 'addressPrefix', option: '--address-prefix', text: 'Address range of the subnet', allowed: 'give a CIDR range such as 10.1.1.0/24',
    check: (answer) => checkRangesOfSubnet('--address-prefix', [answer]),
  },
  {
    key: 'firewall', option: '--firewall', text: 'Private address of the firewall, or nothing to go out without one', isOptional: true,
    allowed: 'give an address',
  },
];

/** What asks for answers; undefined where nobody can give them. */
export type Ask = ((question: string) => Promise<string | undefined>) | undefined;

/** Writes a first deployment file. On a terminal it asks for what options do not say. */
export async function initCommand(options: InitOptions, output: Output, ask: Ask): Promise<void> {
  if (existsSync(options.output)) {
    throw new InputError({
      argument: '--output', given: options.output, problem: 'is there already', allowed: 'give the path of a file that is not there',
    });
  }
  const answers: Partial<Record<Question['key'], string>> = {};
  for (const question of QUESTIONS) {
    const { key, option, allowed, isOptional } = question;
    const given = options[key] ?? (isOptional === true && ask === undefined ? '' : await answerTo(question, output, ask));
    if (given === undefined) {
      if (ask !== undefined) {
        output.err('\n'); // the question stands there
      }
      throw new InputError({ argument: option, problem: 'is missing', allowed });
    }
    answers[key] = given;
  }
  write(options.output, fileText(answers as Record<Question['key'], string>, options));
  output.out(`${options.output}\n`);
  output.err(`next: azureml-network verify PATH --deployment ${options.output}\n`);
}

/** An answer that can be written; a wrong one is refused at once, and the question is put again. */
async function answerTo({ text, allowed, isOptional, check }: Question, output: Output, ask: Ask): Promise<string | undefined> {
  for (;;) {
    const answer = (await ask?.(`${text}: `))?.trim();
    if (answer === undefined || (answer === '' && isOptional === true)) {
      return answer;
    }
    const refusal = answer === '' ? undefined : refusalOf(() => check?.(answer));
    if (answer !== '' && refusal === undefined) {
      return answer;
    }
    output.err(`${refusal === undefined ? allowed : printableLines(refusal.message)}\n`);
  }
}

/** The answers of a person at a terminal; nothing once the input has ended. */
export function terminalAsk(): { readonly ask: Ask; readonly close: () => void } {
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  const ended = new Promise<undefined>((resolve) => { reader.once('close', () => resolve(undefined)); });
  return { ask: (question) => Promise.race([reader.question(question), ended]), close: () => reader.close() };
}

/** What the reader of deployment files refuses is not left behind. */
function write(path: string, content: string): void {
  try {
    writeFileSync(path, content, { flag: 'wx' });
  } catch (error) {
    throw unwritable(path, 'the deployment file', error);
  }
  try {
    Deployment.fromFile(path);
  } catch (error) {
    rmSync(path);
    throw error;
  }
}

function fileText(answers: Readonly<Record<Question['key'], string>>, options: InitOptions): string {
  const { name, edition, cloud, region, subnetId, addressPrefix, firewall } = answers;
  const { privateEndpoint = 'yes', publicIp = 'no', scenario = [] } = options;
  const [, resourceGroupName = '', subnet = ''] = /\/resourceGroups\/([^/]+)\/.*\/subnets\/([^/]+)$/i.exec(subnetId) ?? [];
  const made = firewall === '' ? {} : {
    securityGroup: {
      name: `nsg-${subnet}`, resourceGroupName, hostNameTraffic: 'filtered-by-firewall',
      intraNetworkTraffic: { addressSpace: [addressPrefix] },
    },
    routeTable: { name: `rt-${subnet}`, resourceGroupName, defaultRoute: { firewall } },
  };
  const content = {
    name, edition, cloud, region,
    ...(firewall !== '' && { backend: { local: { path: `terraform.${name}.tfstate` } } }),
    workspace: { privateEndpoint: privateEndpoint === 'yes' }, compute: { publicIp: publicIp === 'yes' },
    ...(scenario.length > 0 && { scenarios: scenario }),
    subnets: { [/^[A-Za-z]/.test(subnet) ? subnet.replace(/\W/g, '-') : 'training']: { subnetId, addressPrefixes: [addressPrefix], ...made } },
  };
  // The writer of YAML takes as long to load as the rest of the program; other commands do not load it.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { stringify } = require('yaml') as typeof import('yaml');
  return `# What a workspace needs of its network. Scenarios that you can switch on: ${SCENARIOS.join(', ')}.\n${stringify(content)}`;
}
