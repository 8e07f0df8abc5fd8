import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { FRAMEWORKS } from '../../scripts/languages/framework';
import { Language, Runner } from '../../scripts/languages/language';
import { tryLanguage } from '../../scripts/languages/try-language';

const json = (version: string, port: string): string =>
  JSON.stringify({ '//': { metadata: { stackName: 'network', version } }, resource: { port } }, null, 2);
const CDKTF = FRAMEWORKS[0]!;
const EXPECTED = { network: json('-', '443'), deploymentFile: json('-', '443') };
const REFUSAL = 'InputError: region: "westus22" is not a region of the cloud "public"; did you mean "westus2"? (ARM names)';

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'try-language-')); });
afterEach(() => rmSync(folder, { recursive: true }));

function language(runner: Runner | string): Language {
  return { name: 'It', target: 'it', tools: [], install: () => runner };
}

interface Answers {
  readonly text?: string;
  readonly refusal?: string;
  readonly status?: number;
  readonly wrongStatus?: number;
  readonly at?: string;
}

/** A runner that writes what it is told, whichever example it is. */
function runner({ text = json('0.21.0', '443'), refusal = REFUSAL, status = 0, wrongStatus = 1, at = '7:1' }: Answers): Runner {
  return {
    examples: { network: 'network', deploymentFile: 'file', unknownRegion: 'region' },
    run: (example, args, outdir) => {
      if (example === 'region') {
        return { status, output: refusal, printed: `${refusal}\n` };
      }
      if (args[0]?.endsWith('wrong.yaml') === true) {
        const output = `Exception: InputError: ${args[0]}:${at}: ${REFUSAL.replace('InputError: ', '')}`;
        return { status: wrongStatus, output, printed: '' };
      }
      const path = join(outdir, 'stacks', example === 'network' ? 'network' : 'two-subnets', 'cdk.tf.json');
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
      return { status, output: args.join(' '), printed: '' };
    },
  };
}

test('the same Terraform JSON but for the version of the framework is accepted', () => {
  const { done, notRun } = tryLanguage(language(runner({})), CDKTF, folder, EXPECTED);
  expect(done).toHaveLength(5);
  expect(notRun).toBeUndefined();
});

test('one other character is a failure, and is shown', () => {
  expect(() => tryLanguage(language(runner({ text: json('0.21.0', '444') })), CDKTF, folder, EXPECTED))
    .toThrow(/^the stack network differs from TypeScript's at character \d+:\n[^]*"port": "444"/);
});

test('text that only goes on is a failure', () => {
  expect(() => tryLanguage(language(runner({ text: `${json('0.21.0', '443')}\n` })), CDKTF, folder, EXPECTED))
    .toThrow('differs from TypeScript\'s');
});

test('an example that ends with an error is a failure, with what it printed', () => {
  expect(() => tryLanguage(language(runner({ status: 1 })), CDKTF, folder, EXPECTED)).toThrow('the program ended with 1');
});

test('an error that does not name what is wrong is a failure', () => {
  expect(() => tryLanguage(language(runner({ refusal: 'RuntimeError' })), CDKTF, folder, EXPECTED)).toThrow('RuntimeError');
});

test.each<[string, Answers, string]>([
  ['with more than the words', { refusal: `${REFUSAL}\n    at Kernel.sinvoke (program.js:1:56308)` }, 'an unknown region is not refused'],
  ['in a file without its line and column', { at: '7' }, 'a wrong deployment file is not refused'],
  ['in a file, and the program goes on', { wrongStatus: 0 }, 'a wrong deployment file is not refused'],
])('a refusal %s is a failure', (_, answers, message) => {
  expect(() => tryLanguage(language(runner(answers)), CDKTF, folder, EXPECTED)).toThrow(message);
});

test('a package that cannot be installed was not run', () => {
  expect(tryLanguage(language('not served'), CDKTF, folder, EXPECTED)).toEqual({
    done: ['the sources of the package are generated'], notRun: 'not served',
  });
});
