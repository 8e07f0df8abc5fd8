import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { Cloud, CLOUDS } from '../azure/clouds';
import { InputError, InputErrors, choiceOf, printableLines, refusalOf, refusing } from '../azure/errors';
import { checkRangesOfNetwork, checkRangesOfSubnet, checkSubnetInSpace } from '../azure/network-ranges';
import { checkRegion } from '../azure/regions';
import { parseResourceId } from '../azure/resource-ids';
import { checkNextHop } from '../azure/special-ranges';
import { Deployment } from '../deployment/deployment';
import { ID_PATTERN } from '../deployment/schema';
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
  readonly addressSpace?: readonly string[];
  readonly privateEndpoint?: (typeof YES_OR_NO)[number];
  readonly publicIp?: (typeof YES_OR_NO)[number];
  readonly scenario?: readonly string[];
  readonly output: string;
}

interface Question {
  readonly key: 'name' | 'edition' | 'cloud' | 'region' | 'subnetId' | 'addressPrefix' | 'firewall' | 'addressSpace';
  readonly option: string;
  readonly text: string;
  readonly allowed: string;
  /** Refuses what no file can have there, while the person can still answer otherwise. */
  readonly check?: (answer: string, before: Answers) => void;
  /** Whether it need not be answered. */
  readonly isOptional?: boolean;
  /** The answer that it is compared with. */
  readonly comparedWith?: Question['key'];
  /** Whether it has no meaning after the answers before. */
  readonly isIdle?: (before: Answers) => boolean;
}

type Answers = Readonly<Partial<Record<Question['key'], string>>>;

/** The ranges of an answer, which commas or spaces part. */
const rangesIn = (answer: string): string[] => answer.split(/[\s,]+/).filter((range) => range !== '');

function checkName(answer: string): void {
  if (!new RegExp(ID_PATTERN).test(answer)) {
    throw new InputError({
      argument: '--name', given: answer, problem: 'is not a name that a deployment can have',
      allowed: 'begin with a letter; letters, digits, "-" and "_" may follow, 63 characters in all',
    });
  }
}

const QUESTIONS: readonly Question[] = [
  { key: 'name', option: '--name', text: 'Name of the deployment', allowed: 'give a name such as training-network', check: checkName },
  {
    key: 'edition', option: '--edition', text: `Edition of the article (${EDITIONS.join(', ')})`, allowed: `give ${EDITIONS.join(' or ')}`,
    check: (answer) => choiceOf('--edition', answer, EDITIONS),
  },
  {
    key: 'cloud', option: '--cloud', text: `Cloud (${CLOUDS.join(', ')})`, allowed: `give one of ${CLOUDS.join(', ')}`,
    check: (answer) => choiceOf('--cloud', answer, CLOUDS),
  },
  {
    key: 'region', option: '--region', text: 'Region of the workspace', allowed: 'give an ARM name such as westus2', comparedWith: 'cloud',
    check: (answer, { cloud }) => refusing((error) => error.about('--region'), () => checkRegion(answer, cloud as Cloud)),
  },
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
    allowed: 'give an address', check: (answer) => checkNextHop('--firewall', answer),
  },
  {
    key: 'addressSpace', option: '--address-space', isOptional: true, comparedWith: 'addressPrefix',
    isIdle: ({ firewall }) => firewall === '',
    text: 'Address ranges of the virtual network, and of its peers that have private endpoints, or nothing to allow the tag VirtualNetwork',
    allowed: 'give CIDR ranges such as 10.1.0.0/16',
    check: (answer, { addressPrefix = '' }) => {
      checkRangesOfNetwork('--address-space', rangesIn(answer));
      checkSubnetInSpace('--address-prefix', [addressPrefix], rangesIn(answer));
    },
  },
];

/** Stands above the tag in the file. The range of the subnet alone would close private endpoints in other subnets. */
const HOW_TO_NARROW = ` Allows the tag VirtualNetwork: the network, its peers, and networks that a gateway connects. The default route to
 the firewall can widen it to every address. To narrow it, write the address space of the network, and of its peers that
 have private endpoints, instead of the line below, such as
   addressSpace: [10.1.0.0/16]`;

/** Stands at the end of a file that makes a route to a firewall, whose policy no question asks for. */
const HOW_TO_WRITE_FIREWALL = ` The policy of Azure Firewall that gets the rules. Without this key, verify does not know what the firewall
 lets through.
 firewall:
   policyId: /subscriptions/<id>/resourceGroups/<name>/providers/Microsoft.Network/firewallPolicies/<name>
   name: azureml
   priority: 500
   dnsProxy: true # if the DNS proxy of the policy is on`;

/** What asks for answers; undefined where nobody can give them. */
type Ask = ((question: string) => Promise<string | undefined>) | undefined;

/** Writes a first deployment file. On a terminal it asks for what options do not say. */
export async function initCommand(options: InitOptions, output: Output, ask: Ask): Promise<void> {
  if (existsSync(options.output)) {
    throw new InputError({
      argument: '--output', given: options.output, problem: 'exists already', allowed: 'give the path of a file that does not exist',
    });
  }
  options.scenario?.forEach((name) => choiceOf('--scenario', name, SCENARIOS));
  if (ask === undefined) {
    checkGiven(options);
  }
  const answers: Partial<Record<Question['key'], string>> = {};
  for (const question of QUESTIONS) {
    answers[question.key] = await answerTo(question, answers, givenFor(question, options), output, ask);
  }
  write(options.output, fileText(answers as Record<Question['key'], string>, options));
  output.out(`${options.output}\n`);
  output.err(answers.firewall === '' ? `next: azureml-network verify PATH --deployment ${options.output}\n`
    : `next: azureml-network synth ${options.output}\n`);
}

