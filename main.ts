import { App } from 'cdktf';
import cdktfJson from './cdktf.json';
import { Deployment, DeploymentStack } from './lib';
import { nearest } from './lib/azure/errors';

/** Synthesizes the deployment file that the context `deployment` names (cdktf.json; without the CLI also CDKTF_CONTEXT_JSON). */
try {
  checkContext(process.env['CDKTF_CONTEXT_JSON'] ?? '{}');
  const app = new App({ context: cdktfJson.context });
  const path: unknown = app.node.tryGetContext('deployment');
  if (typeof path !== 'string') {
    throw new Error(
      `the context "deployment" is ${JSON.stringify(path)}, not the path of a file: name a deployment file in cdktf.json, ` +
        'or in CDKTF_CONTEXT_JSON as {"deployment": "<path>"}',
    );
  }
  new DeploymentStack(app, Deployment.fromFile(path));
  app.synth();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}

function checkContext(text: string): void {
  const context = contextOf(text);
  if (typeof context !== 'object' || context === null || Array.isArray(context)) {
    throw new Error(`CDKTF_CONTEXT_JSON is ${Array.isArray(context) ? 'a list' : JSON.stringify(context)}, not an object such as ` +
      '{"deployment": "<path>"}');
  }
  // The default would be synthesized in place of the file that was meant.
  const near = nearest('deployment', Object.keys(context));
  if (near !== undefined && near !== 'deployment') {
    throw new Error(`CDKTF_CONTEXT_JSON has no "deployment" but ${JSON.stringify(near)}; did you mean "deployment"?`);
  }
}

function contextOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`CDKTF_CONTEXT_JSON is not JSON: ${(error as Error).message}`);
  }
}
