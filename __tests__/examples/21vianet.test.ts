import { exampleSuite } from '../support/example-suite';

exampleSuite('21vianet.yaml');
