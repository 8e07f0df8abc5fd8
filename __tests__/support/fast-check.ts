import fc from 'fast-check';

/**
 * fast-check with a fixed seed, so that a run on one machine tells what a run on another will do. FC_SEED takes another
 * seed, and `FC_SEED=random` a new one for each run; a failure prints the seed that it was found with.
 */
const { FC_SEED = '20260319' } = process.env;
if (FC_SEED !== 'random') {
  fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(FC_SEED) });
}

export default fc;
