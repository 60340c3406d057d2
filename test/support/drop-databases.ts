import { dropLeftBehind } from './test-database';

// eslint-disable-next-line no-restricted-syntax -- what jest calls at the end of a run has to be the default export
export default dropLeftBehind;
