import { App } from 'cdktf';
import cdktfJson from './cdktf.json';
import { Deployment, DeploymentStack } from './lib';

/** Synthesizes the deployment file that the context `deployment` names (cdktf.json; without the CLI also CDKTF_CONTEXT_JSON). */
try {
  checkContext(process.env['CDKTF_CONTEXT_JSON'] ?? '{}');
  const app = new App({ context: cdktfJson.context });
  const path: unknown = app.node.tryGetContext('deployment');
  if (typeof path !== 'string') {
    throw new Error(`the context "deployment" is ${JSON.stringify(path)} and not the path of a file: name a deployment file in cdktf.json, ` +
      'or in CDKTF_CONTEXT_JSON as {"deployment": "<path>"}');
  }
  new DeploymentStack(app, Deployment.fromFile(path));
  app.synth();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}

function checkContext(text: string): void {
  try {
    JSON.parse(text);
  } catch (error) {
    throw new Error(`CDKTF_CONTEXT_JSON is not JSON: ${(error as Error).message}`);
  }
}
