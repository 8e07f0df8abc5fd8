import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

test('the page of annotations has every code, and no other', () => {
  const source = readFileSync(join(ROOT, 'lib/constructs/annotate.ts'), 'utf8');
  const union = /AnnotationCode =([\s\S]*?);/.exec(source)![1]!;
  const codes = [...union.matchAll(/'([a-z0-9-]+)'/g)].map(([, code]) => code!);
  expect(codes.length).toBeGreaterThan(20);
  const page = readFileSync(join(ROOT, 'docs/annotations.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `([a-z0-9-]+)` \|/gm)].map(([, code]) => code!);
  expect(rows.sort()).toEqual(codes.sort());
});
