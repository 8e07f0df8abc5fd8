import { exampleSuite } from '../support/example-suite';

exampleSuite('hub-and-spoke.ts');
