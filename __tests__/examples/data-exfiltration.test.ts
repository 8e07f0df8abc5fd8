import { exampleSuite } from '../support/example-suite';

exampleSuite('data-exfiltration.ts');