/** Where nobody can be asked, says all that is missing or wrong at once. */
function checkGiven(options: InitOptions): void {
  const right: Partial<Record<Question['key'], string>> = {};
  const wrong = QUESTIONS.flatMap((question) => {
    const { key, option, allowed, isOptional = false, comparedWith, isIdle, check } = question;
    const given = givenFor(question, options);
    if (given === undefined) {
      return isOptional ? [] : [new InputError({ argument: option, problem: 'is missing', allowed })];
    }
    // What is compared with an answer that is missing or wrong is not judged yet.
    const isLater = comparedWith !== undefined && right[comparedWith] === undefined;
    const isJudged = !isLater && (given !== '' || !isOptional) && isIdle?.({ firewall: options.firewall ?? '' }) !== true;
    const refusal = isJudged ? refusalOf(() => check?.(given, right)) : undefined;
    if (refusal === undefined) {
      right[key] = given;
    }
    return refusal ?? [];
  });
  const [first, ...others] = wrong;
  if (first !== undefined) {
    throw others.length === 0 ? first : new InputErrors([first, ...others]);
  }
}

function givenFor({ key }: Question, options: InitOptions): string | undefined {
  return key === 'addressSpace' ? options.addressSpace?.join(' ') : options[key];
}

/** An answer that can be written: that of an option, or of the person, who is told at once of a wrong one, and asked again. */
async function answerTo(question: Question, before: Answers, given: string | undefined, output: Output, ask: Ask): Promise<string> {
  const { option, text, allowed, isOptional = false, isIdle, check } = question;
  if (isIdle?.(before) === true) {
    if (given !== undefined) {
      throw new InputError({ argument: option, problem: 'is for a file with a firewall', allowed: 'give --firewall too, or leave it out' });
    }
    return '';
  }
  if (given !== undefined) {
    if (given !== '' || !isOptional) {
      check?.(given, before);
    }
    return given;
  }
  if (ask === undefined && isOptional) {
    return '';
  }
  for (;;) {
    const answer = (await ask?.(`${text}: `))?.trim();
    if (answer === undefined) {
      if (ask !== undefined) {
        output.err('\n'); // the question stands there
      }
      throw new InputError({ argument: option, problem: 'is missing', allowed });
    }
    if (answer === '' && isOptional) {
      return answer;
    }
    const refusal = answer === '' ? undefined : refusalOf(() => check?.(answer, before));
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
  // The key that interrupts ends the process as it does without questions, and not with a word on what is missing.
  reader.once('SIGINT', () => {
    process.stderr.write('\n');
    process.kill(process.pid, 'SIGINT');
  });
  return { ask: (question) => Promise.race([reader.question(question), ended]), close: () => reader.close() };
}

/** What the reader of deployment files refuses is not left behind. */
function write(path: string, content: string): void {
  try {
    writeFileSync(path, content, { flag: 'wx' });
  } catch (error) {
    throw unwritable(path, 'deployment file', error);
  }
  try {
    Deployment.fromFile(path);
  } catch (error) {
    rmSync(path);
    throw error;
  }
}

function fileText(answers: Readonly<Record<Question['key'], string>>, options: InitOptions): string {
  const { name, edition, cloud, region, subnetId, addressPrefix, firewall, addressSpace } = answers;
  const { privateEndpoint = 'yes', publicIp = 'no', scenario = [] } = options;
  const [, resourceGroupName = '', subnet = ''] = /\/resourceGroups\/([^/]+)\/.*\/subnets\/([^/]+)$/i.exec(subnetId) ?? [];
  const made = firewall === '' ? {} : {
    securityGroup: {
      name: `nsg-${subnet}`, resourceGroupName, hostNameTraffic: 'filtered-by-firewall',
      intraNetworkTraffic: addressSpace === '' ? { byServiceTag: true } : { addressSpace: rangesIn(addressSpace) },
    },
    routeTable: { name: `rt-${subnet}`, resourceGroupName, defaultRoute: { firewall } },
  };
  const key = /^[A-Za-z]/.test(subnet) ? subnet.replace(/\W/g, '-') : 'training';
  const content = {
    name, edition, cloud, region,
    ...(firewall !== '' && { backend: { local: { path: `../../../terraform.${name}.tfstate` } } }),
    workspace: { privateEndpoint: privateEndpoint === 'yes' }, compute: { publicIp: publicIp === 'yes' },
    ...(scenario.length > 0 && { scenarios: scenario }),
    subnets: { [key]: { subnetId, addressPrefixes: [addressPrefix], ...made } },
  };
  // The writer of YAML takes as long to load as the rest of the program; other commands do not load it.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { Document, isMap } = require('yaml') as typeof import('yaml');
  const document = new Document(content);
  const traffic = document.getIn(['subnets', key, 'securityGroup', 'intraNetworkTraffic']);
  if (isMap(traffic) && addressSpace === '') {
    traffic.commentBefore = HOW_TO_NARROW;
  }
  if (firewall !== '') {
    document.comment = HOW_TO_WRITE_FIREWALL;
  }
  return `# What a workspace needs of its network. Scenarios that you can switch on: ${SCENARIOS.join(', ')}.\n${document.toString()}`;
}
