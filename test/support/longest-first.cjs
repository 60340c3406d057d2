const Sequencer = require('@jest/test-sequencer').default;

/** The suites that take longest, most of them small files, which Jest would begin last where it has measured none yet. */
const LONGEST = ['browser/pages', 'e2e/engine-on-bull', 'e2e/extending', 'browser/actions', 'e2e/roles', 'fuzz/fuzz'];

const place = ({ path }) => {
  const index = LONGEST.findIndex((suite) => path.replaceAll('\\', '/').includes(`test/${suite}.`));
  return index === -1 ? LONGEST.length : index;
};

/** Begins with what takes longest, so that no worker ends long after the others. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((one, other) => place(one) - place(other));
  }
};
