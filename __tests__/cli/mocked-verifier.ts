import { Network } from '../../lib/network/network';
import { ExpressionsOutside } from '../../lib/terraform/expressions-outside';
import { VerificationResult } from '../../lib/verification/verification-result';
import { Explanation } from '../../lib/verification/explain';
import { Flow, flowText } from '../../lib/verification/flow';
import { VerifyOptions } from '../../lib/verification/verify';

/** A verifier that answers as it is told. A test imports this file before all that imports the verifier. */
const NETWORK = {
  subnets: [{ name: 'spoke', key: 'spoke', place: { file: 'x', resource: 'azurerm_subnet.spoke' } }], securityGroups: new Map(),
  routeTables: new Map(), firewalls: [], problems: [],
} as unknown as Network;

/** What the verifier was asked, and what it answers. */
export const asked: { path?: string; options?: VerifyOptions; flow?: Flow } = {};
export const told: { result?: VerificationResult } = {};

jest.mock('../../lib/verification/network-of-source', () => ({
  readNetwork: ({ paths }: { paths: string[] }) => {
    asked.path = paths.join(' and ');
    return { network: NETWORK, outside: () => new ExpressionsOutside(undefined, undefined as never, new Set(), false) };
  },
}));
jest.mock('../../lib/verification/verify', () => ({
  viewsOf: () => ({ views: [] }),
  verifyViews: (_: Network, options: VerifyOptions) => { asked.options = options; return told.result; },
}));
jest.mock('../../lib/verification/explain', () => ({
  explainFlow: (_: Network, flow: Flow, options: VerifyOptions): Explanation => {
    Object.assign(asked, { flow, options });
    return { flow: flowText(flow), outcome: 'deny', steps: [], conditions: [] };
  },
}));
