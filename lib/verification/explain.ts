import { Step } from './answers';
import { Flow } from './flow';
import { Network } from './network';
import { VerifyOptions } from './verify';

/** What happens to one flow, layer by layer. */
export interface Explanation {
  /** The flow as text. */
  readonly flow: string;
  readonly outcome: 'allow' | 'deny' | 'unknown';
  /** The layers that it passes, in their order, as far as it comes. */
  readonly steps: readonly Step[];
  /** What the answer rests on and that is not in the files. */
  readonly conditions: readonly string[];
}

/** Placeholder until the evaluation is here. */
export function explainFlow(_network: Network, _flow: Flow, _options: VerifyOptions): Explanation {
  throw new Error('the evaluation is not built yet');
}
