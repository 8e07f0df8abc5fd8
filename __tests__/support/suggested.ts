import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Deployment } from '../../lib/deployment/deployment';
import { requestFromDeployment } from '../../lib/deployment/request-from-deployment';
import { suggest } from '../../lib/review/suggest';
import { Suggestions } from '../../lib/review/suggestion';
import { Fragment, fragmentJson } from '../../lib/review/terraform-fragment';
import { Report } from '../../lib/verification/verification-result';
import { readRequest } from '../../lib/verification/read-request';
import { VerificationRequest } from '../../lib/verification/request';
import { verifyNetwork } from '../../lib/verification/verify-network';

type Body = Record<string, unknown>;
/** Terraform JSON with resources. */
export interface Configuration {
  readonly resource: Record<string, Record<string, Body>>;
}

/** A network on disk, which the readers take as they take any other. */
export function written(document: object): string {
  const path = join(mkdtempSync(join(tmpdir(), 'suggest-')), 'main.tf.json');
  writeFileSync(path, JSON.stringify(document));
  return path;
}

/** What is said about a document that a deployment file describes, and what is suggested for it. */
export function suggestedFor(document: object, deployment: string): { report: Report; suggestions: Suggestions } {
  return suggestedOf(requestFromDeployment(Deployment.fromFile(deployment), { paths: [written(document)] }));
}

export function suggestedOf(request: VerificationRequest): { report: Report; suggestions: Suggestions } {
  const read = readRequest(request);
  return { report: verifyNetwork(request, read), suggestions: suggest(read) };
}

/** All fragments, in the order in which they are to be applied. */
export function fragmentsOf({ suggested }: Suggestions): Fragment[] {
  return suggested.flatMap(({ proposals }) => proposals).flatMap(({ fragments }) => fragments);
}

/** Puts what was suggested into a document, as somebody would who reads it. */
export function applied<T extends Configuration>(document: T, suggestions: Suggestions): T {
  const result = JSON.parse(JSON.stringify(document)) as T;
  for (const fragment of fragmentsOf(suggestions)) {
    for (const [type, named] of Object.entries((fragmentJson(fragment) as Configuration).resource)) {
      for (const [name, args] of Object.entries(named)) {
        const there = (result.resource[type] ??= {});
        if (fragment.arguments !== undefined) {
          expect(there[name] === undefined).toBe(fragment.isPart !== true); // a new resource never takes the place of another
          there[name] = { ...there[name], ...args };
        } else {
          Object.entries(args).forEach(([key, blocks]) => addBlocks(there[name]!, key, blocks as Body[], fragment.isPart === true));
        }
      }
    }
  }
  return result;
}

/** New blocks go to the end of their list; one that exists already gets what the fragment has in it. */
function addBlocks(body: Body, name: string, blocks: readonly Body[], isPart: boolean): void {
  const there = [body[name] ?? []].flat() as Body[];
  body[name] = there;
  for (const block of blocks) {
    const same = isPart ? there.filter((one) => one['name'] === block['name']) : [];
    expect(same).toHaveLength(isPart ? 1 : 0);
    if (!isPart) {
      there.push(block);
    }
    same.forEach((one) => Object.entries(block).forEach(([key, value]) => {
      if (Array.isArray(value) && typeof value[0] === 'object') {
        addBlocks(one, key, value as Body[], false);
      } else {
        one[key] = value;
      }
    }));
  }
}
